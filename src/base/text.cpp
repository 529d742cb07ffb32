#include <ocop/base/assert.hpp>
#include <ocop/base/text.hpp>

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace ocop {

namespace {

constexpr int name_marks_max = 2;  // after NFC: Ê Đê writes one more on ê and ô

// Letters, marks, digits, punctuation, symbols and the plain space: what is left out can hide or
// reorder text (controls, bidi and zero-width formats, separators, private use, unassigned).
bool is_plain(char32_t c) {
    constexpr std::uint32_t plain =
        U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_P_MASK | U_GC_S_MASK;
    return c == ' ' || (U_GET_GC_MASK(static_cast<UChar32>(c)) & plain) != 0;
}

// Compatibility forms that names do use. None of them looks like a letter.
bool is_usual_form(UChar32 c) {
    return std::u32string_view(U"™№…¹²³¼½¾").find(static_cast<char32_t>(c)) !=
           std::u32string_view::npos;
}

bool is_letter_of_names(UChar32 c) {
    return c <= 0x017F || (c >= 0x1EA0 && c <= 0x1EF9) ||
           std::u32string_view(U"ƠơƯưƀɃ").find(static_cast<char32_t>(c)) !=
               std::u32string_view::npos;
}

// What speaks against a character in a name, or empty.
std::string_view objection(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfkc = icu::Normalizer2::getNFKCInstance(status);
    if (is_usual_form(c)) {
        return {};
    }
    if (U_FAILURE(status) || !nfkc->isNormalized(icu::UnicodeString(c), status)) {
        return "a variant form of another character";
    }
    auto const script = uscript_getScript(c, &status);
    bool const letter = (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0;
    bool const shared = script == USCRIPT_COMMON || script == USCRIPT_INHERITED;
    if (script != USCRIPT_LATIN && (letter || !shared)) {
        return "which does not belong to the Latin script";
    }
    if (letter && !is_letter_of_names(c)) {
        return "a letter that names are not written with";
    }
    if ((U_GET_GC_MASK(c) & U_GC_N_MASK) != 0 && c > '9') {
        return "which is not one of the digits 0 to 9";
    }
    return {};
}

std::string code_point_name(UChar32 c) {
    std::array<char, 16> out{};
    std::snprintf(out.data(), out.size(), "U+%04X", static_cast<unsigned>(c));
    return out.data();
}

Error not_plain(std::string reason) {
    return {Errc::malformed, "text_malformed", "", std::move(reason)};
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
    std::int32_t size = 0;
    UErrorCode status = U_ZERO_ERROR;
    auto const bytes = static_cast<std::int32_t>(text.size());
    u_strFromUTF8(nullptr, 0, &size, text.data(), bytes, &status);
    return status != U_INVALID_CHAR_FOUND;
}

Result<std::string> to_nfc(std::string_view text) {
    if (!is_utf8(text)) {
        return not_plain("is not UTF-8");
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
    auto nfc = to_nfc(trimmed(text));
    if (!nfc) {
        return nfc.error();
    }
    auto const chars = code_points(*nfc);
    if (chars.empty()) {
        return not_plain("must not be empty");
    }
    if (chars.size() > chars_max) {
        return not_plain("must have at most " + std::to_string(chars_max) + " characters");
    }
    if (!std::all_of(chars.begin(), chars.end(), is_plain)) {
        return not_plain("holds a control, invisible or direction-changing character");
    }
    return nfc;
}

Result<void> check_name_letters(std::string_view text) {
    if (!is_utf8(text)) {
        return not_plain("is not UTF-8");
    }
    int marks = 0;
    bool named = false;
    for (auto const element : code_points(text)) {
        auto const c = static_cast<UChar32>(element);
        auto const mask = U_GET_GC_MASK(c);
        marks = (mask & U_GC_M_MASK) != 0 ? marks + 1 : 0;
        named = named || (mask & (U_GC_L_MASK | U_GC_ND_MASK)) != 0;
        auto const said = marks > name_marks_max ? "one mark too many on a letter" : objection(c);
        if (!said.empty()) {
            return not_plain("holds " + code_point_name(c) + ", " + std::string(said));
        }
    }
    if (!named) {
        return not_plain("must have a letter or a digit");
    }
    return {};
}

std::string dictionary_key(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    // Made once: opening one reads tables. Its const functions may be called from any thread.
    static std::unique_ptr<icu::Collator const> const collator(
        icu::Collator::createInstance(icu::Locale("vi"), status)
    );
    OCOP_ASSERT(collator != nullptr);
    auto const unicode =
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    std::string out(64, '\0');
    auto const get = [&] {
        return collator->getSortKey(
            unicode,
            reinterpret_cast<std::uint8_t*>(out.data()),
            static_cast<std::int32_t>(out.size())
        );
    };
    auto size = get();
    if (static_cast<std::size_t>(size) > out.size()) {
        out.resize(static_cast<std::size_t>(size));
        size = get();
    }
    out.resize(static_cast<std::size_t>(std::max(size - 1, 0)));  // without the zero at its end
    return out;
}

}  // namespace ocop
