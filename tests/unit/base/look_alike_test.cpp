#include <ocop/base/text.hpp>

#include <boost/test/unit_test.hpp>
#include <unicode/uchar.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace ocop;

std::string utf8(char32_t c) {
    auto const tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        return {static_cast<char>(c)};
    }
    if (c < 0x800) {
        return {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
    }
    if (c < 0x10000) {
        return {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

// All letters and digits that a name may have.
std::vector<char32_t> letters_of_names() {
    std::vector<char32_t> out;
    for (char32_t c = ' '; c < 0x110000; ++c) {
        if (u_isalnum(static_cast<UChar32>(c)) != 0 && clean_line("a" + utf8(c) + "a", 3) &&
            check_name_letters("a" + utf8(c))) {
            out.push_back(c);
        }
    }
    return out;
}

std::string reason(std::string_view text) {
    auto const checked = check_name_letters(text);
    return checked ? "" : checked.error().faults.front().reason;
}

bool alike(std::string_view a, std::string_view b) {
    return confusable_skeleton(a) == confusable_skeleton(b);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Lower-case letters of Vietnamese: 12 vowels in 6 tones, and the consonants.
std::vector<std::string> vietnamese_letters() {
    std::vector<std::string> out;
    for (auto const* vowel : {"a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"}) {
        for (auto const* tone : {"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}) {
            out.push_back(to_nfc(std::string(vowel) + tone).value());
        }
    }
    for (auto const* consonant :
         {"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "x"}) {
        out.emplace_back(consonant);
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(look_alike)

BOOST_AUTO_TEST_CASE(names_of_vietnam_have_letters_of_names) {
    for (auto const* text :
         {"HTX Chè an toàn Đồi Sương (mẫu)",
          "Công ty TNHH Rượu ngô “Men Lá Bạc” – 29%",
          "Trà B'Lao – H’Bia & K'Ho",
          "Buôn Čư Ƀlang, Ea Kmăt, ê\u0306 ô\u0306 ƀ ñ",
          "Vinamilk™ Café Nestlé® 100 % №1 m² ½ 3-in-1…",
          "Mì gạo 500 g × 2 (túi) ★ 5 °C ₫",
          "500"}) {
        BOOST_TEST(reason(to_nfc(text).value()) == "", text);
    }
    for (auto const& letter : vietnamese_letters()) {
        BOOST_TEST(reason(letter) == "", letter);
    }
}

BOOST_AUTO_TEST_CASE(borrowed_letters_are_refused_by_their_code_point) {
    std::string const other_script = ", which does not belong to the Latin script";
    std::string const variant = ", a variant form of another character";
    std::string const phonetic = ", a letter that names are not written with";
    for (auto const& [text, expected] : Pairs{
             {"Vinаmilk", "U+0430" + other_script},  // Cyrillic а
             {"Ocοp", "U+03BF" + other_script},      // Greek omicron
             {"Chè 茶", "U+8336" + other_script},
             {"Trà \u0E0A", "U+0E0A" + other_script},
             {"K\u02BCHo", "U+02BC" + other_script},  // modifier letter apostrophe
             {"Ｖinamilk", "U+FF36" + variant},
             {"\U0001D415inamilk", "U+1D415" + variant},
             {"o\uFB00", "U+FB00" + variant},
             {"n\u00BA 1", "U+00BA" + variant},
             {"\u2113", "U+2113" + variant},
             {"Vi\u0274amilk", "U+0274" + phonetic},
             {"\u0261ao", "U+0261" + phonetic},
             {"Vinami\u01C0k", "U+01C0" + phonetic},
             {"\u0131\u0189", "U+0189" + phonetic},
             {"Chè \u0661", "U+0661" + other_script},
             {"Chè \u2776", "U+2776, which is not one of the digits 0 to 9"},
             {"Chè \u2180", "U+2180, which is not one of the digits 0 to 9"},
             {"e\u0301\u0301\u0301", "U+0301, one mark too many on a letter"}}) {
        BOOST_TEST(reason(text) == "holds " + expected, text);
    }
    BOOST_TEST(reason("– ★ –") == "must have a letter or a digit");
    BOOST_TEST(reason("") == "must have a letter or a digit");
    BOOST_TEST(reason("\xFF") == "is not UTF-8");
    BOOST_TEST(check_name_letters("а").error().slug == "text_malformed");
}

BOOST_AUTO_TEST_CASE(names_that_imitate_another_have_its_skeleton) {
    for (auto const& [a, b] : Pairs{
             {"Vinamilk", "Vinamiłk"},
             {"Vinamilk", "VINAMIŁK"},
             {"Vinamilk", "VlNAMlLK"},
             {"Vinamilk", "Vınamılk"},
             {"Vinamilk", "Vina rnilk"},
             {"Vinamilk", "Vina-milk®"},
             {"Vinamilk", "Viñamilk™"},
             {"Vinamiík", "Vinamiĺk"},
             {"Vinamilk", "Vinami|k"},
             {"Vinamilk", "Vin\u00E5mi\u0337lķ"},
             {"Vinamilk", "Ｖｉｎａｍｉｌｋ"},
             {"Vinamilk",
              "\U0001D415\U0001D422\U0001D427\U0001D41A\U0001D426\U0001D422\U0001D425"
              "\U0001D424"},
             {"Vinamilk", "Vinаmilk"},  // Cyrillic
             {"OCOP", "0COP"},
             {"OCOP", "ocοp"},  // Greek
             {"Lô 10", "Iô 1O"},
             {"Ia Pa", "la pa"},
             {"Wow", "Vvow"},
             {"Corn", "Com"},
             {"Đà Lạt", "Ðà Lạt"},  // the first is Vietnamese, the second Icelandic
             {"đà lạt", "ðà lạt"},
             {"Đà Lạt", "Ɖà Lạt"},
             {"đà", "d\u0338à"},
             {"Hòa Bình", "Hoà Bình"},
             {"Thúy Khuê", "Thuý Khuê"},
             {"Chè Đồi Sương", "CHÈ  ĐỒI-SƯƠNG."},
             {"Hà Nội", "H\u00E0\u0300 N\u1ED9\u0302i"}}) {
        BOOST_TEST(alike(a, b), a << " " << b);
    }
}

BOOST_AUTO_TEST_CASE(words_that_a_reader_of_vietnamese_tells_apart_stay_apart) {
    for (auto const& [a, b] : Pairs{
             {"Đá", "Dá"},
             {"Đông", "Dông"},
             {"Chè", "Che"},
             {"Chè", "Chẻ"},
             {"Mơ", "Mo"},
             {"Mân", "Măn"},
             {"Lừa", "Lửa"},
             {"Hồng", "Hông"},
             {"Hoà Bình", "Hoá Bình"},
             {"Bà Mây", "Ba Mây"},
             {"Gạo ST25", "Gạo ST24"},
             {"Sữa A2", "Sữa A2+"},
             {"Chè Bát Tiên", "Chè Bát Tiền"}}) {
        BOOST_TEST(!alike(a, b), a << " " << b);
    }
    std::map<std::string, std::string> seen;
    for (auto const& letter : vietnamese_letters()) {
        auto const added = seen.emplace(confusable_skeleton(letter), letter);
        BOOST_TEST((added.second || letter == "l"), letter << " " << added.first->second);
    }
}

BOOST_AUTO_TEST_CASE(whatever_letter_a_name_may_have_looks_like_vietnamese_ones) {
    std::string_view const letters = "abcdefghijknopqrstuvwxyz23456789";
    std::map<std::string, bool> known;
    for (auto const& letter : vietnamese_letters()) {
        known[confusable_skeleton(letter)] = true;
    }
    int checked = 0;
    for (auto const c : letters_of_names()) {
        auto const skeleton = confusable_skeleton(utf8(c));
        BOOST_TEST(confusable_skeleton(skeleton) == skeleton, utf8(c));
        bool const plain = skeleton.find_first_not_of(letters) == std::string::npos;
        BOOST_TEST(!skeleton.empty(), utf8(c));
        BOOST_TEST((plain || known.count(skeleton) == 1), utf8(c));
        ++checked;
    }
    BOOST_TEST(checked > 300);
}

BOOST_AUTO_TEST_CASE(folded_texts_differ_in_more_than_capitals) {
    BOOST_TEST(fold_case("CHÈ Đồi") == "chè đồi");
    BOOST_TEST(fold_case("Che\u0300") == "chè");
    BOOST_TEST(fold_case("Vinamiłk") != fold_case("Vinamilk"));
    BOOST_TEST(fold_case("a\xFF") == "a\uFFFD");
    BOOST_TEST(fold_case("") == "");
}

BOOST_AUTO_TEST_CASE(bare_letters_are_what_is_typed_in_a_hurry) {
    BOOST_TEST((bare_letters("Mật khẩu Đà-Lạt") == U"matkhauda-lat"));
    BOOST_TEST((bare_letters("ĐƯỜNG") == U"duong"));
    BOOST_TEST((bare_letters("Ｐａｓｓ\u00A0\u200Bword\t1") == U"password1"));
    BOOST_TEST((bare_letters("茶 \xFF") == U"茶\uFFFD"));
    BOOST_TEST(bare_letters("\u0301").empty());
}

BOOST_AUTO_TEST_CASE(words_are_told_apart_by_what_is_no_letter_and_lose_their_accents) {
    using Words = std::vector<std::u32string>;
    BOOST_TEST((
        bare_words("Chè  Đồi-Sương (25-08620)") == Words{U"che", U"doi", U"suong", U"25", U"08620"}
    ));
    // Taken apart (NFD), as some keyboards and files write it.
    BOOST_TEST((bare_words("Che\u0300 xanh") == Words{U"che", U"xanh"}));
    BOOST_TEST((bare_words("HỒNG\u00A0KHÔNG\u200B HẠT") == Words{U"hong", U"khong", U"hat"}));
    BOOST_TEST((bare_words("bu\u031b\u01A1i") == Words{U"buoi"}));
    BOOST_TEST((bare_words("茶\xFF茶") == Words{U"茶", U"茶"}));
    BOOST_TEST(bare_words(" -\u0301…!").empty());
}

BOOST_AUTO_TEST_CASE(names_are_in_the_order_of_a_vietnamese_dictionary) {
    std::vector<std::string> names{
        "Đậu", "Dừa", "Ẩm", "Ăn", "An", "Chè Ô", "Chè O", "Dứa", "chè", "Ơi", ""};
    std::sort(names.begin(), names.end(), [](auto const& a, auto const& b) {
        return dictionary_key(a) < dictionary_key(b);
    });
    std::vector<std::string> const wanted{
        "", "An", "Ăn", "Ẩm", "chè", "Chè O", "Chè Ô", "Dứa", "Dừa", "Đậu", "Ơi"};
    BOOST_TEST(names.size() == wanted.size());
    // Which of two tones goes first is the dictionary's; d, đ and the vowels are ours to hold.
    auto const at = [&](std::string const& name) {
        return std::find(names.begin(), names.end(), name) - names.begin();
    };
    for (std::size_t i = 1; i < wanted.size(); ++i) {
        bool const tones = wanted[i] == "Dừa";
        BOOST_TEST((tones || at(wanted[i - 1]) < at(wanted[i])), wanted[i]);
    }
    BOOST_TEST((dictionary_key(std::string(500, 'a')) < dictionary_key(std::string(501, 'a'))));
}

BOOST_AUTO_TEST_CASE(code_points_are_counted_once_each) {
    BOOST_TEST((code_points("a😀\xFFế") == U"a😀\uFFFD\u1EBF"));
    BOOST_TEST(code_points("").empty());
}

BOOST_AUTO_TEST_CASE(any_bytes_have_a_skeleton) {
    BOOST_TEST(confusable_skeleton("") == "");
    BOOST_TEST(confusable_skeleton("\u0301\u0335") == "");
    for (int a = 0; a < 256; ++a) {
        for (int b = 0; b < 256; ++b) {
            std::string const bytes{'a', static_cast<char>(a), static_cast<char>(b)};
            BOOST_TEST_REQUIRE(confusable_skeleton(bytes).substr(0, 1) == "a");
        }
    }
    // The letter that expands most in NFKC, many times.
    std::string long_text;
    for (int i = 0; i < 200; ++i) {
        long_text += "\uFDFA";
    }
    BOOST_TEST(!unicode_skeleton(long_text).empty());
}

BOOST_AUTO_TEST_SUITE_END()
