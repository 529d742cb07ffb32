#include "events/story.hpp"

#include "capture_fixture.hpp"
#include "events/tt02.hpp"

#include <boost/test/unit_test.hpp>

// A lot's story and its ten items, over events as clients capture them.
namespace ocop::test {

namespace {

using events::EventNumber;
using events::StoryEvent;
using Numbers = std::vector<EventNumber>;

std::string with_id(std::string const& step) {
    return R"("eventID":"urn:uuid:0f0f0f0f-0000-4000-8000-000000000001","bizStep":")" + step +
           "\"," + quantity(lot_l1);
}

struct World : CaptureFixture {
    std::vector<StoryEvent> story(Principal const& of) {
        auto const page = events::lot_story(*store().snapshot(), of, {lot_l1, 0, 50});
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        return page->events;
    }

    // "1 2! 3": the events as they are told, those that are declared wrong marked.
    std::string told(Principal const& of) {
        std::string out;
        for (auto const& event : story(of)) {
            out += (out.empty() ? "" : " ") + std::to_string(event.number);
            out += event.declared_wrong ? "!" : "";
        }
        return out;
    }

    events::Tt02Item item(Principal const& of, std::size_t number) {
        auto const snapshot = store().snapshot();
        auto const lot =
            registry::load<registry::Lot>(*snapshot, registry::lot_key(item_gtin, "L1"));
        BOOST_TEST_REQUIRE(reason_of(lot) == "");
        auto const sheet = events::tt02_of(*snapshot, of, *lot, day("2026-11-22"));
        BOOST_TEST_REQUIRE(reason_of(sheet) == "");
        return sheet->items.at(number - 1);
    }

