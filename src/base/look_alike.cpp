#include <ocop/base/assert.hpp>
#include <ocop/base/text.hpp>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <utility>

namespace ocop {

namespace {

constexpr char32_t circumflex = 0x0302;
constexpr char32_t breve = 0x0306;
constexpr char32_t horn = 0x031B;
constexpr char32_t stroke = 0x0335;
// Grave, acute, tilde, hook above, dot below.
constexpr std::u32string_view tones = U"\u0300\u0301\u0303\u0309\u0323";
constexpr std::u32string_view kept_marks =
    U"\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031B\u0335";

bool holds(std::u32string_view set, char32_t c) {
    return set.find(c) != std::u32string_view::npos;
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))
    );
}

std::string to_utf8(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

// ICU fails here only when memory is out or its data is missing.
icu::UnicodeString skeleton_of(icu::UnicodeString const& text) {
    UErrorCode status = U_ZERO_ERROR;
    // Immutable once made, and ICU lets any thread use it.
    static icu::LocalUSpoofCheckerPointer const checker(uspoof_open(&status));
    icu::UnicodeString out;
    uspoof_getSkeletonUnicodeString(checker.getAlias(), 0, text, out, &status);
    OCOP_ASSERT(U_SUCCESS(status));
    return out;
}

icu::UnicodeString
normalized(icu::UnicodeString const& text, icu::Normalizer2 const* (*form)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = form(status);
    OCOP_ASSERT(U_SUCCESS(status));
    auto out = normalizer->normalize(text, status);
    OCOP_ASSERT(U_SUCCESS(status));
    return out;
}

std::u32string elements(icu::UnicodeString const& text) {
    std::u32string out;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        out.push_back(static_cast<char32_t>(text.char32At(i)));
    }
    return out;
}

bool is_mark(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

bool is_kept(char32_t c) {
    auto const mask = U_GET_GC_MASK(static_cast<UChar32>(c));
    return c == '+' || (mask & (U_GC_L_MASK | U_GC_N_MASK)) != 0 || holds(kept_marks, c);
}

bool is_vowel(char32_t c) {
    return holds(U"aeiouy", c);
}

// What UTS #39 leaves of the letters that names may have, besides a to z: eth, kra, eng, thorn. And
// l, which may have been a capital I, is a vowel with it: a tone may have to pass it.
char32_t plain_letter(char32_t c) {
    switch (c) {
        case 'l':
            return 'i';
        case U'\u2202':
            return 'd';
        case U'\u0138':
            return 'k';
        case U'\u014B':
            return 'n';
        case U'\u00FE':
            return 'p';
        default:
            return c;
    }
}

// Whether Vietnamese has a letter of this base and this mark, which is no tone: ă â ê ô ơ ư đ.
bool makes_letter(char32_t base, char32_t mark) {
    switch (base) {
        case 'a':
            return mark == circumflex || mark == breve;
        case 'e':
            return mark == circumflex;
        case 'o':
            return mark == circumflex || mark == horn;
        case 'u':
            return mark == horn;
        case 'd':
            return mark == stroke;
        default:
            return false;
    }
}

// Takes marks off that Vietnamese does not write, and moves the tone of each run of vowels, which
// has one, to its end. Takes decomposed, lower-case text, a code point at a time.
class VietnameseReader {
  public:
    void read(char32_t c) {
        if (is_mark(c)) {
            // Strokes of any length and slant through a letter.
            read_mark(c >= 0x0334 && c <= 0x0338 ? stroke : c);
        } else {
            read_letter(plain_letter(c));
        }
    }

    std::u32string finish() {
        end_vowels();
        return std::move(out_);
    }

  private:
    void read_letter(char32_t c) {
        if (!is_vowel(c)) {
            end_vowels();
        }
        out_.push_back(c);
        base_ = c;
    }

    void read_mark(char32_t mark) {
        if (is_vowel(base_) && holds(tones, mark)) {
            tone_ = tone_ == 0 ? mark : tone_;
        } else if (makes_letter(base_, mark) && out_.back() == base_) {
            out_.push_back(mark);
        }
    }

    void end_vowels() {
        if (tone_ != 0) {
            out_.push_back(std::exchange(tone_, 0));
        }
    }

    std::u32string out_;
    char32_t base_ = 0;  // the letter that marks belong to
    char32_t tone_ = 0;  // of the vowels just read
};

}  // namespace

std::u32string code_points(std::string_view text) {
    return elements(from_utf8(text));
}

namespace {

// Lower case and taken apart, without accents; đ is d.
std::u32string without_accents(std::string_view text) {
    auto const apart = normalized(from_utf8(text), &icu::Normalizer2::getNFKCInstance).foldCase();
    std::u32string out;
    for (auto c : elements(normalized(apart, &icu::Normalizer2::getNFKDInstance))) {
        if (bool const accent = c >= 0x0300 && c <= 0x036F; !accent) {
            out.push_back(c == U'\u0111' ? 'd' : c);
        }
    }
    return out;
}

bool is_of(char32_t c, std::uint32_t mask) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & mask) != 0;
}

}  // namespace

std::u32string bare_letters(std::string_view text) {
    constexpr std::uint32_t left_out = U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK;
    auto out = without_accents(text);
    std::erase_if(out, [](char32_t c) { return is_of(c, left_out); });
    return out;
}

std::vector<std::u32string> bare_words(std::string_view text) {
    constexpr std::uint32_t invisible = U_GC_CF_MASK;
    constexpr std::uint32_t of_words = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
    std::vector<std::u32string> out;
    bool within = false;
    for (auto const c : without_accents(text)) {
        if (is_of(c, invisible)) {
            continue;
        }
        bool const of_word = is_of(c, of_words);
        if (of_word && !within) {
            out.emplace_back();
        }
        if (of_word) {
            out.back().push_back(c);
        }
        within = of_word;
    }
    return out;
}

std::string fold_case(std::string_view text) {
    return to_utf8(normalized(from_utf8(text).foldCase(), &icu::Normalizer2::getNFCInstance));
}

std::string unicode_skeleton(std::string_view text) {
    return to_utf8(skeleton_of(from_utf8(text)));
}

std::string confusable_skeleton(std::string_view text) {
    auto seen = from_utf8(text);
    // NFKC would make letters of them.
    for (auto const* sign : {u"\u2122", u"\u2120"}) {
        seen.findAndReplace(sign, u" ");
    }
    seen = normalized(seen, &icu::Normalizer2::getNFKCInstance);
    // Twice: capitals have look-alikes of their own (Ð and Đ), and so have what they fold to.
    for (int round = 0; round < 2; ++round) {
        seen = skeleton_of(seen).foldCase();
    }
    VietnameseReader reader;
    for (auto const c : elements(seen)) {
        reader.read(c);
    }
    icu::UnicodeString out;
    for (auto const c : reader.finish()) {
        if (is_kept(c)) {
            out.append(static_cast<UChar32>(c));
        }
    }
    return to_utf8(out.findAndReplace(u"vv", u"w"));
}

}  // namespace ocop
