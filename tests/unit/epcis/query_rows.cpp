#include "unit/epcis/query_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

namespace ocop::epcis::testing {

namespace {

struct Comparison {
    std::string_view relation;
    std::string_view meets;
    std::string_view fails;
};

// Of a field against 10.
constexpr Comparison comparisons[] = {
    {"EQ", "10", "10.5"},
    {"GT", "10.5", "10"},
    {"GE", "10", "9.5"},
    {"LT", "9.5", "10"},
    {"LE", "10", "10.5"},
};

std::string replaced(std::string_view form, std::string_view value) {
    std::string out(form);
    out.replace(out.find('@'), 1, value);
    return out;
}

struct Part {
    std::string_view name;
    std::string_view form;  // of an event whose part holds the members @
};

constexpr Part parts[] = {
    {"", R"({@})"},
    {"ILMD_", R"({"ilmd": {@}})"},
    {"ERROR_DECLARATION_", R"({"errorDeclaration": {@}})"},
    {"SENSORELEMENT_", R"({"sensorElementList": [{@}]})"},
    {"SENSORMETADATA_", R"({"sensorElementList": [{"sensorMetadata": {@}}]})"},
    {"SENSORREPORT_", R"({"sensorElementList": [{"sensorReport": [{@}]}]})"},
    {"readPoint_", R"({"readPoint": {@}})"},
    {"bizLocation_", R"({"bizLocation": {@}})"},
};

}  // namespace

json::value parse_json(std::string_view text) {
    auto parsed = json::parse(text);
    BOOST_REQUIRE_MESSAGE(parsed.has_value(), "no JSON: " << text);
    return std::move(*parsed);
}

RecordedEvent event_of(std::string_view body) {
    RecordedEvent out;
    out.event.body = parse_json(body).as_object();
    if (auto const* recorded = out.event.body.if_contains("recordTime")) {
        out.recorded = *parse_instant(std::string(recorded->as_string()));
        out.event.body.erase("recordTime");
    }
    out.event.context = parse_json(R"([{"ex": "https://example.com/ns/"}])").as_array();
    return out;
}

std::vector<QueryRow> sensor_rows() {
    constexpr std::string_view form =
        R"({"sensorElementList": [{"sensorReport": [{"type": "Temperature", "uom": "KEL", @}]}]})";
    std::vector<QueryRow> out;
    for (std::string const member :
         {"value", "minValue", "maxValue", "meanValue", "sDev", "percValue", "percRank"}) {
        bool const plain = member == "percRank";
        for (auto const& [relation, meets, fails] : comparisons) {
            if (plain && relation == "EQ") {
                continue;
            }
            auto const with = [&, m = member](std::string_view value) {
                return replaced(form, '"' + m + "\": " + std::string(value));
            };
            out.push_back(
                {std::string(relation) + "_" + member + (plain ? "" : "_KEL"),
                 "10",
                 relation == "EQ" ? "[10]" : "10",
                 with(meets),
                 with(fails)}
            );
        }
    }
    return out;
}

std::vector<QueryRow> quantity_rows() {
    constexpr std::string_view form =
        R"({"childQuantityList": [{"epcClass": "urn:x:y", "quantity": @, "uom": "KGM"}]})";
    std::vector<QueryRow> out;
    for (std::string const unit : {"", "_KGM"}) {
        for (auto const& [relation, meets, fails] : comparisons) {
            out.push_back(
                {std::string(relation) + "_quantity" + unit,
                 "10",
                 relation == "EQ" ? "[10]" : "10",
                 replaced(form, meets),
                 replaced(form, fails)}
            );
        }
    }
    return out;
}

std::vector<QueryRow> extension_rows() {
    std::vector<QueryRow> out;
    for (auto const& [part, form] : parts) {
        for (bool const inner : {false, true}) {
            std::string const field =
                inner ? R"("ex:outer": [{"ex:middle": {"ex:field": @}}])" : R"("ex:field": @)";
            std::string const end = (inner ? "INNER_" : "") + std::string(part) + "ex:field";
            for (auto const& [relation, meets, fails] : comparisons) {
                out.push_back(
                    {std::string(relation) + "_" + end,
                     "10",
                     "10",
                     replaced(form, replaced(field, meets)),
                     replaced(form, replaced(field, fails))}
                );
            }
            out.push_back(
                {"EXISTS_" + end,
                 "true",
                 "null",
                 replaced(form, replaced(field, "\"any\"")),
                 replaced(form, R"("ex:other": {"ex:another": 10})")}
            );
        }
    }
    return out;
}

std::vector<QueryRow> attribute_rows() {
    constexpr auto known = R"({"readPoint": {"id": "https://id.gs1.org/414/8930000000019"}})";
    constexpr auto other = R"({"readPoint": {"id": "https://id.gs1.org/414/8930000000026"}})";
    return {
        {"HASATTR_readPoint", "site|mill", R"(["site", "mill"])", known, other},
        {"HASATTR_ex:field",
         "site",
         R"(["site"])",
         R"({"ex:field": "https://id.gs1.org/414/8930000000019"})",
         R"({"ex:field": "https://id.gs1.org/414/8930000000026"})"},
        {"EQATTR_readPoint_site", "north|south", R"(["north", "south"])", known, other},
        {"EQ_ATTR_readPoint_site", "north", R"(["north"])", known, other},
    };
}

std::vector<QueryRow> all_rows() {
    std::vector<QueryRow> out;
    for (auto const& rows :
         {fixed_rows(), sensor_rows(), quantity_rows(), extension_rows(), attribute_rows()}) {
        out.insert(out.end(), rows.begin(), rows.end());
    }
    return out;
}

std::vector<std::string> KnownPlaces::attribute(std::string_view element, std::string_view name)
    const {
    if (element == "https://id.gs1.org/414/8930000000019" && name == "site") {
        return {"north"};
    }
    return {};
}

Result<Query> from_get(std::string_view name, std::string_view value) {
    QueryParameters parameters{{std::string(name), std::string(value)}};
    if (name == "eventCountLimit" || name == "orderDirection") {
        parameters.emplace_back("orderBy", "eventTime");
    }
    return read_query(parameters, {{"ex", std::string(ext_namespace)}});
}

Result<Query> from_post(std::string_view name, std::string_view value) {
    json::object query;
    query["@context"] = parse_json(R"([{"ex": "https://example.com/ns/"}])");
    query[name] = parse_json(value);
    if (name == "eventCountLimit" || name == "orderDirection") {
        query["orderBy"] = "eventTime";
    }
    return read_query(query);
}

}  // namespace ocop::epcis::testing