    std::vector<std::string> steps(Principal const& of) { return item(of, 5).sources; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(story)

BOOST_FIXTURE_TEST_CASE(who_takes_anothers_id_declares_none_of_anothers_events_wrong, World) {
    auto const first = taken(person_of(a), observed(with_id("commissioning")));
    auto const sold = taken(person_of(a), observed(quantity(lot_l1) + to_producer(b)));
    auto const taken_id = taken(person_of(b), observed(with_id("receiving")));
    auto const says = declared("2026-11-21T00:00:00Z");
    auto const forged = taken(person_of(b), observed(with_id("receiving") + says));
    BOOST_TEST_REQUIRE(forged.number == 4U);
    Texts const standing{"event:1", "event:2"};
    for (auto const& reader : {person_of(a), authority}) {
        BOOST_TEST(told(reader) == "1 2 3!");
        BOOST_TEST(steps(reader) == standing, boost::test_tools::per_element());
    }
    // And its own producer does.
    auto const own = taken(person_of(a), observed(with_id("commissioning") + says));
    BOOST_TEST(told(authority) == "1! 2 3!");
    BOOST_TEST(steps(authority) == Texts{"event:2"}, boost::test_tools::per_element());
    auto const corrections = story(authority).front().corrections;
    BOOST_TEST_REQUIRE(corrections.size() == 1U);
    BOOST_TEST(corrections.front().number == own.number);
}

BOOST_FIXTURE_TEST_CASE(a_declaration_of_an_authority_is_about_what_it_repeats, World) {
    auto const says = declared("2026-11-21T00:00:00Z");
    taken(person_of(a), observed(quantity(lot_l1)));
    taken(person_of(a), observed(with_id("commissioning")));
    taken(person_of(a), observed(R"("bizStep":"packing",)" + quantity(lot_l1) + to_producer(b)));
    taken(person_of(b), observed(with_id("receiving")));
    BOOST_TEST(told(authority) == "1 2 3 4");
    taken(authority, observed(quantity(lot_l1) + says));
    taken(authority, observed(with_id("receiving") + says));
    BOOST_TEST(told(authority) == "1! 2 3 4!");
    auto const later = declared("2026-11-21T00:00:01Z");
    taken(authority, observed(with_id("commissioning") + later + R"(,"disposition":"active")"));
    BOOST_TEST(told(authority) == "1! 2 3 4! 7!");
    Texts const standing{"event:2", "event:3"};
    BOOST_TEST(steps(authority) == standing, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_holder_of_the_lot_crowds_its_owners_steps_out_of_nothing, World) {
    taken(person_of(a), observed(R"("bizStep":"commissioning",)" + quantity(lot_l1)));
    taken(person_of(a), observed(R"("bizStep":"packing",)" + quantity(lot_l1) + to_producer(b)));
    taken(authority, observed(R"("bizStep":"inspecting",)" + quantity(lot_l1)));
    for (int i = 0; i < 11; ++i) {
        Texts list;
        for (int j = 0; j < 200; ++j) {
            auto const id = std::to_string(i) + "." + std::to_string(j);
            list.push_back(observed(R"("eventID":"urn:x:)" + id + "\"," + quantity(lot_l1)));
        }
        BOOST_TEST_REQUIRE(capture(person_of(b), list).numbers.size() == list.size());
    }
    for (auto const& reader : {person_of(a), authority}) {
        auto const page = events::lot_story(*store().snapshot(), reader, {lot_l1, 0, 3});
        BOOST_TEST_REQUIRE(reason_of(page) == "");
        BOOST_TEST(page->cut);
        BOOST_TEST_REQUIRE(page->events.size() == 3U);
        BOOST_TEST(page->events.front().number == 1U);
        BOOST_TEST(page->events.back().number == 3U);
        auto const sources = steps(reader);
        BOOST_TEST_REQUIRE(sources.size() == events::story_events_max);
        Texts const first(sources.begin(), sources.begin() + 3);
        BOOST_TEST(
            first == (Texts{"event:1", "event:2", "event:3"}), boost::test_tools::per_element()
        );
    }
}

BOOST_FIXTURE_TEST_CASE(the_steps_of_the_ten_items_are_named_placed_and_timed, World) {
    auto const step = observed(
        R"("ocop:step":"tea/wither","bizStep":"other",)" + quantity(lot_l1) + at_place(plot_a)
    );
    taken(person_of(a), step);
    taken(person_of(a), observed(R"("bizStep":"packing",)" + quantity(lot_l1)));
    auto const said = item(person_of(a), 5).value;
    BOOST_TEST_REQUIRE(said.is_array());
    auto const expected = json::parse(
        R"([{"name":{"vi":"Làm héo","en":"Withering"},"products":[")" + lot_l1 + R"("],"place":")" +
        events::place_uri(plot_a) + R"(","time":"2026-11-20T08:00:00.000Z"},{"name":)" +
        json::serialize(json::write(story(person_of(a)).back().step.name)) + R"(,"products":[")" +
        lot_l1 + R"("],"place":null,"time":"2026-11-20T08:00:00.000Z"}])"
    );
    BOOST_TEST_REQUIRE(expected.has_value());
    BOOST_TEST(said == *expected, json::serialize(said));
}

BOOST_FIXTURE_TEST_CASE(a_quantity_past_whole_numbers_is_told_as_it_is, World) {
    std::pair<std::string, json::value> const rows[]{
        {"3", std::int64_t{3}},
        {"2.5", 2.5},
        {"9007199254740991", std::int64_t{9'007'199'254'740'991}},
        {"1e17", 1e17},
        {"1e300", 1e300},
    };
    std::size_t number = 0;
    for (auto const& [text, expected] : rows) {
        taken(
            person_of(a),
            observed(
                R"("quantityList":[{"epcClass":")" + lot_l1 + R"(","quantity":)" + text +
                R"(,"uom":"KGM"}])"
            )
        );
        auto const told = story(person_of(a)).at(number++).items.at(0).quantity;
        BOOST_TEST((told == expected && told.kind() == expected.kind()), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
