#include <ocop/base/time.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace ocop;

Day day(std::string_view text) {
    return parse_day(text).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_time)

BOOST_AUTO_TEST_CASE(a_legal_day_begins_at_seventeen_hours_utc_of_the_day_before) {
    BOOST_TEST(
        to_text(legal_day(parse_instant("2026-11-21T16:59:59.999Z").value())) == "2026-11-21"
    );
    BOOST_TEST(to_text(legal_day(parse_instant("2026-11-21T17:00:00Z").value())) == "2026-11-22");
    BOOST_TEST(to_text(start_of(day("2026-11-22"))) == "2026-11-21T17:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(the_start_of_each_day_of_sixty_years_lies_in_that_day) {
    for (auto at = day("1990-01-01"); at < day("2050-01-01"); at = add_days(at, 1)) {
        BOOST_REQUIRE(legal_day(start_of(at)) == at);
        BOOST_REQUIRE(legal_day({start_of(at).ms - 1}) == add_days(at, -1));
        BOOST_REQUIRE(parse_day(to_text(at)).value() == at);
    }
}

BOOST_AUTO_TEST_CASE(months_are_clamped_to_the_last_day) {
    BOOST_TEST(to_text(add_months(day("2024-02-29"), 36)) == "2027-02-28");
    BOOST_TEST(to_text(add_months(day("2025-02-28"), 36)) == "2028-02-28");
    BOOST_TEST(to_text(add_months(day("2026-01-31"), 1)) == "2026-02-28");
    BOOST_TEST(to_text(add_months(day("2026-08-31"), 1)) == "2026-09-30");
    BOOST_TEST(to_text(add_months(day("2026-12-15"), 1)) == "2027-01-15");
}

BOOST_AUTO_TEST_CASE(any_offset_is_read_as_the_same_instant) {
    auto const utc = parse_instant("2026-11-22T03:04:05.678Z").value();
    BOOST_TEST(parse_instant("2026-11-22T10:04:05.678+07:00").value().ms == utc.ms);
    BOOST_TEST(parse_instant("2026-11-21t22:34:05.678999-04:30").value().ms == utc.ms);
    BOOST_TEST(to_text(utc) == "2026-11-22T03:04:05.678Z");
}

BOOST_AUTO_TEST_CASE(times_and_days_that_do_not_exist_are_refused) {
    for (auto const* text :
         {"2026-02-29T00:00:00Z",
          "2026-13-01T00:00:00Z",
          "2026-11-22T24:00:00Z",
          "2026-11-22T23:60:00Z",
          "2026-11-22T23:59:60Z",
          "2026-11-22T23:59:59",
          "2026-11-22 23:59:59Z",
          "2026-11-22T23:59:59.Z",
          "2026-11-22T23:59:59+7:00",
          "2026-11-22T23:59:59+24:00",
          "1969-12-31T23:59:59Z",
          "1970-01-01T00:00:00+07:00",
          "",
          "2026-11-22T23:59:59Zx",
          "+026-11-22T23:59:59Z"}) {
        BOOST_TEST(!parse_instant(text).has_value(), text);
    }
    for (auto const* text :
         {"2026-2-9", "2026-02-30", "20260222", "2026-02-22 ", "", "2026-00-10"}) {
        BOOST_TEST(!parse_day(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
