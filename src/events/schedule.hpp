#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

// When a scheduled subscription runs: EPCIS 2.0 query-schedule.json and its OpenAPI document
// (GS1-Query-Second … GS1-Query-DayOfWeek). Times are UTC: the standard names no zone, and a
// schedule must not depend on where the server stands. Pure; any thread.
namespace ocop::events {

// The six fields as they were given; one that is absent was not given.
struct ScheduleText {
    std::optional<std::string> second;      // 0 to 59
    std::optional<std::string> minute;      // 0 to 59
    std::optional<std::string> hour;        // 0 to 23
    std::optional<std::string> dayOfMonth;  // 1 to 31; NOLINT(readability-identifier-naming)
    std::optional<std::string> month;       // 1 to 12
    std::optional<std::string> dayOfWeek;   // 1 Monday to 7; NOLINT(readability-identifier-naming)
};
BOOST_DESCRIBE_STRUCT(ScheduleText, (), (second, minute, hour, dayOfMonth, month, dayOfWeek))

// Sets of values as bits: bit n is the value n.
struct Schedule {
    std::uint64_t seconds = 0;
    std::uint64_t minutes = 0;
    std::uint64_t hours = 0;
    std::uint64_t days_of_month = 0;
    std::uint64_t months = 0;
    std::uint64_t days_of_week = 0;  // 1 is Monday

    friend bool operator==(Schedule const&, Schedule const&) = default;
};

// A field is
//   element *( "," element )
//   element = number / "[" number "-" number "]" / "*" / number "/" number / "*/" number
// of decimal numbers within the field's range ("05" is 5). The last two are cron's steps ("0/30" =
// 0 and 30), which the schema does not have and the OpenAPI document's example does.
//
// A time runs when all fields match (day of month and day of week too, unlike cron's). A field not
// given matches anything when a finer one is given, and is the first of its range when not: so
// {"hour":"1","minute":"5"} is once a day at 01:05:00, as the standard's example says, and
// {"month":"3"} once a year. A day of the week given leaves the day of the month free.
//
// Errors: malformed "subscription_invalid" with the field's pointer ("/schedule/minute"): another
// form, a number out of range, a range that runs backwards, a step of 0, no field at all, and dates
// that never come (30 February).
Result<Schedule> parse_schedule(ScheduleText const& text);

// The first time after `after` that matches, on a whole second. A schedule from parse_schedule()
// has one within 40 years (29 February on a Monday comes back after 28, or 40 around a year like
// 2100); empty for one that has none.
std::optional<Instant> next_run(Schedule const& schedule, Instant after);

}  // namespace ocop::events
