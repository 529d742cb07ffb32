#include <ocop/base/text.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace ocop;

}  // namespace

BOOST_AUTO_TEST_SUITE(base_text)

BOOST_AUTO_TEST_CASE(asvs_1_1_1_names_are_stored_composed_and_trimmed) {
    BOOST_TEST(
        clean_line(
            "  Che\xCC\x80 Long Co\xCC\x82\xCC\x81"
            "c ",
            100
        )
            .value() == "Chè Long Cốc"
    );
    BOOST_TEST(clean_line("Mì gạo – 500 g (túi) № 1", 100).value() == "Mì gạo – 500 g (túi) № 1");
}

BOOST_AUTO_TEST_CASE(asvs_1_1_1_characters_that_hide_or_reorder_text_are_refused) {
    for (auto const* text :
         {"a\xE2\x80\x8B"
          "b",
          "a\xE2\x80\xAE"
          "b",
          "a\xE2\x81\xA6"
          "b",
          "a\nb",
          "a\tb",
          "a\x01"
          "b",
          "a\xEF\xBB\xBF"
          "b",
          "a\xC2\xA0"
          "b",
          "a\xC2\xAD"
          "b",
          "\xEE\x80\x80",
          "a\x7F"}) {
        BOOST_TEST(!clean_line(text, 100).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(length_is_counted_in_characters) {
    BOOST_TEST(clean_line("ốốố", 3).has_value());
    BOOST_TEST(!clean_line("ốốố", 2).has_value());
    BOOST_TEST(!clean_line("   ", 3).has_value());
    BOOST_TEST(!clean_line("", 3).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_refused) {
    for (std::string_view text :
         {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xe1\xbb"}) {
        BOOST_TEST(!is_utf8(text));
        BOOST_TEST(!to_nfc(text).has_value());
        BOOST_TEST(!clean_line(text, 10).has_value());
    }
    BOOST_TEST(is_utf8("ễ€😀"));
}

BOOST_AUTO_TEST_SUITE_END()
