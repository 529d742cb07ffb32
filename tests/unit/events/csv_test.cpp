#include "events/csv.hpp"

#include "events/csv_values.hpp"
#include "events/event_csv.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(csv_text)

using namespace ocop;
using namespace ocop::events;

namespace {

// "1:a|b 2:c", or "line 3: why" of the first fault.
std::string rows_of(std::string_view text, CsvLimits limits = {}) {
    auto const csv = read_csv(text, limits);
    std::string out;
    for (auto const& row : csv.rows) {
        out += (out.empty() ? "" : " ") + std::to_string(row.line) + ":";
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            out += (i == 0 ? "" : "|") + row.cells[i];
        }
    }
    if (auto const& fault = csv.fault) {
        out += (out.empty() ? "" : " ") + std::string("line ") + std::to_string(fault->line) +
               ": " + fault->en.substr(0, fault->en.find(':'));
    }
    return out;
}

std::string number_of(std::string_view text) {
    auto const read = read_csv_number(text);
    auto const* const number = std::get_if<Number>(&read);
    return number == nullptr ? std::string(std::get<Words>(read).en.substr(0, 6))
                             : json::canonical(number->value);
}

std::string time_of(std::string_view date, std::string_view time = {}) {
    auto const read = read_csv_time(date, time);
    auto const* const text = std::get_if<std::string>(&read);
    return text == nullptr ? "none" : *text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(fields_are_parted_by_what_the_first_line_has_more_of) {
    BOOST_TEST(rows_of("a,b\n1,2\n") == "1:a|b 2:1|2");
    BOOST_TEST(rows_of("a;b\n1,5;2") == "1:a|b 2:1,5|2");
    BOOST_TEST(rows_of("\"a,b,c\";d\n1,5;2") == "1:a,b,c|d 2:1,5|2");
    BOOST_TEST(rows_of("a\n1") == "1:a 2:1");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_and_any_line_break_are_read) {
    BOOST_TEST(
        rows_of("\xEF\xBB\xBF"
                "a,b\r\n1,2\r\n") == "1:a|b 2:1|2"
    );
    BOOST_TEST(rows_of("a,b\r1,2\r") == "1:a|b 2:1|2");
    BOOST_TEST(rows_of("a,b\n\n , \n1,\n") == "1:a|b 4:1|");
    BOOST_TEST(rows_of("") == "");
    BOOST_TEST(rows_of("\xEF\xBB\xBF") == "");
}

BOOST_AUTO_TEST_CASE(quoted_fields_hold_anything) {
    BOOST_TEST(rows_of("a,b\n\"x,\"\"y\"\"\",\"\"\n3,4") == "1:a|b 2:x,\"y\"| 3:3|4");
    BOOST_TEST(rows_of("a,b\n\"1\n2\r\n3\",x\ny,z") == "1:a|b 2:1\n2\r\n3|x 5:y|z");
}

BOOST_AUTO_TEST_CASE(what_is_no_csv_is_told_with_its_line) {
    BOOST_TEST(rows_of("a,b\nx\"y,1") == "1:a|b line 2: a quote out of place");
    BOOST_TEST(rows_of("a,b\n\"x\"y,1") == "1:a|b line 2: a quote out of place");
    BOOST_TEST(rows_of("a,b\n1,2\n\"x,1\n\n") == "1:a|b 2:1|2 line 3: a quote is never closed");
    BOOST_TEST(rows_of("a\xFF,b") == "line 1: the file is not UTF-8");
    BOOST_TEST(rows_of(std::string_view("a,\0b", 4)) == "line 1: the file is not UTF-8");
    BOOST_TEST(rows_of("a\nb\nc\n", {2, 9}) == "1:a 2:b line 3: the file has too many lines");
    BOOST_TEST(rows_of("a,b,c\n", {2, 2}) == "line 1: the line has too many fields");
}

BOOST_AUTO_TEST_CASE(numbers_are_read_as_people_write_them) {
    std::vector<std::pair<std::string, std::string>> const table{
        {"12", "12"},
        {" 007 ", "7"},
        {"0", "0"},
        {"4,5", "4.5"},
        {"4.5", "4.5"},
        {"0,125", "0.125"},
        {"1.234,5", "1234.5"},
        {"1,234.5", "1234.5"},
        {"1.234.567", "1234567"},
        {"1,234,567", "1234567"},
        {"1 234", "1234"},
        {"1\u00A0234,50", "1234.5"},
        {"2,0", "2"},
        {"1234,567", "1234.567"},
        {"1.500", "can be"},
        {"1,500", "can be"},
        {"", "is not"},
        {"-1", "is not"},
        {"1e3", "is not"},
        {"1,2,3", "is not"},
        {"1.23.456", "is not"},
        {"1.234,5,6", "is not"},
        {"1,", "is not"},
        {",5", "is not"},
        {"một", "is not"},
        {"12345678901234567", "is not"},
    };
    for (auto const& [text, want] : table) {
        BOOST_TEST(number_of(text) == want, text << " → " << number_of(text));
    }
}

BOOST_AUTO_TEST_CASE(days_and_times_are_read_as_people_write_them) {
    BOOST_TEST(time_of("22/11/2026") == "2026-11-22T00:00:00+07:00");
    BOOST_TEST(time_of("2/1/2026", "8:05") == "2026-01-02T08:05:00+07:00");
    BOOST_TEST(time_of("02-01-2026 8h30") == "2026-01-02T08:30:00+07:00");
    BOOST_TEST(time_of("2026-11-22", "8h") == "2026-11-22T08:00:00+07:00");
    BOOST_TEST(time_of("2026-11-22 23:59:59") == "2026-11-22T23:59:59+07:00");
    BOOST_TEST(time_of("2026-11-22T08:00:00Z") == "2026-11-22T08:00:00Z");
    for (auto const* date :
         {"",
          "31/2/2026",
          "2026-02-30",
          "22/11/26",
          "11/22/2026",
          "22.11",
          "hôm nay",
          "1/1/2026 8"}) {
        BOOST_TEST(time_of(date) == "none", date);
    }
    for (auto const* time : {"25:00", "8", "8:60", "8:30:99", "8:30:00:00", "sáng"}) {
        BOOST_TEST(time_of("22/11/2026", time) == "none", time);
    }
}

BOOST_AUTO_TEST_SUITE_END()
