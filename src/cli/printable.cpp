#include "cli/printable.hpp"

#include <ocop/base/encoding.hpp>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdio>

namespace ocop::cli {

namespace {

bool is_plain(UChar32 c) {
    switch (u_charType(c)) {
        case U_UNASSIGNED:
        case U_CONTROL_CHAR:
        case U_FORMAT_CHAR:
        case U_PRIVATE_USE_CHAR:
        case U_SURROGATE:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
            return false;
        case U_SPACE_SEPARATOR:
            return c == U' ';
        default:
            // Invisible, though letters: fillers of Hangul, and variation selectors.
            return !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    }
}

std::string escaped(char const* form, std::uint32_t number) {
    char out[16];
    auto const length = std::snprintf(out, sizeof(out), form, number);
    return {out, static_cast<std::size_t>(length)};
}

}  // namespace

std::string printable(std::string_view text, std::size_t bytes_max) {
    std::string out;
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        auto next = at;
        UChar32 c = 0;
        U8_NEXT(bytes, next, text.size(), c);
        std::string piece;
        if (c < 0) {
            next = at + 1;
            piece = escaped("\\x%02X", bytes[at]);
        } else if (c == '\\') {
            piece = "\\\\";
        } else if (is_plain(c)) {
            piece = text.substr(at, next - at);
        } else {
            piece = escaped("\\u{%04X}", static_cast<std::uint32_t>(c));
        }
        if (out.size() + piece.size() > bytes_max) {
            return out + "…";
        }
        out += piece;
        at = next;
    }
    return out;
}

}  // namespace ocop::cli
