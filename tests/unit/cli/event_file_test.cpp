#include "cli/event_file.hpp"

#include "cli/progress.hpp"
#include "temporary_directory.hpp"

#include <fstream>

BOOST_AUTO_TEST_SUITE(event_file)

using namespace ocop;
using namespace ocop::cli;
using namespace ocop::test;

namespace {

// "context|event|event", or the problem.
std::string found(std::string_view text) {
    auto const all = find_events_in(text);
    if (!all) {
        return std::string(all.error().slug) + " " + all.error().faults.front().pointer;
    }
    std::string out(all->context);
    for (auto const event : all->events) {
        out += "|" + std::string(event);
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(events_are_found_wherever_the_members_stand) {
    BOOST_TEST(
        found(R"({"epcisBody":{"eventList":[ {"a":"]}\"{"} ,{"b":[1,{"c":2}]}]},"@context":["x"]})"
        ) == R"(["x"]|{"a":"]}\"{"}|{"b":[1,{"c":2}]})"
    );
    BOOST_TEST(
        found(R"({"@context":"x","epcisBody":{"queryResults":{"queryName":"q","resultsBody":)"
              R"({"eventList":[{"a":1}]}}}})") == R"("x"|{"a":1})"
    );
    BOOST_TEST(
        found("\xEF\xBB\xBF"
              R"({"epcisBody":{"eventList":[]}})") == ""
    );
    BOOST_TEST(found(R"({"epcisBody":{"other":[{"a":1}]}})") == "");
}

BOOST_AUTO_TEST_CASE(a_bare_event_is_its_own_document) {
    BOOST_TEST(
        found(R"({"@context":"x","type":"ObjectEvent"})") ==
        R"(|{"@context":"x","type":"ObjectEvent"})"
    );
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_told_with_its_byte) {
    std::string const whole =
        R"({"@context":["x"],"epcisBody":{"eventList":[{"a":"\\"},{"b":[]}]}})";
    BOOST_TEST(found(whole).substr(0, 5) == R"(["x"])");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        BOOST_TEST(
            (found(std::string_view(whole).substr(0, size)).substr(0, 14) == "file_malformed"), size
        );
    }
    for (auto const* text : {"", "[]", "{}x", R"({"a"})", R"({"epcisBody":{"eventList":[}]}})"}) {
        BOOST_TEST((found(text).substr(0, 14) == "file_malformed"), text);
    }
}

BOOST_AUTO_TEST_CASE(a_file_is_read_as_it_is) {
    TemporaryDirectory directory;
    auto const file = directory.path() / "a";
    BOOST_TEST(slug_of(MappedFile::open(file)) == "file_unreadable");
    std::ofstream(file) << "text";
    auto const mapped = MappedFile::open(file);
    BOOST_TEST_REQUIRE(mapped.has_value());
    BOOST_TEST(mapped->text() == "text");
    std::ofstream(directory.path() / "empty").close();
    BOOST_TEST(MappedFile::open(directory.path() / "empty")->text() == "");
}

BOOST_AUTO_TEST_CASE(progress_is_one_line) {
    BOOST_TEST(progress_line("events", 0, 8) == "[                    ]   0 % 0/8 events");
    BOOST_TEST(progress_line("events", 4, 8) == "[##########          ]  50 % 4/8 events");
    BOOST_TEST(progress_line("events", 8, 8) == "[####################] 100 % 8/8 events");
    BOOST_TEST(progress_line("events", 7, 0) == "7 events");
}

BOOST_AUTO_TEST_SUITE_END()
