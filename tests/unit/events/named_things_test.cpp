#include "events/ownership.hpp"
#include "unit/events/events.hpp"

#include <boost/test/unit_test.hpp>

#include <ctime>
#include <set>

namespace {

using namespace ocop;
using namespace ocop::test;
using events::named_things;

template <class Rows>
json::array list_of(std::size_t count, Rows row) {
    json::array out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(json::value(row(i)));
    }
    return out;
}

// Many things, each named twice, handed to many.
epcis::Event crowded(std::size_t count) {
    epcis::Event event;
    auto& body = event.body;
    body["type"] = "ObjectEvent";
    body["action"] = "OBSERVE";
    body["epcList"] = list_of(2 * count, [&](auto i) { return item_link(i % 3, i % count); });
    body["quantityList"] = list_of(2 * count, [&](auto i) {
        return json::object{{"epcClass", lot_link(i % count, i % count)}};
    });
    body["readPoint"] = json::object{{"id", place_link(1)}};
    body["bizLocation"] = json::object{{"id", place_link(1)}};
    auto const party = [&](auto i) { return "urn:private:party:" + std::to_string(i % count); };
    body["sourceList"] = list_of(2 * count, [&](auto i) {
        return json::object{{"type", "location"}, {"source", party(i)}};
    });
    body["destinationList"] = list_of(2 * count, [&](auto i) {
        return json::object{{"type", "location"}, {"destination", party(i + 1)}};
    });
    return event;
}

bool each_once(std::vector<std::string> const& list) {
    return std::set<std::string>(list.begin(), list.end()).size() == list.size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(events_named_things)

BOOST_AUTO_TEST_CASE(what_an_event_names_is_listed_once_however_much_there_is) {
    for (std::size_t const count : {1U, 7U, 16U, 17U, 50U, 500U}) {
        auto const named = named_things(crowded(count));
        // Serial i is of product i % 3 or, the second time, of (i + count) % 3.
        auto const items = count % 3 == 0 ? count : 2 * count;
        BOOST_TEST(named.things.size() == items + count + 1);
        BOOST_TEST(named.handed.size() == items + count);
        BOOST_TEST(named.lots.size() == count);
        BOOST_TEST(named.destinations.size() == count);
        BOOST_TEST(named.parties.size() == count);
        for (auto const* list : {&named.lots, &named.gtins, &named.parties, &named.destinations}) {
            BOOST_TEST(each_once(*list));
        }
        std::vector<std::string> handed;
        for (auto const& one : named.handed) {
            handed.push_back(one.thing);
        }
        BOOST_TEST(each_once(handed));
        BOOST_TEST(named.things.front().pointer == "/epcList/0");
        BOOST_TEST(named.things.back().pointer == "/readPoint/id");
        BOOST_TEST(named.things[items].pointer == "/quantityList/0/epcClass");
        BOOST_TEST(named.destinations.front() == "urn:private:party:" + std::to_string(1 % count));
    }
}

BOOST_AUTO_TEST_CASE(the_cost_of_many_things_is_told) {
    auto const event = crowded(4'000);
    auto const before = std::clock();
    auto const named = named_things(event);
    BOOST_TEST_MESSAGE(
        named.things.size() << " things of one event: "
                            << static_cast<double>(std::clock() - before) * 1e3 / CLOCKS_PER_SEC
                            << " ms of CPU"
    );
    BOOST_TEST(named.things.size() == 12'001U);
}

BOOST_AUTO_TEST_SUITE_END()
