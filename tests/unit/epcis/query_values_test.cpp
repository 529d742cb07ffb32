// Values in queries: units, what must meet in one report, names and values of extensions, order.

#include "unit/epcis/query_rows.hpp"

#include <ocop/epcis/order_key.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::testing;

namespace {

bool meets(QueryParameters const& parameters, std::string_view body) {
    auto const query = read_query(parameters, {{"ex", std::string(ext_namespace)}});
    BOOST_REQUIRE_MESSAGE(query.has_value(), describe(query.error()));
    auto const event = event_of(body);
    return matches(*query, event.event, event.recorded);
}

bool posted_meets(std::string_view query_text, std::string_view body) {
    auto const query = read_query(parse_json(query_text).as_object());
    BOOST_REQUIRE_MESSAGE(query.has_value(), describe(query.error()));
    auto const event = event_of(body);
    return matches(*query, event.event, event.recorded);
}

// Two reports of one element, and one of another.
constexpr auto sensors = R"({"sensorElementList": [
    {"sensorMetadata": {"deviceID": "urn:x:d1", "time": "2026-01-01T00:00:00Z"},
     "sensorReport": [
        {"type": "Temperature", "value": 26, "uom": "CEL", "minValue": 20, "maxValue": 30},
        {"type": "RelativeHumidity", "value": 80, "uom": "P1"}]},
    {"sensorMetadata": {"deviceID": "urn:x:d2"},
     "sensorReport": [
        {"type": "Temperature", "value": 5, "uom": "CEL", "sDev": 0.5,
         "deviceID": "urn:x:d3"}]}]})";

}  // namespace

BOOST_AUTO_TEST_SUITE(query_values)

BOOST_AUTO_TEST_CASE(temperatures_are_compared_across_scales) {
    BOOST_TEST(meets({{"EQ_value_KEL", "299.15"}}, sensors));
    BOOST_TEST(meets({{"EQ_value_FAH", "78.8"}}, sensors));
    BOOST_TEST(meets({{"GE_value_KEL", "299.15"}}, sensors));
    BOOST_TEST(!meets({{"GT_value_KEL", "299.15"}}, sensors));
    BOOST_TEST(meets({{"LE_value_KEL", "278.15"}}, sensors));
    BOOST_TEST(!meets({{"LT_value_KEL", "278.15"}}, sensors));
    BOOST_TEST(meets({{"GT_value_KEL", "299.1"}}, sensors));
    BOOST_TEST(!meets({{"EQ_value_KEL", "26"}}, sensors));
    BOOST_TEST(meets({{"EQ_minValue_KEL", "293.15"}}, sensors));
    BOOST_TEST(!meets({{"EQ_minValue_KEL", "303.15"}}, sensors));
}

BOOST_AUTO_TEST_CASE(a_deviation_is_converted_without_the_offset_of_its_scale) {
    BOOST_TEST(meets({{"EQ_sDev_KEL", "0.5"}}, sensors));
    BOOST_TEST(meets({{"EQ_sDev_FAH", "0.9"}}, sensors));
    BOOST_TEST(!meets({{"EQ_sDev_KEL", "273.65"}}, sensors));
}

BOOST_AUTO_TEST_CASE(numbers_in_one_unit_compare_exactly_and_converted_ones_nearly) {
    constexpr auto near = R"({"quantityList": [{"quantity": 0.30000000000000004, "uom": "KGM"}]})";
    BOOST_TEST(!meets({{"EQ_quantity_KGM", "0.3"}}, near));
    BOOST_TEST(!meets({{"EQ_quantity", "0.3"}}, near));
    BOOST_TEST(meets({{"EQ_quantity_GRM", "300"}}, near));
    BOOST_TEST(!meets({{"EQ_quantity_GRM", "300.000001"}}, near));
    BOOST_TEST(!meets({{"GT_quantity_GRM", "300"}}, near));
    BOOST_TEST(meets({{"GT_quantity_KGM", "0.3"}}, near));
}

