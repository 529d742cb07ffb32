#include "events/schedule.hpp"

#include "fixture.hpp"

#include <array>
#include <random>
#include <set>

// The schedule's own arithmetic against one that knows no bits, no calendar of <chrono> and no
// shortcut: it looks at every minute, or second, in turn.
namespace ocop::test {

using events::next_run;
using events::parse_schedule;
using events::Schedule;
using events::ScheduleText;

namespace {

Instant at(std::string_view text) {
    auto const parsed = parse_instant(text);
    BOOST_TEST_REQUIRE(reason_of(parsed) == "");
    return *parsed;
}

Schedule parsed(ScheduleText const& text) {
    auto const schedule = parse_schedule(text);
    BOOST_TEST_REQUIRE(reason_of(schedule) == "");
    return *schedule;
}

std::string next(ScheduleText const& text, std::string_view after) {
    auto const found = next_run(parsed(text), at(after));
    return found ? to_text(*found) : "never";
}

std::string refused(ScheduleText const& text) {
    auto const schedule = parse_schedule(text);
    if (schedule) return "";
    return std::string(schedule.error().slug) + " " + schedule.error().faults.front().pointer;
}

// A day by day count from 1970-01-01, a Thursday.
struct NaiveTime {
    int year = 1970, month = 1, day = 1, weekday = 4, hour = 0, minute = 0, second = 0;

    static int days_in(int year, int month) {
        constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        bool const leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : days.at(static_cast<std::size_t>(month - 1));
    }

    void next_day() {
        weekday = weekday % 7 + 1;
        if (++day > days_in(year, month)) {
            day = 1;
            if (++month > 12) {
                month = 1;
                ++year;
            }
        }
    }

