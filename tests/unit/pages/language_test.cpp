#include "pages/language.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop::pages;

BOOST_AUTO_TEST_SUITE(language)

BOOST_AUTO_TEST_CASE(a_language_in_the_query_wins) {
    BOOST_TEST((choose_language("lang=en", "vi") == Language::en));
    BOOST_TEST((choose_language("s=1&lang=vi&x", "en") == Language::vi));
    BOOST_TEST((choose_language("%zz&&&lang=en&lang=vi", "") == Language::en));
    BOOST_TEST((choose_language("lang=fr", "en") == Language::en));
    BOOST_TEST((choose_language("slang=en", "") == Language::vi));
}

BOOST_AUTO_TEST_CASE(else_the_browser_s_liking_decides_and_else_it_is_vietnamese) {
    auto const choose = [](std::string_view header) {
        return code_of(choose_language("", header));
    };
    BOOST_TEST(choose("") == "vi");
    BOOST_TEST(choose("fr-FR, de;q=0.8, *;q=0.5") == "vi");
    BOOST_TEST(choose("en-US,en;q=0.9") == "en");
    BOOST_TEST(choose("vi-VN,vi;q=0.9,en-US;q=0.8") == "vi");
    BOOST_TEST(choose("en;q=0.2, vi;q=0.3") == "vi");
    BOOST_TEST(choose("en;q=0.301, vi;q=0.3") == "en");
    BOOST_TEST(choose("fr, EN ; q=0.5") == "en");
    BOOST_TEST(choose("en;q=0") == "vi");
    BOOST_TEST(choose("english, enx") == "vi");
    BOOST_TEST(choose("en;q=2, vi;q=0.1") == "vi");
    BOOST_TEST(choose("en;q=0.xyz") == "vi");
    BOOST_TEST(choose(",,;;,en") == "en");
}

BOOST_AUTO_TEST_CASE(switching_keeps_every_other_byte_of_the_query) {
    BOOST_TEST(with_language("", Language::en) == "lang=en");
    BOOST_TEST(with_language("s=1%2f+&a", Language::en) == "s=1%2f+&a&lang=en");
    BOOST_TEST(with_language("lang=vi&s=1&lang=fr", Language::en) == "s=1&lang=en");
    BOOST_TEST(with_language("slang=vi", Language::vi) == "slang=vi&lang=vi");
}

BOOST_AUTO_TEST_SUITE_END()