BOOST_AUTO_TEST_CASE(a_converted_number_may_be_written_with_fewer_digits) {
    auto const at = [](std::string_view value) {
        return R"({"sensorElementList": [{"sensorReport": [{"uom": "CEL", "value": )" +
               std::string(value) + "}]}]}";
    };
    BOOST_TEST(meets({{"EQ_value_FAH", "1"}}, at("-17.2222222")));
    BOOST_TEST(meets({{"LE_value_FAH", "1"}}, at("-17.2222222")));
    BOOST_TEST(!meets({{"GT_value_FAH", "1"}}, at("-17.2222222")));
    BOOST_TEST(!meets({{"EQ_value_FAH", "1"}}, at("-17.222")));
}

BOOST_AUTO_TEST_CASE(a_unit_nobody_knows_is_comparable_with_itself_alone) {
    constexpr auto odd = R"({"quantityList": [{"quantity": 3, "uom": "ZZZ"}]})";
    BOOST_TEST(meets({{"EQ_quantity_ZZZ", "3"}}, odd));
    BOOST_TEST(!meets({{"EQ_quantity_ZZY", "3"}}, odd));
    BOOST_TEST(!meets({{"EQ_quantity_KGM", "3"}}, odd));
    BOOST_TEST(meets({{"EQ_quantity", "3"}}, odd));
    constexpr auto bare = R"({"quantityList": [{"quantity": 3}]})";
    BOOST_TEST(!meets({{"EQ_quantity_KGM", "3"}}, bare));
    BOOST_TEST(!meets({{"EQ_value_CEL", "3"}}, bare));
}

BOOST_AUTO_TEST_CASE(conditions_on_one_dimension_meet_in_one_report) {
    BOOST_TEST(meets({{"EQ_type", "Temperature"}, {"GE_value_CEL", "20"}}, sensors));
    BOOST_TEST(!meets({{"EQ_type", "RelativeHumidity"}, {"GE_value_CEL", "20"}}, sensors));
    BOOST_TEST(meets({{"GE_value_CEL", "20"}, {"LE_value_KEL", "300"}}, sensors));
    BOOST_TEST(!meets({{"GE_value_CEL", "10"}, {"LE_value_CEL", "20"}}, sensors));
    BOOST_TEST(!meets({{"GE_value_CEL", "20"}, {"EQ_sDev_CEL", "0.5"}}, sensors));
    BOOST_TEST(meets({{"LE_value_CEL", "5"}, {"EQ_sDev_CEL", "0.5"}}, sensors));
}

BOOST_AUTO_TEST_CASE(conditions_on_two_dimensions_may_be_two_reports) {
    BOOST_TEST(meets({{"GE_value_CEL", "20"}, {"GE_value_P1", "75"}}, sensors));
    BOOST_TEST(!meets({{"GE_value_CEL", "20"}, {"GE_value_P1", "85"}}, sensors));
    BOOST_TEST(
        !meets({{"EQ_type", "Temperature"}, {"GE_value_CEL", "20"}, {"GE_value_P1", "75"}}, sensors)
    );
}

BOOST_AUTO_TEST_CASE(metadata_speaks_for_each_report_of_its_element) {
    BOOST_TEST(meets({{"EQ_deviceID", "urn:x:d1"}, {"GE_value_CEL", "20"}}, sensors));
    BOOST_TEST(!meets({{"EQ_deviceID", "urn:x:d2"}, {"GE_value_CEL", "20"}}, sensors));
    BOOST_TEST(meets({{"EQ_deviceID", "urn:x:d2"}, {"EQ_type", "Temperature"}}, sensors));
    BOOST_TEST(!meets({{"EQ_deviceID", "urn:x:d2"}, {"EQ_type", "RelativeHumidity"}}, sensors));
    BOOST_TEST(meets({{"EQ_deviceID", "urn:x:d3"}, {"LE_value_CEL", "5"}}, sensors));
    BOOST_TEST(meets(
        {{"GE_time", "2026-01-01T00:00:00Z"}, {"LT_time", "2026-01-01T00:00:00.001Z"}}, sensors
    ));
    BOOST_TEST(!meets({{"EQ_deviceID", "urn:x:d2"}, {"GE_time", "2026-01-01T00:00:00Z"}}, sensors));
}