    void add_seconds(int seconds) {
        second += seconds;
        minute += second / 60;
        second %= 60;
        hour += minute / 60;
        minute %= 60;
        for (; hour >= 24; hour -= 24)
            next_day();
    }
};

// Values by field: second, minute, hour, day of month, month, day of week.
using NaiveSchedule = std::array<std::set<int>, 6>;

bool runs(NaiveSchedule const& s, NaiveTime const& t) {
    return s[0].count(t.second) != 0 && s[1].count(t.minute) != 0 && s[2].count(t.hour) != 0 &&
           s[3].count(t.day) != 0 && s[4].count(t.month) != 0 && s[5].count(t.weekday) != 0;
}

std::set<int> all(int first, int last) {
    std::set<int> out;
    for (int i = first; i <= last; ++i)
        out.insert(i);
    return out;
}

std::string text_of(std::set<int> const& values) {
    std::string out;
    for (auto const value : values)
        out += (out.empty() ? "" : ",") + std::to_string(value);
    return out;
}

// Every field given, so that nothing depends on what an absent one means.
ScheduleText text_of(NaiveSchedule const& s) {
    return {
        text_of(s[0]), text_of(s[1]), text_of(s[2]), text_of(s[3]), text_of(s[4]), text_of(s[5])};
}

constexpr std::array<std::pair<int, int>, 6> ranges{
    {{0, 59}, {0, 59}, {0, 23}, {1, 31}, {1, 12}, {1, 7}}};

// Few values in the fine fields, any number in the coarse ones.
NaiveSchedule random_schedule(std::mt19937& random, bool seconds) {
    NaiveSchedule out;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        auto const [first, last] = ranges.at(i);
        std::uniform_int_distribution<int> value(first, last);
        std::uniform_int_distribution<int> count(1, i < 3 ? 3 : last - first + 1);
        for (int left = count(random); left > 0; --left)
            out.at(i).insert(value(random));
        if (i > 2 && value(random) % 3 == 0) out.at(i) = all(first, last);
    }
    if (!seconds) out[0] = {0};
    return out;
}

// Walks `steps` steps of `width` seconds from 1970 on, and compares at each. False when there is no
// such schedule: 30 February.
bool compare(NaiveSchedule const& naive, int width, int steps) {
    auto const schedule = parse_schedule(text_of(naive));
    if (!schedule) return false;
    NaiveTime time;
    auto expected = next_run(*schedule, Instant{-1});
    for (std::int64_t second = 0; second < std::int64_t{steps} * width; second += width) {
        if (runs(naive, time)) {
            BOOST_TEST_REQUIRE((expected == Instant{second * 1000}), "at " << second);
            expected = next_run(*schedule, *expected);
        } else {
            BOOST_TEST_REQUIRE((!expected || expected->ms > second * 1000), "at " << second);
        }
        time.add_seconds(width);
    }
    return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule)

BOOST_AUTO_TEST_CASE(every_minute_of_five_years_agrees_with_a_naive_calendar) {
    std::mt19937 random(7);
    int compared = 0;
    for (int i = 0; i < 12; ++i)
        compared += compare(random_schedule(random, false), 60, 5 * 366 * 1440) ? 1 : 0;
    BOOST_TEST(compared >= 10);
}

BOOST_AUTO_TEST_CASE(every_second_of_ten_days_agrees_with_a_naive_calendar) {
    std::mt19937 random(11);
    for (int i = 0; i < 40; ++i) {
        auto naive = random_schedule(random, true);
        naive[3] = naive[5] = {};
        naive[3] = all(1, 31);
        naive[4] = all(1, 12);
        naive[5] = all(1, 7);
        BOOST_TEST_REQUIRE(compare(naive, 1, 10 * 86'400));
    }
}

BOOST_AUTO_TEST_CASE(the_standards_example_runs_once_a_day) {
    ScheduleText text;
    text.hour = "1";
    text.minute = "5";
    BOOST_TEST(next(text, "2026-11-22T03:04:05Z") == "2026-11-23T01:05:00.000Z");
    BOOST_TEST(next(text, "2026-11-23T01:05:00Z") == "2026-11-24T01:05:00.000Z");
    BOOST_TEST(next(text, "2026-11-23T01:04:59.999Z") == "2026-11-23T01:05:00.000Z");
}

BOOST_AUTO_TEST_CASE(a_field_not_given_is_free_beside_a_finer_one_and_the_first_otherwise) {
    ScheduleText second;
    second.second = "30";
    BOOST_TEST(next(second, "2026-11-22T03:04:05Z") == "2026-11-22T03:04:30.000Z");
    BOOST_TEST(next(second, "2026-11-22T03:04:30Z") == "2026-11-22T03:05:30.000Z");
    ScheduleText month;
    month.month = "3";
    BOOST_TEST(next(month, "2026-11-22T00:00:00Z") == "2027-03-01T00:00:00.000Z");
    BOOST_TEST(next(month, "2027-03-01T00:00:00Z") == "2028-03-01T00:00:00.000Z");
    ScheduleText monday;
    monday.dayOfWeek = "1";
    BOOST_TEST(next(monday, "2026-11-22T12:00:00Z") == "2026-11-23T00:00:00.000Z");
    BOOST_TEST(next(monday, "2026-11-23T00:00:00Z") == "2026-11-30T00:00:00.000Z");
    ScheduleText both;
    both.hour = "1";
    both.second = "7";
    BOOST_TEST(next(both, "2026-11-22T01:00:07Z") == "2026-11-22T01:01:07.000Z");
}

BOOST_AUTO_TEST_CASE(day_of_month_and_day_of_week_must_both_match) {
    ScheduleText text;
    text.dayOfMonth = "13";
    text.dayOfWeek = "5";
    BOOST_TEST(next(text, "2026-01-01T00:00:00Z") == "2026-02-13T00:00:00.000Z");
    BOOST_TEST(next(text, "2026-03-13T00:00:00Z") == "2026-11-13T00:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(a_leap_day_on_a_given_weekday_is_found_over_2100) {
    ScheduleText text;
    text.dayOfMonth = "29";
    text.month = "2";
    text.dayOfWeek = "3";
    BOOST_TEST(next(text, "2096-02-29T00:00:00Z") == "2108-02-29T00:00:00.000Z");
    text.dayOfWeek = "1";
    BOOST_TEST(next(text, "2072-02-29T00:00:00Z") == "2112-02-29T00:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(values_ranges_lists_stars_and_steps_are_read) {
    auto const minutes = [](std::string text) {
        ScheduleText out;
        out.minute = std::move(text);
        std::string values;
        for (unsigned i = 0; i < 64; ++i) {
            if ((parsed(out).minutes >> i & 1U) != 0) values += ' ' + std::to_string(i);
        }
        return values;
    };
    BOOST_TEST(minutes("0") == " 0");
    BOOST_TEST(minutes("05") == " 5");
    BOOST_TEST(minutes("[5-8]") == " 5 6 7 8");
    BOOST_TEST(minutes("[5-5]") == " 5");
    BOOST_TEST(minutes("0,30") == " 0 30");
    BOOST_TEST(minutes("1,[57-59],3") == " 1 3 57 58 59");
    BOOST_TEST(minutes("0/30") == " 0 30");
    BOOST_TEST(minutes("50/4") == " 50 54 58");
    BOOST_TEST(minutes("*/20") == " 0 20 40");
    BOOST_TEST(minutes("*").size() == 10 * 2 + 50 * 3U);
}

BOOST_AUTO_TEST_CASE(what_is_no_schedule_is_refused_with_its_field) {
    for (std::string const bad :
         {"",     ",",    "1,",  ",1",   "60",     "-1",    "1-5",     "[1-5", "1-5]", "[5-1]",
          "[-5]", "[5-]", "[]",  "[1]",  "[1-60]", "x",     "1 ",      " 1",   "001",  "1.5",
          "/5",   "5/",   "5/0", "5/60", "**",     "[*-5]", "[1-2-3]", "1,,2", "[1,2]"}) {
        ScheduleText text;
        text.minute = bad;
        BOOST_TEST(refused(text) == "subscription_invalid /schedule/minute", bad);
    }
    for (std::string const bad : {"0", "8"}) {
        ScheduleText text;
        text.dayOfWeek = bad;
        BOOST_TEST(refused(text) == "subscription_invalid /schedule/dayOfWeek", bad);
    }
    ScheduleText month;
    month.month = "13";
    BOOST_TEST(refused(month) == "subscription_invalid /schedule/month");
    ScheduleText day;
    day.dayOfMonth = "0";
    BOOST_TEST(refused(day) == "subscription_invalid /schedule/dayOfMonth");
    ScheduleText hour;
    hour.hour = "24";
    BOOST_TEST(refused(hour) == "subscription_invalid /schedule/hour");
    BOOST_TEST(refused({}) == "subscription_invalid /schedule");
}

BOOST_AUTO_TEST_CASE(a_date_that_never_comes_is_refused) {
    ScheduleText text;
    text.dayOfMonth = "30";
    text.month = "2";
    BOOST_TEST(refused(text) == "subscription_invalid /schedule");
    text.month = "2,4";
    BOOST_TEST(next(text, "2026-11-22T00:00:00Z") == "2027-04-30T00:00:00.000Z");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
