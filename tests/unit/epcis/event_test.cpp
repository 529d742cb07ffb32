// What an event's accessors give.

#include "epcis/times.hpp"

#include <ocop/epcis/event.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ocop;
using namespace ocop::epcis;

namespace {

Event event_of(std::string_view text, std::string_view context = "[]") {
    Event event;
    event.body = json::parse(text)->get_object();
    event.context = json::parse(context)->get_array();
    return event;
}

Instant time_of(std::string const& text) {
    return event_time(event_of(R"({"eventTime": ")" + text + R"("})"));
}

std::string utc(std::string_view text) {
    std::string out;
    append_utc(out, text);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(event)

BOOST_AUTO_TEST_CASE(items_come_in_the_order_of_the_lists) {
    auto const event = event_of(R"({
        "outputQuantityList": [{"epcClass": "urn:x:9"}],
        "outputEPCList": ["urn:x:8"],
        "inputQuantityList": [{"epcClass": "urn:x:7", "quantity": 7, "uom": "KGM"}],
        "inputEPCList": ["urn:x:6"],
        "childQuantityList": [{"epcClass": "urn:x:5", "quantity": 2.5}],
        "childEPCs": ["urn:x:4"],
        "parentID": "urn:x:3",
        "quantityList": [{"epcClass": "urn:x:2", "quantity": 3, "uom": "LTR"}],
        "epcList": ["urn:x:0", "urn:x:1"]})");
    auto const items = items_of(event);
    BOOST_TEST_REQUIRE(items.size() == 10U);
    for (std::size_t i = 0; i < items.size(); ++i) {
        BOOST_TEST(items[i].id == "urn:x:" + std::to_string(i));
    }
    constexpr ItemRole roles[] = {
        ItemRole::epc,
        ItemRole::epc,
        ItemRole::epc,
        ItemRole::parent,
        ItemRole::child,
        ItemRole::child,
        ItemRole::input,
        ItemRole::input,
        ItemRole::output,
        ItemRole::output,
    };
    constexpr bool classes[] = {false, false, true, false, false, true, false, true, false, true};
    for (std::size_t i = 0; i < items.size(); ++i) {
        BOOST_TEST((items[i].role == roles[i]));
        BOOST_TEST(items[i].is_class == classes[i]);
    }
    BOOST_TEST((items[2].quantity == 3.0));
    BOOST_TEST(items[2].uom == "LTR");
    BOOST_TEST((items[5].quantity == 2.5));
    BOOST_TEST(items[5].uom.empty());
    BOOST_TEST(!items[9].quantity.has_value());
    BOOST_TEST(items_of(event_of("{}")).empty());
    BOOST_TEST(items_of(event_of(R"({"parentID": "urn:x:1"})")).size() == 1U);
}

BOOST_AUTO_TEST_CASE(members_are_there_or_empty) {
    auto const event = event_of(R"({"type": "ObjectEvent", "eventID": "urn:uuid:1",
        "action": "ADD", "bizStep": "shipping", "disposition": "active",
        "readPoint": {"id": "urn:p:1"}, "bizLocation": {"id": "urn:p:2"}, "parentID": "urn:p:3",
        "errorDeclaration": {}})");
    BOOST_TEST(type_name(event) == "ObjectEvent");
    BOOST_TEST(event_id(event) == "urn:uuid:1");
    BOOST_TEST(action_of(event) == "ADD");
    BOOST_TEST(biz_step(event) == "shipping");
    BOOST_TEST(disposition(event) == "active");
    BOOST_TEST(read_point(event) == "urn:p:1");
    BOOST_TEST(biz_location(event) == "urn:p:2");
    BOOST_TEST(parent_id(event) == "urn:p:3");
    BOOST_TEST(has_error_declaration(event));
    auto const none = event_of("{}");
    BOOST_TEST(type_name(none).empty());
    BOOST_TEST(read_point(none).empty());
    BOOST_TEST(biz_location(none).empty());
    BOOST_TEST(!has_error_declaration(none));
}

BOOST_AUTO_TEST_CASE(event_time_is_rounded_half_up) {
    auto const base = parse_instant("2026-11-22T03:04:05.141Z")->ms;
    BOOST_TEST(time_of("2026-11-22T03:04:05.141Z").ms == base);
    BOOST_TEST(time_of("2026-11-22T03:04:05.1414Z").ms == base);
    BOOST_TEST(time_of("2026-11-22T03:04:05.1414999Z").ms == base);
    BOOST_TEST(time_of("2026-11-22T03:04:05.1415Z").ms == base + 1);
    BOOST_TEST(time_of("2026-11-22T10:04:05.14150+07:00").ms == base + 1);
    BOOST_TEST(time_of("2026-11-22T03:04:05.1Z").ms == base - 41);
    BOOST_TEST(time_of("2026-11-22T03:04:05Z").ms == base - 141);
}

BOOST_AUTO_TEST_CASE(times_are_written_in_utc_with_three_digits) {
    BOOST_TEST(utc("2026-01-02T03:04:05+07:00") == "2026-01-01T20:04:05.000Z");
    BOOST_TEST(utc("2026-01-02T03:04:05.1Z") == "2026-01-02T03:04:05.100Z");
    BOOST_TEST(utc("2026-12-31T23:59:59.9995Z") == "2027-01-01T00:00:00.000Z");
    BOOST_TEST(utc("2026-12-31T23:59:59.99949Z") == "2026-12-31T23:59:59.999Z");
    BOOST_TEST(utc("yesterday") == "yesterday");
    BOOST_TEST(utc("1970-01-01T00:00:00Z") == to_text(Instant{0}));
    BOOST_TEST(utc("9999-12-31T23:59:59.999Z") == "9999-12-31T23:59:59.999Z");
}

BOOST_AUTO_TEST_CASE(names_expand_by_the_context) {
    auto const event = event_of("{}", R"(["https://x.example/context.jsonld",
        {"ex": "https://a.example/ns/"}, {"ex": "https://b.example/ns#", "htx": "urn:htx:"}])");
    auto const later = expand_name(event, "ex:grade");
    BOOST_TEST(later.ns == "https://b.example/ns#");
    BOOST_TEST(later.local == "grade");
    auto const urn = expand_name(event, "htx:a:b");
    BOOST_TEST(urn.ns == "urn:htx:");
    BOOST_TEST(urn.local == "a:b");
    auto const uri = expand_name(event, "https://b.example/ns#grade");
    BOOST_TEST(uri.ns == "https://b.example/ns#");
    BOOST_TEST(uri.local == "grade");
    auto const unknown = expand_name(event, "nobody:grade");
    BOOST_TEST(unknown.ns == "nobody:");
    BOOST_TEST(unknown.local == "grade");
    auto const plain = expand_name(event, "action");
    BOOST_TEST(plain.ns.empty());
    BOOST_TEST(plain.local == "action");
}

BOOST_AUTO_TEST_SUITE_END()