BOOST_AUTO_TEST_CASE(quantities_of_one_dimension_meet_in_one_element) {
    constexpr auto two =
        R"({"quantityList": [{"quantity": 1, "uom": "KGM"}, {"quantity": 9, "uom": "KGM"},
                             {"quantity": 5, "uom": "LTR"}]})";
    BOOST_TEST(!meets({{"GE_quantity_KGM", "2"}, {"LE_quantity_KGM", "8"}}, two));
    BOOST_TEST(meets({{"GE_quantity_KGM", "8"}, {"LE_quantity_TNE", "0.01"}}, two));
    BOOST_TEST(meets({{"GE_quantity_KGM", "8"}, {"LE_quantity_LTR", "5"}}, two));
}

BOOST_AUTO_TEST_CASE(extensions_are_compared_by_namespace_and_name) {
    auto const with = [](std::string_view context, std::string_view member) {
        auto out = event_of("{\"" + std::string(member) + "\": \"yes\"}");
        out.event.context = parse_json(context).as_array();
        return out.event;
    };
    auto const same = with(R"([{"other": "https://example.com/ns/"}])", "other:field");
    auto const different = with(R"([{"ex": "https://example.org/"}])", "ex:field");
    auto const full = with("[]", "https://example.com/ns/field");
    auto const bare = with("[]", "ex:field");
    auto const holds = [](std::string const& name, QueryParameters const& ns, Event const& event) {
        auto const query = read_query({{name, "yes"}}, ns);
        BOOST_REQUIRE_MESSAGE(query.has_value(), describe(query.error()));
        return matches(*query, event, {});
    };
    QueryParameters const ns{{"ex", "https://example.com/ns/"}};
    BOOST_TEST(holds("EQ_ex:field", ns, same));
    BOOST_TEST(!holds("EQ_ex:field", ns, different));
    BOOST_TEST(holds("EQ_ex:field", ns, full));
    BOOST_TEST(holds("EQ_ex:field", ns, bare));
    BOOST_TEST(holds("EQ_ex:field", {}, different));
    BOOST_TEST(!holds("EQ_ex:field", {}, same));
    BOOST_TEST(holds("EQ_https://example.com/ns/field", {}, same));
    BOOST_TEST(holds("EQ_https://example.com/ns/field", {}, full));
    BOOST_TEST(holds("EQ_https://example.com/ns/#field", {}, same));
    BOOST_TEST(!holds("EQ_https://example.com/ns/field", {}, different));
    BOOST_TEST(!holds("EQ_ex:fiel", ns, same));
    BOOST_TEST(!holds("EQ_ex:ield", ns, same));
}

BOOST_AUTO_TEST_CASE(an_inner_field_is_below_one_of_the_user_s_own_and_not_at_the_top) {
    BOOST_TEST(!meets({{"EXISTS_INNER_ex:field", "true"}}, R"({"ex:field": 1})"));
    BOOST_TEST(!meets({{"EXISTS_ex:field", "true"}}, R"({"ex:a": {"ex:field": 1}})"));
    BOOST_TEST(meets({{"EXISTS_INNER_ex:field", "true"}}, R"({"ex:a": {"ex:field": 1}})"));
    BOOST_TEST(!meets({{"EXISTS_INNER_ex:field", "true"}}, R"({"ilmd": {"ex:field": 1}})"));
    BOOST_TEST(!meets({{"EXISTS_INNER_ILMD_ex:field", "true"}}, R"({"ex:a": {"ex:field": 1}})"));
}

BOOST_AUTO_TEST_CASE(values_of_extensions_compare_as_what_both_can_be) {
    BOOST_TEST(meets({{"EQ_ex:f", "x|10"}}, R"({"ex:f": 10})"));
    BOOST_TEST(meets({{"EQ_ex:f", "10"}}, R"({"ex:f": "10.0"})"));
    BOOST_TEST(!meets({{"EQ_ex:f", "7"}}, R"({"ex:f": "007"})"));
    BOOST_TEST(meets({{"EQ_ex:f", "true"}}, R"({"ex:f": true})"));
    BOOST_TEST(meets({{"EQ_ex:f", "b"}}, R"({"ex:f": ["a", "b"]})"));
    BOOST_TEST(meets({{"EQ_ex:f", "b"}}, R"({"ex:f": {"@type": "xsd:string", "@value": "b"}})"));
    BOOST_TEST(
        meets({{"EQ_ex:f", "2026-01-01T00:00:00Z"}}, R"({"ex:f": "2026-01-01T07:00:00+07:00"})")
    );
    BOOST_TEST(meets({{"GE_ex:f", "2026-01-01T00:00:00Z"}}, R"({"ex:f": "2026-01-01"})"));
    BOOST_TEST(!meets({{"GT_ex:f", "2026-01-01T00:00:00Z"}}, R"({"ex:f": "2026-01-01"})"));
    BOOST_TEST(!meets({{"GE_ex:f", "5"}}, R"({"ex:f": "2026-01-01"})"));
    BOOST_TEST(!meets({{"LT_ex:f", "5"}}, R"({"ex:f": "many"})"));
    BOOST_TEST(!meets({{"EQ_ex:f", "x"}}, R"({"ex:f": null})"));
    BOOST_TEST(posted_meets(R"({"EQ_ex:f": 10})", R"({"ex:f": "10"})"));
    BOOST_TEST(posted_meets(R"({"EQ_ex:f": ["10"]})", R"({"ex:f": 10})"));
    BOOST_TEST(posted_meets(R"({"EQ_ex:f": "2026-01-01T00:00:00Z"})", R"({"ex:f": "2026-01-01"})"));
}

BOOST_AUTO_TEST_CASE(what_asks_for_nothing_finds_everything) {
    for (auto const* value : {"false", "0"}) {
        BOOST_TEST(meets({{"EXISTS_errorDeclaration", value}}, "{}"));
        BOOST_TEST(meets({{"EXISTS_ex:field", value}}, "{}"));
        BOOST_TEST(meets({{"EXISTS_sensorElementList", value}}, "{}"));
    }
    BOOST_TEST(posted_meets("{}", "{}"));
    BOOST_TEST(posted_meets(R"({"EXISTS_errorDeclaration": false})", "{}"));
    BOOST_TEST(!posted_meets(R"({"EXISTS_errorDeclaration": null})", "{}"));
}

BOOST_AUTO_TEST_CASE(all_conditions_and_both_spans_must_hold) {
    QueryParameters const both{{"EQ_bizStep", "shipping"}, {"EQ_action", "ADD"}};
    BOOST_TEST(meets(both, R"({"bizStep": "shipping", "action": "ADD"})"));
    BOOST_TEST(!meets(both, R"({"bizStep": "shipping", "action": "DELETE"})"));
    BOOST_TEST(!meets(both, R"({"bizStep": "packing", "action": "ADD"})"));
}

BOOST_AUTO_TEST_CASE(the_result_is_ordered_and_limited_as_asked) {
    auto const plain = read_query(QueryParameters{});
    BOOST_REQUIRE(plain.has_value());
    BOOST_CHECK(plain->order_by == OrderBy::record_time);
    BOOST_TEST(plain->descending);
    auto const query = read_query(
        {{"orderBy", "ex:grade"}, {"orderDirection", "ASC"}, {"eventCountLimit", "5"}},
        {{"ex", std::string(ext_namespace)}}
    );
    BOOST_REQUIRE_MESSAGE(query.has_value(), describe(query.error()));
    BOOST_CHECK(query->order_by == OrderBy::extension);
    BOOST_TEST(query->order_field == "ex:grade");
    BOOST_TEST(!query->descending);
    BOOST_TEST(query->event_count_limit.value() == 5U);
    auto const low = event_of(R"({"ex:grade": 9})");
    auto const high = event_of(R"({"ex:grade": "10"})");
    auto const none = event_of("{}");
    auto const* const a = query->order_value(low.event);
    auto const* const b = query->order_value(high.event);
    auto const compared = [](json::value const* one, json::value const* other) {
        return compare_order_keys(order_key(one), order_key(other));
    };
    BOOST_TEST(compared(a, b) < 0);
    BOOST_TEST(compared(b, a) > 0);
    BOOST_TEST(compared(a, a) == 0);
    BOOST_TEST(query->order_value(none.event) == nullptr);
    BOOST_TEST(compared(a, nullptr) < 0);
    auto const text = parse_json(R"(["apple", "zebra", "2026-01-01", true])").as_array();
    BOOST_TEST(compared(text.data(), &text[1]) < 0);
    BOOST_TEST(compared(&text[2], text.data()) < 0);
    BOOST_TEST(compared(a, &text[2]) < 0);
    BOOST_TEST(compared(&text[3], &text[1]) > 0);
}

BOOST_AUTO_TEST_SUITE_END()
