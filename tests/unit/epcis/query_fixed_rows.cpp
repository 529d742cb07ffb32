#include "unit/epcis/query_rows.hpp"

namespace ocop::epcis::testing {

namespace {

// Time T is 2026-01-01T00:00:00Z, and what is a millisecond earlier is before it.
QueryRow time_row(std::string const& parameter, std::string const& form) {
    auto const at = [&](std::string_view time) {
        std::string out = form;
        return out.replace(out.find('@'), 1, "\"" + std::string(time) + "\"");
    };
    bool const from = parameter.starts_with("GE_");
    auto const on = at("2026-01-01T09:00:00+09:00");
    auto const before = at("2025-12-31T23:59:59.999Z");
    return {
        parameter,
        "2026-01-01T07:00:00+07:00",
        R"("2026-01-01T07:00:00+07:00")",
        from ? on : before,
        from ? before : on};
}

QueryRow report_row(std::string const& member, std::string const& yes, std::string const& no) {
    auto const report = [&](std::string const& value) {
        return R"({"sensorElementList": [{"sensorReport": [{"type": "Temperature", ")" + member +
               "\": \"" + value + "\"}]}]}";
    };
    return {
        "EQ_" + member,
        "https://example.com/other|" + yes,
        R"(["https://example.com/other", ")" + yes + "\"]",
        report(yes),
        report(no)};
}

std::vector<QueryRow> time_rows() {
    std::vector<QueryRow> out;
    for (std::string const relation : {"GE_", "LT_"}) {
        out.push_back(time_row(relation + "eventTime", R"({"eventTime": @})"));
        out.push_back(time_row(relation + "recordTime", R"({"recordTime": @})"));
        for (std::string const name : {"errorDeclarationTime", "errorDeclaration_Time"}) {
            out.push_back(
                time_row(relation + name, R"({"errorDeclaration": {"declarationTime": @}})")
            );
        }
        out.push_back(time_row(
            relation + "time", R"({"sensorElementList": [{"sensorMetadata": {"time": @}}]})"
        ));
        for (std::string const name : {"startTime", "endTime"}) {
            out.push_back(time_row(
                relation + name,
                R"({"sensorElementList": [{"sensorReport": [{")" + name + "\": @}]}]}"
            ));
        }
    }
    return out;
}

std::vector<QueryRow> report_rows() {
    std::vector<QueryRow> out;
    for (std::string const member :
         {"dataProcessingMethod", "microorganism", "chemicalSubstance", "bizRules", "uriValue"}) {
        out.push_back(report_row(member, "https://example.com/a", "https://example.com/b"));
    }
    out.push_back(report_row(
        "deviceID", "https://id.gs1.org/8004/4000001111", "https://id.gs1.org/8004/4000001112"
    ));
    out.push_back(report_row("stringValue", "wet", "Wet"));
    out.push_back(report_row("hexBinaryValue", "f0F0", "f0f1"));
    out.push_back(
        {"EQ_type",
         "Temperature|https://gs1.org/voc/Pressure",
         R"(["Temperature", "https://gs1.org/voc/Pressure"])",
         R"({"sensorElementList": [{"sensorReport": [{"type": "Pressure"}]}]})",
         R"({"sensorElementList": [{"sensorReport": [{"type": "Humidity"}]}]})"}
    );
    out.push_back(
        {"EQ_booleanValue",
         "false",
         "false",
         R"({"sensorElementList": [{"sensorReport": [{"booleanValue": false}]}]})",
         R"({"sensorElementList": [{"sensorReport": [{"booleanValue": true}]}]})"}
    );
    out.push_back(
        {"EXISTS_sensorElementList", "true", "1", R"({"sensorElementList": [{}]})", R"({})"}
    );
    return out;
}

// MATCH_ of a serial 7, a class and its URN, in one list.
QueryRow match_row(std::string const& parameter, std::string const& yes, std::string const& no) {
    return {
        parameter,
        "urn:epc:id:sgtin:8930000.000001.7|https://id.gs1.org/01/08930000000026",
        R"(["urn:epc:id:sgtin:8930000.000001.7", "https://id.gs1.org/01/08930000000026"])",
        yes,
        no};
}

constexpr auto seven = R"("https://id.gs1.org/01/08930000000019/21/7")";
constexpr auto eight = R"("https://id.gs1.org/01/08930000000019/21/8")";
constexpr auto lot = R"("https://id.gs1.org/01/08930000000026/10/A")";
constexpr auto other_lot = R"("https://id.gs1.org/01/08930000000019/10/A")";

std::string epcs(std::string const& member, std::string const& id) {
    return "{\"" + member + "\": [" + id + "]}";
}

std::string classes(std::string const& member, std::string const& id) {
    return "{\"" + member + "\": [{\"epcClass\": " + id + ", \"quantity\": 1}]}";
}

