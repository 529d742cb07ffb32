#include "temporary_directory.hpp"
#include "unit/sheets/paper.hpp"

#include <ocop/base/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(text)

namespace {

using namespace ocop;
using namespace ocop::sheets;
using testing::font;

Arrangement room_of(char const* preset) {
    return *arrange(find_preset(preset)->layout, 45);
}

Arrangement const small = room_of("a4-5x13-38.1x21.2");
Arrangement const wide = room_of("a4-2x7-99.1x38.1");

std::string joined(TextBlock const& block) {
    std::u32string out;
    for (auto const& line : block.lines) {
        out += line.text + U'|';
    }
    std::string narrow;
    for (char32_t const letter : out) {
        narrow += letter < 0x80 ? static_cast<char>(letter) : '?';
    }
    return narrow;
}

// All lines within the room, above one another, the letters' heights included.
void check_inside(Arrangement const& room, TextBlock const& block) {
    auto const& metrics = font().metrics();
    int const ascent = metrics.ascent * block.em / metrics.units_per_em;
    int const descent = -metrics.descent * block.em / metrics.units_per_em;
    int const last =
        block.first_baseline + block.leading * (static_cast<int>(block.lines.size()) - 1);
    BOOST_TEST(block.x >= room.text.x);
    BOOST_TEST(block.first_baseline - ascent >= room.text.y);
    BOOST_TEST(last + descent <= room.text.y + room.text.height);
    BOOST_TEST(block.leading >= ascent + descent);
    for (auto const& line : block.lines) {
        BOOST_TEST(line.width <= room.text.width);
        BOOST_TEST(line.width == set_line(line.text, block.em, font()).width);
    }
}

std::string fault_of(Label const& label) {
    auto const set = set_text(small, label, font());
    return set ? "" : std::string(set.error().slug) + set.error().faults[0].pointer;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_roomy_label_is_set_in_the_largest_size) {
    auto const block = *set_text(wide, {"", "Che xanh", "AB12", "Lo 7", "C3", "L3/1"}, font());
    BOOST_TEST(block.em == 800);
    BOOST_TEST(joined(block) == "Che xanh|AB12|Lo 7|C3|L3/1|");
    check_inside(wide, block);
}

BOOST_AUTO_TEST_CASE(an_empty_text_takes_no_line) {
    auto const block = *set_text(wide, {"", "", "AB12", "", "C3", ""}, font());
    BOOST_TEST(joined(block) == "AB12|C3|");
    BOOST_TEST(set_text(wide, {}, font())->lines.empty());
}

BOOST_AUTO_TEST_CASE(every_size_keeps_inside_its_room_and_shrinks_for_longer_texts) {
    std::string product;
    int em = 800;
    for (int words = 1; words <= 60; ++words) {
        product += "Ẩm thực ";
        for (auto const& room : {small, wide}) {
            auto const block =
                set_text(room, {"", product, "AB12-CD34", "Lô 7", "C3 · 1/9", "L3/1"}, font());
            BOOST_TEST_REQUIRE(test::reason_of(block) == "");
            check_inside(room, *block);
        }
        auto const now =
            set_text(small, {"", product, "AB12-CD34", "Lô 7", "C3 · 1/9", "L3/1"}, font())->em;
        BOOST_TEST(now <= em);
        em = now;
    }
    BOOST_TEST(em == 450);
}

BOOST_AUTO_TEST_CASE(names_break_at_spaces) {
    auto const block =
        *set_text(small, {"", "mot  hai ba bon nam sau bay tam", "", "", "", ""}, font());
    std::string all;
    for (char const c : joined(block)) {
        all += c == '|' ? ' ' : c;
    }
    BOOST_TEST(block.lines.size() > 1U);
    BOOST_TEST(all == "mot  hai ba bon nam sau bay tam ");
    for (auto const& line : block.lines) {
        BOOST_TEST((line.text.front() != U' '));
        BOOST_TEST((line.text.back() != U' '));
    }
}

BOOST_AUTO_TEST_CASE(a_word_longer_than_a_line_is_broken) {
    std::string const word(60, 'm');
    auto const block = *set_text(small, {"", "a " + word + " b", "", "", "", ""}, font());
    std::string all;
    for (char const c : joined(block)) {
        if (c != '|') {
            all += c;
        }
    }
    BOOST_TEST(all.find(word) != std::string::npos, all);
    check_inside(small, block);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_too_long_is_cut_and_says_so) {
    std::string product;
    for (int words = 0; words < 100; ++words) {
        product += "chè ";
    }
    auto const block = *set_text(small, {"", product, "AB12", "", "", ""}, font());
    auto const& cut = block.lines[block.lines.size() - 2].text;
    BOOST_TEST((cut.back() == U'…'));
    BOOST_TEST((cut[cut.size() - 2] != U' '));
    BOOST_TEST((block.lines.back().text == U"AB12"));
    check_inside(small, block);
}

BOOST_AUTO_TEST_CASE(what_may_not_be_cut_is_refused_by_member) {
    std::string const longer(40, 'M');
    BOOST_TEST(fault_of({"", "", longer, "", "", ""}) == "sheets_text_too_long/serial");
    BOOST_TEST(fault_of({"", "", "", longer, "", ""}) == "sheets_text_too_long/lot");
    BOOST_TEST(fault_of({"", "", "", "", longer, ""}) == "sheets_text_too_long/position");
    BOOST_TEST(fault_of({"", "", "", "", "", longer}) == "sheets_text_too_long/copy");
    BOOST_TEST(fault_of({"", longer, "", "", "", ""}) == "");
}

BOOST_AUTO_TEST_CASE(letters_that_the_font_has_not_are_refused_by_code_point) {
    BOOST_TEST(fault_of({"", "茶", "", "", "", ""}) == "sheets_letter_missing/product");
    BOOST_TEST(fault_of({"", "", "", "a\nb", "", ""}) == "sheets_letter_missing/lot");
    BOOST_TEST(fault_of({"", "", "\xff", "", "", ""}) == "sheets_text_malformed/serial");
    auto const refused = set_text(small, {"", "茶", "", "", "", ""}, font());
    BOOST_TEST(refused.error().faults[0].reason == "the font has no letter U+8336");
}

BOOST_AUTO_TEST_CASE(decomposed_letters_are_set_as_one) {
    auto const block = *set_text(wide, {"", "Che\xcc\x80", "", "", "", ""}, font());
    BOOST_TEST((block.lines[0].text == U"Chè"));
}

BOOST_AUTO_TEST_CASE(the_font_has_all_letters_of_vietnamese) {
    for (char32_t const letter : code_points(
             "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứự"
             "vxyỳỷỹýỵAÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRS"
             "TUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ0123456789·…–®™№½&"
         )) {
        BOOST_TEST(font().find(letter).has_value(), static_cast<unsigned>(letter));
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_font_is_refused) {
    BOOST_TEST(test::slug_of(Font::parse({})) == "sheets_font_unreadable");
    BOOST_TEST(test::slug_of(Font::parse(Bytes(5000, 7))) == "sheets_font_unreadable");
    BOOST_TEST(test::slug_of(Font::load("/nowhere.ttf")) == "sheets_font_missing");
}

BOOST_AUTO_TEST_SUITE_END()
