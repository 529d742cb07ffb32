#include "events.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::test;
using namespace ocop::events;

BOOST_AUTO_TEST_SUITE(event_record)

namespace {

EventRecord sample() {
    Dice dice(4);
    auto record = random_event(dice);
    json::object quantity{{"epcClass", lot_link(1, 1)}, {"quantity", 0.1}, {"uom", "KGM"}};
    record.event.body["quantityList"] = json::array{std::move(quantity)};
    json::value deep = 1.5;
    for (std::size_t i = 0; i < 28; ++i) {
        deep = json::array{std::move(deep)};
    }
    record.event.body["ex:deep"] = std::move(deep);
    record.event.sent = {{lot_link(1, 1), "urn:epc:class:lgtin:…"}};
    record.after_order = true;
    record.parties = {"p1", "p2"};
    return record;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(an_event_comes_back_as_it_was, EventsFixture) {
    capture({sample()});
    auto const found = find_event(*store().snapshot(), 1);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST_REQUIRE(found->has_value());
    auto const& was = all.front();
    auto const& is = **found;
    BOOST_TEST(is.number == 1U);
    BOOST_TEST((is.recorded == was.recorded));
    BOOST_TEST(is.account == was.account);
    BOOST_TEST(is.producer == was.producer);
    BOOST_TEST(is.parties == was.parties, boost::test_tools::per_element());
    BOOST_TEST(is.after_order);
    BOOST_TEST((is.event.body == was.event.body));
    BOOST_TEST((is.event.context == was.event.context));
    BOOST_TEST((is.event.sent == was.event.sent));
    BOOST_TEST((is.event.type == was.event.type));
}

BOOST_FIXTURE_TEST_CASE(an_event_that_is_not_there_is_absent, EventsFixture) {
    auto const found = find_event(*store().snapshot(), 1);
    BOOST_TEST_REQUIRE(reason_of(found) == "");
    BOOST_TEST(!found->has_value());
}

BOOST_FIXTURE_TEST_CASE(what_is_not_a_record_is_corrupt, EventsFixture) {
    capture({sample()});
    auto const bytes = store().snapshot()->get(store::Space::events, event_key(1));
    BOOST_TEST_REQUIRE(reason_of(bytes) == "");
    auto const text = **bytes;
    BOOST_TEST(reason_of(read_event_record(1, text)) == "");
    BOOST_TEST(slug_of(read_event_record(2, text)) == "store_corrupt");
    for (std::size_t size = 0; size < text.size(); size += 7) {
        BOOST_TEST(slug_of(read_event_record(1, text.substr(0, size))) == "store_corrupt");
    }
    auto other = text;
    other.replace(other.find("{\\\""), 3, "[\\\"");
    BOOST_TEST(slug_of(read_event_record(1, other)) == "store_corrupt");
}

BOOST_AUTO_TEST_SUITE_END()
