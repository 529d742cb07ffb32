#include "checks/place.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <set>

namespace ocop::checks {

BOOST_AUTO_TEST_SUITE(place)

BOOST_AUTO_TEST_CASE(there_are_34_provinces_in_the_order_of_their_codes) {
    std::set<std::string_view> names;
    int last = 0;
    for (auto const& province : provinces()) {
        BOOST_TEST(province.code > last);
        last = province.code;
        names.insert(province.name);
        BOOST_TEST((parse_province(province_text(province.code)) == province.code));
    }
    BOOST_TEST(provinces().size() == 34U);
    BOOST_TEST(names.size() == 34U);
}

BOOST_AUTO_TEST_CASE(only_the_34_codes_are_provinces) {
    int known = 0;
    for (std::uint8_t code = 0; code < 100; ++code) {
        known += parse_province(province_text(code)) ? 1 : 0;
    }
    BOOST_TEST(known == 34);
    // Numbers of provinces that were merged away, and what is no number.
    for (auto const* text : {"02", "17", "26", "", "1", "001", "2x", " 1", "-1", "25 "}) {
        BOOST_TEST(!parse_province(text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_kind_is_one_of_four_words) {
    BOOST_TEST((parse_place_kind("shop") == PlaceKind::shop));
    BOOST_TEST((parse_place_kind("home") == PlaceKind::home));
    for (auto const* text : {"", "unsaid", "Shop", "shop ", "0"}) {
        BOOST_TEST(!parse_place_kind(text), text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_said_is_kept_and_all_faults_are_named) {
    BOOST_TEST((read_place({}, "/place").value() == Place{}));
    SaidPlace said{"25", "market", 2133, -18'000};
    Place const expected{25, PlaceKind::market, Spot{2133, -18'000}};
    BOOST_TEST((read_place(said, "/place").value() == expected));
    said = {"02", "moon", 9'001, 0};
    auto const wrong = read_place(said, "/place");
    BOOST_TEST_REQUIRE(!wrong);
    BOOST_TEST(wrong.error().slug == "request_invalid");
    BOOST_TEST_REQUIRE(wrong.error().faults.size() == 3U);
    BOOST_TEST(wrong.error().faults[0].pointer == "/place/province");
    BOOST_TEST(wrong.error().faults[1].pointer == "/place/kind");
    BOOST_TEST(wrong.error().faults[2].pointer == "/place/latitude");
    said = {};
    said.longitude = 10'500;
    BOOST_TEST(read_place(said, "/place").error().faults.at(0).pointer == "/place");
    said.latitude = std::numeric_limits<std::int64_t>::min();
    BOOST_TEST(!read_place(said, "/place"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::checks
