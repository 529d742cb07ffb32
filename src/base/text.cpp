#include <ocop/base/text.hpp>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace ocop {

namespace {

// ICU's macro narrows ints to bytes on purpose.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"

// Calls see(code point) for each; false when `text` is not UTF-8.
template <class See>
bool each_code_point(std::string_view text, See see) {
    auto const size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), at, size, c);
        if (c < 0) {
            return false;
        }
        see(c);
    }
    return true;
}

#pragma GCC diagnostic pop

// Letters, marks, digits, punctuation, symbols and the plain space: what is left out can hide or
// reorder text (controls, bidi and zero-width formats, separators, private use, unassigned).
bool is_plain(UChar32 c) {
    constexpr std::uint32_t plain =
        U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_P_MASK | U_GC_S_MASK;
    return c == ' ' || (U_GET_GC_MASK(c) & plain) != 0;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

bool is_utf8(std::string_view text) {
    return each_code_point(text, [](UChar32) {});
}

Result<std::string> to_nfc(std::string_view text) {
    if (!is_utf8(text)) {
        return Error(Errc::malformed, "text_malformed", "", "is not UTF-8");
    }
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfc = icu::Normalizer2::getNFCInstance(status);
    auto const composed = nfc->normalize(
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}), status
    );
    if (U_FAILURE(status)) {
        return Error(Errc::internal, "internal");
    }
    std::string out;
    composed.toUTF8String(out);
    return out;
}

Result<std::string> clean_line(std::string_view text, std::size_t chars_max) {
    auto fault = [](std::string reason) {
        return Error(Errc::malformed, "text_malformed", "", std::move(reason));
    };
    auto nfc = to_nfc(trimmed(text));
    if (!nfc) {
        return nfc.error();
    }
    std::size_t chars = 0;
    bool plain = true;
    each_code_point(*nfc, [&](UChar32 c) {
        ++chars;
        plain = plain && is_plain(c);
    });
    if (chars == 0) {
        return fault("must not be empty");
    }
    if (chars > chars_max) {
        return fault("must have at most " + std::to_string(chars_max) + " characters");
    }
    if (!plain) {
        return fault("holds a control, invisible or direction-changing character");
    }
    return nfc;
}

}  // namespace ocop