std::vector<QueryRow> what_rows() {
    auto const parent = [](std::string const& id) { return "{\"parentID\": " + id + "}"; };
    return {
        match_row("MATCH_epc", epcs("epcList", seven), epcs("epcList", eight)),
        match_row("MATCH_epc", epcs("childEPCs", seven), epcs("inputEPCList", seven)),
        match_row("MATCH_parentID", parent(seven), epcs("epcList", seven)),
        match_row("MATCH_inputEPC", epcs("inputEPCList", seven), epcs("outputEPCList", seven)),
        match_row("MATCH_outputEPC", epcs("outputEPCList", seven), epcs("inputEPCList", seven)),
        match_row("MATCH_anyEPC", parent(seven), classes("quantityList", lot)),
        match_row("MATCH_anyEPC", epcs("outputEPCList", seven), parent(eight)),
        match_row("MATCH_epcClass", classes("quantityList", lot), epcs("epcList", seven)),
        match_row(
            "MATCH_epcClass", classes("childQuantityList", lot), classes("inputQuantityList", lot)
        ),
        match_row(
            "MATCH_inputEPCClass",
            classes("inputQuantityList", lot),
            classes("inputQuantityList", other_lot)
        ),
        match_row(
            "MATCH_outputEPCClass",
            classes("outputQuantityList", lot),
            classes("inputQuantityList", lot)
        ),
        match_row(
            "MATCH_anyEPCClass",
            classes("outputQuantityList", lot),
            classes("outputQuantityList", other_lot)
        ),
        {"EQ_transformationID",
         "urn:x:t1",
         R"(["urn:x:t1"])",
         R"({"transformationID": "urn:x:t1"})",
         R"({"transformationID": "urn:x:t2"})"},
    };
}

QueryRow place_row(std::string const& parameter, std::string const& yes, std::string const& no) {
    auto const member = parameter.substr(3);
    auto const at = [&](std::string const& id) {
        return "{\"" + member + R"(": {"id": "https://id.gs1.org/414/)" + id + "\"}}";
    };
    return {
        parameter,
        "urn:epc:id:sgln:8930000.00001.0|urn:x:p",
        R"(["urn:epc:id:sgln:8930000.00001.0", "urn:x:p"])",
        at(yes),
        at(no)};
}

std::vector<QueryRow> where_rows() {
    std::vector<QueryRow> out;
    for (std::string const member : {"readPoint", "bizLocation"}) {
        out.push_back(place_row("EQ_" + member, "8930000000019", "8930000000019/254/hall"));
        out.push_back(place_row("WD_" + member, "8930000000019/254/hall", "8930000000026/254/hall")
        );
    }
    constexpr auto party = R"("https://id.gs1.org/417/8930000000019")";
    auto const list = [](std::string const& name, std::string const& type, std::string const& id) {
        return "{\"" + name + "List\": [{\"type\": \"" + type + "\", \"" + name + "\": " + id +
               "}]}";
    };
    for (std::string const name : {"source", "destination"}) {
        out.push_back(
            {"EQ_" + name + "_owning_party",
             "urn:epc:id:pgln:8930000.00001",
             R"(["urn:epc:id:pgln:8930000.00001"])",
             list(name, "owning_party", party),
             list(name, "possessing_party", party)}
        );
    }
    out.push_back(
        {"EQ_bizTransaction_po",
         "urn:x:1|urn:x:2",
         R"(["urn:x:1", "urn:x:2"])",
         list("bizTransaction", "po", "\"urn:x:2\""),
         list("bizTransaction", "inv", "\"urn:x:2\"")}
    );
    return out;
}

std::vector<QueryRow> why_rows() {
    return {
        {"eventType",
         "ObjectEvent|https://example.com/ns/Special",
         R"(["ObjectEvent", "https://example.com/ns/Special"])",
         R"({"type": "https://example.com/ns/Special"})",
         R"({"type": "AggregationEvent"})"},
        {"EQ_action",
         "ADD|DELETE",
         R"(["ADD", "DELETE"])",
         R"({"action": "DELETE"})",
         R"({"action": "OBSERVE"})"},
        {"EQ_bizStep",
         "shipping|urn:epcglobal:cbv:bizstep:receiving",
         R"(["shipping", "urn:epcglobal:cbv:bizstep:receiving"])",
         R"({"bizStep": "receiving"})",
         R"({"bizStep": "packing"})"},
        {"EQ_disposition",
         "https://ref.gs1.org/cbv/Disp-active|ex:drying",
         R"(["https://ref.gs1.org/cbv/Disp-active", "ex:drying"])",
         R"({"disposition": "https://example.com/ns/drying"})",
         R"({"persistentDisposition": {"set": ["active"]}})"},
        {"EQ_persistentDisposition_set",
         "active",
         R"(["active"])",
         R"({"persistentDisposition": {"set": ["damaged", "active"]}})",
         R"({"persistentDisposition": {"unset": ["active"]}})"},
        {"EQ_persistentDisposition_unset",
         "active",
         R"(["active"])",
         R"({"persistentDisposition": {"unset": ["active"]}})",
         R"({"persistentDisposition": {"set": ["active"]}})"},
        {"EQ_eventID",
         "urn:x:1|urn:x:2",
         R"(["urn:x:1", "urn:x:2"])",
         R"({"eventID": "urn:x:2"})",
         R"({"eventID": "urn:x:3"})"},
        {"EXISTS_errorDeclaration", "true", "null", R"({"errorDeclaration": {}})", R"({})"},
        {"EQ_errorReason",
         "did_not_occur",
         R"(["did_not_occur"])",
         R"({"errorDeclaration": {"reason": "did_not_occur"}})",
         R"({"errorDeclaration": {"reason": "incorrect_data"}})"},
        {"EQ_correctiveEventID",
         "urn:x:1",
         R"(["urn:x:1"])",
         R"({"errorDeclaration": {"correctiveEventIDs": ["urn:x:0", "urn:x:1"]}})",
         R"({"errorDeclaration": {"correctiveEventIDs": ["urn:x:0"]}})"},
    };
}

}  // namespace

std::vector<QueryRow> fixed_rows() {
    std::vector<QueryRow> out;
    for (auto const& rows : {time_rows(), report_rows(), what_rows(), where_rows(), why_rows()}) {
        out.insert(out.end(), rows.begin(), rows.end());
    }
    return out;
}

}  // namespace ocop::epcis::testing
