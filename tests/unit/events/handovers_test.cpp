#include "events/handovers.hpp"

#include "capture_fixture.hpp"
#include "events.hpp"

#include <boost/test/unit_test.hpp>

// How long a handover holds, each as the capture of an event says it.
namespace ocop::test {

namespace {

std::string const not_ours = "403 thing_of_another 0";

struct Fixture : CaptureFixture {
    static std::string shipped(
        std::string const& members, std::string const& to, std::string const& more = ""
    ) {
        return observed(members + to_producer(to) + more);
    }

    // Whether it may name it. Each asks with another event.
    bool may(std::string const& holder, std::string const& members) {
        auto const said = refused(
            person_of(holder),
            observed(members + R"(,"eventID":"urn:x:)" + std::to_string(++asked_) + "\"")
        );
        BOOST_TEST((said.empty() || said.starts_with(not_ours)), said);
        return said.empty();
    }

    std::string const wrong = declared("2026-11-21T00:00:00Z");

  private:
    int asked_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(handovers)

BOOST_FIXTURE_TEST_CASE(one_taken_back_leaves_the_other, Fixture) {
    std::string const morning = R"(,"bizStep":"shipping")";
    std::string const evening = R"(,"bizStep":"departing")";
    for (auto const& [first, second] : {std::pair(morning, evening), std::pair(evening, morning)}) {
        Fixture f;
        f.taken(f.person_of(f.a), f.shipped(quantity(lot_l1), f.b, morning));
        f.taken(f.person_of(f.a), f.shipped(quantity(lot_l1), f.b, evening));
        f.taken(f.person_of(f.a), f.shipped(quantity(lot_l1), f.b, first + f.wrong));
        BOOST_TEST(f.may(f.b, quantity(lot_l1)), first);
        f.taken(f.person_of(f.a), f.shipped(quantity(lot_l1), f.b, second + f.wrong));
        BOOST_TEST(!f.may(f.b, quantity(lot_l1)), first);
    }
}

BOOST_FIXTURE_TEST_CASE(what_is_declared_an_error_is_lost_by_all_to_whom_it_went_on, Fixture) {
    auto const d = add_producer("Cơ sở Xa");
    taken(person_of(a), shipped(quantity(lot_l1), c));
    taken(person_of(c), shipped(quantity(lot_l1), b));
    taken(person_of(b), shipped(quantity(lot_l1), d));
    for (auto const& holder : {b, c, d}) {
        BOOST_TEST(may(holder, quantity(lot_l1)));
    }
    taken(person_of(a), shipped(quantity(lot_l1), c, wrong));
    for (auto const& holder : {b, c, d}) {
        BOOST_TEST(!may(holder, quantity(lot_l1)));
    }
    BOOST_TEST(may(a, quantity(lot_l1)));
    // Who has it from another holder still has it.
    taken(person_of(a), shipped(quantity(lot_l1), d, R"(,"bizStep":"shipping")"));
    BOOST_TEST(may(d, quantity(lot_l1)));
    BOOST_TEST(!may(b, quantity(lot_l1)));
}

BOOST_FIXTURE_TEST_CASE(holders_do_not_hold_each_other, Fixture) {
    taken(person_of(a), shipped(quantity(lot_l1), b));
    taken(person_of(b), shipped(quantity(lot_l1), c));
    taken(person_of(c), shipped(quantity(lot_l1), b, R"(,"bizStep":"receiving")"));
    taken(person_of(b), shipped(quantity(lot_l1), c, R"(,"bizStep":"shipping")"));
    BOOST_TEST(may(c, quantity(lot_l1)));
    taken(person_of(a), shipped(quantity(lot_l1), b, wrong));
    BOOST_TEST(!may(b, quantity(lot_l1)));
    BOOST_TEST(!may(c, quantity(lot_l1)));
}

BOOST_FIXTURE_TEST_CASE(a_unit_goes_on_as_one_of_a_lot_that_its_giver_holds, Fixture) {
    auto const unit = gtin_link + "/21/U1";
    auto const d = add_producer("Cơ sở Xa");
    taken(person_of(a), shipped(quantity(lot_l1), c));
    taken(person_of(c), shipped(epcs(lot_l1 + "/21/U1"), b));
    BOOST_TEST(may(b, epcs(unit)));
    BOOST_TEST(may(b, epcs(lot_l1 + "/21/U1")));
    BOOST_TEST(!may(b, quantity(lot_l1)));
    // Under the name that does not tell the lot, another step.
    taken(person_of(b), shipped(epcs(unit), d));
    BOOST_TEST(may(d, epcs(unit)));
    BOOST_TEST(!may(d, epcs(gtin_link + "/21/U2")));
    taken(person_of(a), shipped(quantity(lot_l1), c, wrong));
    BOOST_TEST(!may(b, epcs(unit)));
    BOOST_TEST(!may(b, epcs(lot_l1 + "/21/U1")));
    BOOST_TEST(!may(d, epcs(unit)));
}

BOOST_FIXTURE_TEST_CASE(what_one_claimed_and_handed_about_is_lost_to_whose_it_becomes, Fixture) {
    auto const gtin = gtin_of("0952000110002");
    auto const lot = "https://id.gs1.org/01/" + gtin + "/10/L1";
    taken(person_of(b), shipped(quantity(lot) + "," + epcs(lot + "/21/7"), c));
    taken(person_of(c), shipped(quantity(lot), b));
    BOOST_TEST(may(b, quantity(lot)));
    BOOST_TEST(may(c, quantity(lot)));
    BOOST_TEST(!may(a, quantity(lot)));
    auto item = new_item();
    item.gtin = gtin;
    item.name = {"Gói 50 g", {}};
    item.net_content = {50, registry::Unit::g};
    must([&](store::Transaction& tx) { return register_trade_item(tx, who, item); });
    for (auto const& other : {b, c}) {
        BOOST_TEST(!may(other, quantity(lot)));
        BOOST_TEST(!may(other, epcs(lot + "/21/7")));
        BOOST_TEST(!may(other, quantity(lot.substr(0, lot.size() - 1) + "2")));
    }
    BOOST_TEST(may(a, quantity(lot)));
    taken(person_of(a), shipped(quantity(lot), b, R"(,"bizStep":"shipping")"));
    BOOST_TEST(may(b, quantity(lot)));
}

BOOST_FIXTURE_TEST_CASE(what_an_authority_gave_while_it_was_nobodys_no_claim_takes, Fixture) {
    auto const pallet = epcs("https://id.gs1.org/00/095200011000000017");
    taken(authority, shipped(pallet, b));
    taken(person_of(a), observed(pallet));
    BOOST_TEST(may(b, pallet));
    BOOST_TEST(!may(c, pallet));
    taken(person_of(b), shipped(pallet, c));
    BOOST_TEST(may(c, pallet));
    // The authority's own word takes it.
    taken(authority, shipped(pallet, b, wrong));
    BOOST_TEST(may(a, pallet));
    BOOST_TEST(!may(b, pallet));
    BOOST_TEST(!may(c, pallet));
}

BOOST_FIXTURE_TEST_CASE(an_authority_hands_over_and_takes_back_what_is_anothers, Fixture) {
    taken(authority, shipped(quantity(lot_l1), b));
    BOOST_TEST(may(b, quantity(lot_l1)));
    taken(authority, shipped(quantity(lot_l1), b, wrong));
    BOOST_TEST(!may(b, quantity(lot_l1)));
    auto const later = std::string(R"(,"bizStep":"shipping")");
    taken(person_of(a), shipped(quantity(lot_l1), b, later));
    BOOST_TEST(may(b, quantity(lot_l1)));
    taken(authority, shipped(quantity(lot_l1), b, later + wrong));
    BOOST_TEST(!may(b, quantity(lot_l1)));
}

BOOST_FIXTURE_TEST_CASE(nobody_takes_back_what_another_handed_over, Fixture) {
    auto const id = std::string(R"(,"eventID":"urn:uuid:0f0f0f0f-0000-4000-8000-000000000001")");
    taken(person_of(a), shipped(quantity(lot_l1), b, id));
    taken(person_of(a), shipped(quantity(lot_l1), c));
    taken(person_of(c), shipped(quantity(lot_l1), b, id));
    taken(person_of(c), shipped(quantity(lot_l1), b, id + wrong));
    BOOST_TEST(may(b, quantity(lot_l1)));
}

BOOST_FIXTURE_TEST_CASE(it_goes_over_sixteen_givers_and_no_more, Fixture) {
    auto giver = a;
    for (int i = 1; i <= 17; ++i) {
        auto const receiver = add_producer("Cơ sở " + std::to_string(i));
        taken(person_of(giver), shipped(quantity(lot_l1), receiver));
        BOOST_TEST(may(receiver, quantity(lot_l1)) == (i <= 16), i);
        giver = receiver;
    }
}

BOOST_FIXTURE_TEST_CASE(only_so_many_are_looked_at, Fixture) {
    using namespace events;
    NamedThing thing;
    thing.claimed_as = gtin_link;
    thing.ways = {lot_l1};
    must([&](store::Transaction& tx) -> Result<bool> {
        auto const put = [&](std::string const& giver, std::string const& to, EventNumber number) {
            tx.put(
                store::Space::events,
                handover_key(lot_l1, to, number),
                handover_value({giver, "owner", {}})
            );
        };
        for (EventNumber i = 1; i <= 100; ++i) {
            put("giver" + std::to_string(i), "many", i);
        }
        put("owner", "giver64", 201);
        put("owner", "giver65", 202);
        put("owner", "first", 1);
        for (EventNumber i = 1; i <= 5'000; ++i) {
            put("loop", "flooded", i);
            put("owner", "first", i + 1);
        }
        put("owner", "flooded", 6'000);
        return true;
    });
    auto const snapshot = store().snapshot();
    auto const looked = [&](std::string const& receiver, bool leads) {
        Effort effort;
        CountingReader counting(*snapshot);
        auto const found = Chain(counting, effort, thing, "owner").leads_to(receiver);
        BOOST_TEST_REQUIRE(reason_of(found) == "");
        BOOST_TEST(*found == leads, receiver);
        BOOST_TEST(effort_max - effort.left() == counting.rows + counting.scans);
        BOOST_TEST(counting.scans <= 65U);
        BOOST_TEST(counting.rows <= 5'100U);
        return counting.rows;
    };
    BOOST_TEST(looked("first", true) == 1U);
    looked("many", true);
    // However often another handed it over before.
    BOOST_TEST(looked("flooded", true) == 5'001U);
    // Little effort left ends it.
    Effort effort(50);
    auto const ended = Chain(*snapshot, effort, thing, "owner").leads_to("flooded");
    BOOST_TEST(slug_of(ended) == "transaction_too_large");
    Effort again;
    BOOST_TEST(*Chain(*snapshot, again, thing, "another").leads_to("first") == false);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_one_is_an_error, Fixture) {
    taken(person_of(a), shipped(quantity(lot_l1), b));
    must([&](store::Transaction& tx) -> Result<bool> {
        tx.put(store::Space::events, events::handover_key(lot_l1, b, 1), "12345678");
        return true;
    });
    auto prepared = candidates({observed(quantity(lot_l1))});
    auto const outcome = run([&](store::Transaction& tx) {
        return events::capture(tx, person_of(b), prepared, Behaviour::proceed);
    });
    BOOST_TEST(slug_of(outcome) == "store_corrupt");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
