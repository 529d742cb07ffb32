#include "events.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::test;
using namespace ocop::events;
using accounts::Reach;

// Rows that a first page takes from the store, in a small one and in one that is 25 times as large.
// What is looked for is the same in both.
BOOST_AUTO_TEST_SUITE(cost_of_a_page)

namespace {

constexpr std::size_t small = 2'000;
constexpr std::size_t large = 50'000;

struct CostFixture : EventsFixture {
    // Among `count` events of others, spread over time and numbers, 40 of a lot and 40 of p0.
    void fill(std::size_t count) {
        Dice dice(41);
        Mix mix;
        mix.serials = 5'000;
        mix.times = 20'000;
        auto const gap = count / 40;
        while (all.size() < count) {
            std::vector<EventRecord> batch;
            for (std::size_t i = 0; i < 250; ++i) {
                auto record = random_event(dice, mix);
                auto const number = all.size() + i;
                if (number % gap == 7) {
                    auto const item = lot_link(9, 9) + "/21/S" + std::to_string(number / gap);
                    record.event.body["epcList"] = json::array{json::value(item)};
                    record.parties = {"p0"};
                }
                batch.push_back(std::move(record));
            }
            capture(std::move(batch));
        }
    }

    std::uint64_t rows(accounts::Principal const& whom, epcis::QueryParameters const& asked) {
        auto const snapshot = store().snapshot();
        CountingReader const counting(*snapshot);
        auto const found = find_events(counting, whom, query_of(asked), {});
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        BOOST_TEST(!found->events.empty());
        return counting.rows + counting.scans;
    }
};

struct Asked {
    accounts::Principal whom;
    epcis::QueryParameters query;
};

std::vector<Asked> selective() {
    auto const all = caller(Reach::all);
    std::vector<Asked> out;
    for (auto const* order : {"recordTime", "eventTime", "ex:grade"}) {
        for (auto const* direction : {"ASC", "DESC"}) {
            epcis::QueryParameters const in = {
                {"orderBy", order}, {"orderDirection", direction}};
            auto const with = [&](std::string name, std::string value) {
                auto query = in;
                query.emplace_back(std::move(name), std::move(value));
                return query;
            };
            out.push_back({all, with("MATCH_anyEPC", lot_link(9, 9))});
            out.push_back({all, with("MATCH_anyEPC", class_link(9) + "/21/S3")});
            out.push_back({caller(Reach::own, "p0"), in});
            out.push_back({caller(Reach::own, "p0"), with("eventType", "ObjectEvent")});
            auto both = with("MATCH_anyEPC", lot_link(9, 9));
            both.emplace_back("EQ_bizStep", "packing|shipping");
            out.push_back({all, both});
        }
    }
    // What most events answer: a page is soon full.
    out.push_back({all, {}});
    out.push_back({all, {{"EQ_bizStep", "packing"}}});
    out.push_back({all, {{"EQ_bizStep", "packing"}, {"EQ_disposition", "active"}}});
    out.push_back({all, {{"orderBy", "eventTime"}}});
    return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(does_not_grow_with_the_store) {
    CostFixture few;
    few.fill(small);
    CostFixture many;
    many.fill(large);
    for (auto const& [whom, query] : selective()) {
        auto const little = few.rows(whom, query);
        auto const much = many.rows(whom, query);
        std::string text;
        for (auto const& [name, value] : query) {
            text += name + "=" + value + "&";
        }
        BOOST_TEST_CONTEXT(text << little << " rows, then " << much) {
            BOOST_TEST(much <= 2 * little);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
