#include "webhooks/batch.hpp"

#include "world.hpp"

// How much one look for the next events may cost.
namespace ocop::test {

namespace {

// Finds all, and counts what it was held against.
epcis::Query counting(std::size_t& asked) {
    epcis::Query out;
    out.conditions.emplace_back();
    out.conditions.back().holds = [&asked](epcis::Event const&, Instant, epcis::MasterData const&) {
        ++asked;
        return true;
    };
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_FIXTURE_TEST_CASE(a_query_is_not_held_against_what_its_owner_may_not_see, WebhookWorld) {
    capture(*this, {"A", "B", "C"}, "p2");
    capture(*this, {"D"}, "p1");
    capture(*this, {"E"}, "p2");
    std::size_t asked = 0;
    auto const snapshot = store().snapshot();
    auto const batch = webhooks::next_batch(*snapshot, counting(asked), lan(), {}, {});
    BOOST_TEST_REQUIRE(reason_of(batch) == "");
    BOOST_TEST(batch->events.size() == 1U);
    BOOST_TEST(batch->through == 5U);
    BOOST_TEST(asked == 1U);
}

BOOST_FIXTURE_TEST_CASE(the_bytes_looked_at_end_a_batch_and_the_next_goes_on, WebhookWorld) {
    capture(*this, {"A", "B", "C"}, "p2");
    capture(*this, {"D", "E"}, "p1");
    std::size_t asked = 0;
    auto const query = counting(asked);
    auto const snapshot = store().snapshot();
    webhooks::BatchLimits limits;
    auto const first = snapshot->get(store::Space::events, events::event_key(1));
    BOOST_TEST_REQUIRE(reason_of(first) == "");
    limits.examined_bytes_max = (**first).size() * 3 / 2;  // reached by the second event
    webhooks::Wanted wanted;
    std::vector<events::EventNumber> ends;
    std::size_t found = 0;
    for (bool more = true; more;) {
        auto const batch = webhooks::next_batch(*snapshot, query, lan(), wanted, limits);
        BOOST_TEST_REQUIRE(reason_of(batch) == "");
        BOOST_TEST_REQUIRE(batch->through > wanted.after);
        wanted.after = batch->through;
        ends.push_back(batch->through);
        found += batch->events.size();
        more = batch->more;
    }
    BOOST_TEST(ends == (std::vector<events::EventNumber>{2, 4, 5}));
    BOOST_TEST(found == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
