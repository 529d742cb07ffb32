#include "events/lot_choice.hpp"

#include "events.hpp"
#include "events/ownership.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

// What a lot's story tells of more events than it has room for.
namespace ocop::test {

using accounts::Principal;
using accounts::Reach;
using events::choose_of_lot;
using events::story_events_max;
using events::story_events_of_others;
using Told = std::set<EventNumber>;

namespace {

struct Fixture : EventsFixture {
    // p1 is the first to have named the product, which no register knows.
    Fixture() { write_one(store(), store::Space::events, "k" + class_link(1), "p1"); }

    EventRecord of(std::string const& writer, std::vector<std::string> parties) {
        auto record = about(lot_link(1, 1));
        record.producer = writer;
        record.parties = std::move(parties);
        return record;
    }

    EventRecord own() { return of("p1", {"p1"}); }

    EventRecord by_holder(std::string const& holder) { return of(holder, {holder, "p1"}); }

    void write(EventRecord const& record, std::size_t count) {
        for (; count > 0; count -= std::min<std::size_t>(count, 500)) {
            capture(std::vector<EventRecord>(std::min<std::size_t>(count, 500), record));
        }
    }

    // An owner's event of another lot comes between.
    void write_one_by_one(EventRecord const& record, std::size_t count) {
        auto other = about(lot_link(2, 1));
        other.producer = "p1";
        other.parties = {"p1"};
        for (; count > 0; --count) {
            capture({record, other}, Writing::one_by_one);
        }
    }

    Told told(Principal const& to) {
        auto const chosen = choose_of_lot(*store().snapshot(), to, lot_link(1, 1));
        BOOST_TEST_REQUIRE(reason_of(chosen) == "");
        auto const& numbers = chosen->numbers;
        BOOST_TEST(std::is_sorted(numbers.rbegin(), numbers.rend()));
        Told out(numbers.begin(), numbers.end());
        BOOST_TEST(out.size() == numbers.size());
        BOOST_TEST(out.size() <= story_events_max);
        cut = chosen->cut;
        return out;
    }

    std::size_t of_writer(Told const& told, std::string const& writer) {
        return static_cast<std::size_t>(std::count_if(
            told.begin(),
            told.end(),
            [&](EventNumber number) { return all[number - 1].producer == writer; }
        ));
    }

    bool cut = false;

  private:
    static EventRecord about(std::string const& lot) {
        EventRecord out;
        out.event.body["type"] = "ObjectEvent";
        out.event.body["eventTime"] = to_text(first_time);
        out.event.body["quantityList"] = json::array{json::object{{"epcClass", lot}}};
        return out;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lot_choice)

BOOST_FIXTURE_TEST_CASE(all_are_told_while_there_is_room, Fixture) {
    write(own(), 1);
    write(by_holder("p2"), story_events_max - 1);
    BOOST_TEST(told(caller(Reach::all)).size() == story_events_max);
    BOOST_TEST(!cut);
    write(by_holder("p2"), 1);
    BOOST_TEST(told(caller(Reach::all)).contains(1));
    BOOST_TEST(cut);
}

BOOST_FIXTURE_TEST_CASE(a_holder_crowds_out_nobodys_events, Fixture) {
    write(own(), 20);
    write(of("p1", {"p1", "p2"}), 2);
    write(of("", {"p1"}), 3);
    write(by_holder("p3"), 5);
    write_one_by_one(by_holder("p2"), 100);
    write(own(), 10);
    // What uses it up is the maker's alone.
    for (auto const& [maker, count] : {std::pair("p3", 2U), std::pair("p2", 1'500U)}) {
        auto made = of(maker, {maker});
        made.event.type = epcis::EventType::transformation;
        made.event.body["type"] = "TransformationEvent";
        write(made, count);
    }
    write(by_holder("p2"), 3'000);
    for (auto const& whom : {caller(Reach::all), caller(Reach::own, "p1")}) {
        auto const found = told(whom);
        BOOST_TEST(cut);
        BOOST_TEST(found.size() == story_events_max);
        BOOST_TEST(of_writer(found, "p1") == 32U);
        BOOST_TEST(of_writer(found, "") == 3U);
        BOOST_TEST(of_writer(found, "p3") == 7U);
        BOOST_TEST(found.contains(all.size()));
    }
    // Of one that was handed it, its own come first, and the owner's own are not for it.
    auto const of_p3 = told(caller(Reach::own, "p3"));
    BOOST_TEST(of_writer(of_p3, "p3") == 7U);
    BOOST_TEST(of_writer(of_p3, "p1") == 2U);
}

BOOST_FIXTURE_TEST_CASE(an_owner_of_many_steps_leaves_others_a_part, Fixture) {
    write(by_holder("p2"), 600);
    write(by_holder("p3"), 10);
    write(own(), 3'000);
    auto const found = told(caller(Reach::all));
    BOOST_TEST(found.size() == story_events_max);
    BOOST_TEST(of_writer(found, "p1") == story_events_max - story_events_of_others);
    BOOST_TEST(of_writer(found, "p3") == 10U);
    BOOST_TEST(of_writer(found, "p2") == story_events_of_others - 10);
}

BOOST_FIXTURE_TEST_CASE(writers_take_turns_however_many_they_are, Fixture) {
    for (int i = 0; i < 50; ++i) {
        write(by_holder("q" + std::to_string(i)), 100);
    }
    write(own(), 1);
    auto const found = told(caller(Reach::all));
    BOOST_TEST(found.size() == story_events_max);
    BOOST_TEST(of_writer(found, "p1") == 1U);
    for (int i = 0; i < 50; ++i) {
        BOOST_TEST(of_writer(found, "q" + std::to_string(i)) >= 38U);
    }
}

BOOST_FIXTURE_TEST_CASE(what_it_costs_does_not_grow_with_what_was_written, Fixture) {
    auto const rows = [&] {
        auto const snapshot = store().snapshot();
        CountingReader const counting(*snapshot);
        auto const chosen = choose_of_lot(counting, caller(Reach::all), lot_link(1, 1));
        BOOST_TEST_REQUIRE(reason_of(chosen) == "");
        return counting.rows + counting.scans;
    };
    write(own(), 50);
    for (std::size_t i = 0; i < 2'100; ++i) {
        capture({by_holder("p2")});
    }
    auto const before = rows();
    for (std::size_t i = 0; i < 8'000; ++i) {
        capture({by_holder("p2")});
    }
    BOOST_TEST(rows() <= before + before / 4);
}

BOOST_FIXTURE_TEST_CASE(an_owners_own_steps_cost_no_key_more, Fixture) {
    auto const keys = [&] {
        std::size_t count = 0;
        auto const scanned =
            store().snapshot()->scan(store::Space::event_index, {}, {}, [&](auto, auto) {
                ++count;
                return true;
            });
        BOOST_TEST_REQUIRE(reason_of(scanned) == "");
        return count;
    };
    capture({own()});
    auto const first = keys();
    capture({own()});
    auto const second = keys();
    capture({by_holder("p2")});
    BOOST_TEST(events::writers_under_class(*store().snapshot(), lot_link(1, 1), 9)->size() == 1U);
    // Times, types, the product, the lot and the writer; of a holder's the lot's owner and that it
    // is the holder's besides, and that two know the type.
    BOOST_TEST(second - first == 6U);
    BOOST_TEST(keys() - second == 9U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
