// What it costs to hold an event of many values against a query of many values, and that it is
// found as by each of them alone.

#include "unit/epcis/query_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <ctime>

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::testing;

namespace {

constexpr std::size_t values_in_event = 800;

template <class One>
std::string joined(std::size_t first, std::size_t count, std::string_view by, One const& one) {
    std::string out;
    for (auto i = first; i < first + count; ++i) {
        out += (out.empty() ? "" : std::string(by)) + one(i);
    }
    return out;
}

std::string serial(std::size_t i) {
    return "https://id.gs1.org/01/08930000000019/21/S" + std::to_string(i);
}

std::string lot(std::size_t i) {
    return "https://id.gs1.org/01/08930000000019/10/L" + std::to_string(i);
}

std::string quoted(std::string const& text) {
    return "\"" + text + "\"";
}

// An event's many values, and what a query asks them for. Numbers from 5,000 on are in no event.
struct Many {
    std::string parameter;
    std::string (*asked)(std::size_t);
    std::string start;
    std::string (*held)(std::size_t);
    std::string end;
};

std::vector<Many> all_many() {
    auto const number = [](std::size_t i) { return std::to_string(i); };
    auto const text = [](std::size_t i) { return "text " + std::to_string(i); };
    auto const day = [](std::size_t i) {
        return std::to_string(1970 + i % 8'000) + "-01-01T00:00:00Z";
    };
    return {
        {"EQ_ex:f", number, R"({"ex:f": [)", number, "]}"},
        {"EQ_ex:f", number, R"({"ex:f": [)", [](auto i) { return quoted(serial(i)); }, "]}"},
        {"EQ_ex:f",
         text,
         R"({"ex:f": [)",
         [](auto i) { return "\"text " + serial(i) + "\""; },
         "]}"},
        {"EQ_ex:f",
         day,
         R"({"ex:f": [)",
         [](auto i) { return quoted(std::to_string(1970 + i) + "-06-01T00:00:00Z"); },
         "]}"},
        {"EQ_INNER_ex:f", number, R"({"ex:o": {"ex:f": [)", number, "]}}"},
        {"MATCH_epc", serial, R"({"epcList": [)", [](auto i) { return quoted(serial(i)); }, "]}"},
        {"MATCH_epcClass",
         lot,
         R"({"quantityList": [)",
         [](auto i) { return R"({"epcClass": )" + quoted(lot(i)) + "}"; },
         "]}"},
        {"EQ_value_FAH",
         number,
         R"({"sensorElementList": [{"sensorReport": [)",
         [](auto i) { return R"({"uom": "CEL", "value": )" + std::to_string(i) + ".001}"; },
         "]}]}"},
        {"EQ_quantity_GRM",
         number,
         R"({"quantityList": [)",
         [](auto i) { return R"({"uom": "KGM", "quantity": )" + std::to_string(i) + ".0001}"; },
         "]}"},
    };
}

Query query_of(std::string const& name, std::string const& value) {
    auto query = from_get(name, value);
    BOOST_REQUIRE_MESSAGE(query.has_value(), describe(query.error()));
    return std::move(*query);
}

// Processor seconds for one event, the least of a few; it is not to meet the query.
double seconds_for(Query const& query, RecordedEvent const& event) {
    double least = 1e9;
    for (int i = 0; i < 3; ++i) {
        auto const start = std::clock();
        BOOST_TEST_REQUIRE(!matches(query, event.event, event.recorded));
        least = std::min(least, double(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return least;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(query_cost)

BOOST_AUTO_TEST_CASE(a_thousand_alternatives_cost_not_much_more_than_ten) {
    for (auto const& many : all_many()) {
        auto const body = many.start + joined(0, values_in_event, ",", many.held) + many.end;
        auto const event = event_of(body);
        auto const ask = [&](std::size_t count) {
            return query_of(many.parameter, joined(5'000, count, "|", many.asked));
        };
        auto const ten = seconds_for(ask(10), event);
        auto const thousand = seconds_for(ask(query_values_max), event);
        // As many times the values would be 100 times the cost.
        BOOST_TEST(
            thousand < 20 * ten + 0.001, many.parameter << " " << ten << " s, " << thousand << " s"
        );
    }
}

BOOST_AUTO_TEST_CASE(what_one_of_many_alternatives_finds_is_found) {
    for (auto const& many : all_many()) {
        auto const asked = joined(0, 40, "|", many.asked);
        auto const all = query_of(many.parameter, asked);
        for (std::size_t at = 0; at < 45; ++at) {
            auto const event = event_of(many.start + many.held(at) + many.end);
            bool one_finds = false;
            for (std::size_t i = 0; i < 40; ++i) {
                auto const one = query_of(many.parameter, many.asked(i));
                one_finds = one_finds || matches(one, event.event, event.recorded);
            }
            BOOST_TEST(matches(all, event.event, event.recorded) == one_finds);
        }
    }
}

BOOST_AUTO_TEST_CASE(converted_numbers_meet_their_neighbours_among_many) {
    auto const query = query_of("EQ_quantity_GRM", "1000|1|250|3000|2000");
    auto const finds = [&](std::string const& kilograms) {
        auto const event =
            event_of(R"({"quantityList": [{"uom": "KGM", "quantity": )" + kilograms + "}]}");
        return matches(query, event.event, event.recorded);
    };
    for (auto const* found : {"0.001", "0.25", "1", "2", "3", "0.9999999999", "1.0000000001"}) {
        BOOST_TEST(finds(found), found);
    }
    for (auto const* missing : {"0", "0.0005", "0.26", "0.99999", "1.00001", "1.5", "4"}) {
        BOOST_TEST(!finds(missing), missing);
    }
}

BOOST_AUTO_TEST_CASE(a_query_says_what_it_costs) {
    BOOST_TEST(query_of("EQ_ex:f", joined(0, 900, "|", serial)).work == 1U);
    auto const pattern = [](std::size_t i) {
        return "urn:epc:idpat:sgtin:" + std::to_string(8'930'000 + i) + ".*.*";
    };
    BOOST_TEST(query_of("MATCH_epc", joined(0, 900, "|", pattern)).work > 50U);
    BOOST_TEST(query_of("HASATTR_ex:f", joined(0, 900, "|", serial)).work > 50U);
    QueryParameters parameters;
    for (std::size_t i = 0; i < 80; ++i) {
        parameters.emplace_back("EQ_INNER_ex:f" + std::to_string(i), "1");
    }
    auto const query = read_query(parameters, {{"ex", std::string(ext_namespace)}});
    BOOST_REQUIRE_MESSAGE(query.has_value(), describe(query.error()));
    BOOST_TEST(query->work > 10U);
}

BOOST_AUTO_TEST_SUITE_END()
