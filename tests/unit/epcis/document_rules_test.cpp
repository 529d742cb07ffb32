// Every rule of schema 2.0.1 and those no schema has: a document that holds is changed in one
// place, and the one fault that comes of it stands at the pointer expected.

#include "unit/epcis/documents.hpp"

#include <boost/test/data/test_case.hpp>

#include <ostream>

namespace {

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::test;

// `json` at `at` (taken away when null) of the event gives a fault at `fault`, or none when null.
struct Row {
    int event;
    char const* at;
    char const* json;
    char const* fault;
};

std::ostream& operator<<(std::ostream& out, Row const& row) {
    return out << row.event << row.at << " = " << (row.json != nullptr ? row.json : "(absent)");
}

// Names of the events of `every_type`.
enum : int { object, aggregation, transaction, transformation, association, extended };

constexpr char const* metadata = "/sensorElementList/0/sensorMetadata";

constexpr Row common_rows[] = {
    {object, "/type", nullptr, "/type"},
    {object, "/type", "1", "/type"},
    {object, "/type", R"("FishEvent")", "/type"},
    {object, "/eventTime", nullptr, "/eventTime"},
    {object, "/eventTime", "1700000000", "/eventTime"},
    {object, "/eventTime", R"("2025-12-30")", "/eventTime"},
    {object, "/eventTime", R"("2025-12-30T08:00:00")", "/eventTime"},
    {object, "/eventTime", R"("2025-02-30T08:00:00Z")", "/eventTime"},
    {object, "/eventTime", R"("2025-12-30T24:00:00Z")", "/eventTime"},
    {object, "/eventTime", R"("2025-12-30T08:00:00.Z")", "/eventTime"},
    {object, "/eventTime", R"("2025-12-30T08:00:00+0700")", "/eventTime"},
    {object, "/eventTime", R"("2025-12-30T08:00:00.1234567890123456789Z")", nullptr},
    {object, "/eventTime", R"("2026-01-01T00:01:00Z")", nullptr},
    {object, "/eventTime", R"("2026-01-01T00:01:00.001Z")", "/eventTime"},
    {object, "/recordTime", R"("yesterday")", "/recordTime"},
    {object, "/recordTime", nullptr, nullptr},
    {object, "/eventTimeZoneOffset", nullptr, "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", R"("+7:00")", "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", R"("07:00")", "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", R"("+14:01")", "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", R"("+15:00")", "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", R"("+07:60")", "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", R"("Z")", "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", "7", "/eventTimeZoneOffset"},
    {object, "/eventTimeZoneOffset", R"("-14:00")", nullptr},
    {object, "/eventTimeZoneOffset", R"("+13:59")", nullptr},
    {object, "/eventID", R"("one")", "/eventID"},
    {object, "/eventID", "1", "/eventID"},
    {object, "/eventID", R"("urn:uuid:0b9e5b0e-0000-4000-8000-000000000003")", nullptr},
    {object, "/action", nullptr, "/action"},
    {object, "/action", R"("add")", "/action"},
    {object, "/action", "null", "/action"},
    {object, "/bizStep", R"("fishing")", "/bizStep"},
    {object, "/bizStep", R"("urn:epcglobal:cbv:bizstep:shipping")", "/bizStep"},
    {object, "/bizStep", R"("https://ns.gs1.org/cbv/BizStep-shipping")", "/bizStep"},
    {object, "/bizStep", R"(["shipping"])", "/bizStep"},
    {object, "/bizStep", R"("https://example.vn/steps/withering")", nullptr},
    {object, "/bizStep", R"("ex:withering")", nullptr},
    {object, "/bizStep", R"("https://ref.gs1.org/cbv/BizStep-shipping")", nullptr},
    {object, "/disposition", R"("fresh")", "/disposition"},
    {object, "/disposition", R"("urn:epcglobal:cbv:disp:active")", "/disposition"},
    {object, "/persistentDisposition", "{}", "/persistentDisposition"},
    {object, "/persistentDisposition", "[]", "/persistentDisposition"},
    {object, "/persistentDisposition/set", "[]", "/persistentDisposition/set"},
    {object, "/persistentDisposition/set", R"("conformant")", "/persistentDisposition/set"},
    {object, "/persistentDisposition/set/0", R"("fresh")", "/persistentDisposition/set/0"},
    {object, "/persistentDisposition/set/-", R"("conformant")", "/persistentDisposition/set/1"},
    {object, "/persistentDisposition/unset", "[]", "/persistentDisposition/unset"},
    {object, "/persistentDisposition/unset", nullptr, nullptr},
    {object, "/persistentDisposition/set", nullptr, nullptr},
    {object, "/persistentDisposition/ex:more", "1", "/persistentDisposition/ex:more"},
    {object, "/certificationInfo/0", R"("certificate 1")", "/certificationInfo/0"},
    {object, "/certificationInfo", R"("none")", "/certificationInfo"},
    {object, "/certificationInfo", "{}", "/certificationInfo"},
    {object, "/certificationInfo", R"("https://example.vn/certificates/1")", nullptr},
    {object, "/readPoint", R"("urn:epc:id:sgln:8935001.00001.0")", "/readPoint"},
    {object, "/readPoint/id", nullptr, "/readPoint/id"},
    {object, "/readPoint/id", R"("the gate")", "/readPoint/id"},
    {object, "/readPoint/gate", "2", "/readPoint/gate"},
    {object, "/bizLocation/id", nullptr, "/bizLocation/id"},
    {object, "/bizLocation/id", "1", "/bizLocation/id"},
    {object, "/bizLocation/id", R"("https://id.gs1.org/414/8935001000014")", "/bizLocation/id"},
    {object, "/bizTransactionList", "{}", "/bizTransactionList"},
    {object, "/bizTransactionList", "[]", nullptr},
    {object, "/bizTransactionList/0", "1", "/bizTransactionList/0"},
    {object, "/bizTransactionList/0/type", R"("receipt")", "/bizTransactionList/0/type"},
    {object, "/bizTransactionList/0/type", nullptr, nullptr},
    {object,
     "/bizTransactionList/0/type",
     R"("urn:epcglobal:cbv:btt:po")",
     "/bizTransactionList/0/type"},
    {object,
     "/bizTransactionList/0/bizTransaction",
     nullptr,
     "/bizTransactionList/0/bizTransaction"},
    {object,
     "/bizTransactionList/0/bizTransaction",
     R"("PO 1")",
     "/bizTransactionList/0/bizTransaction"},
    {object, "/bizTransactionList/0/ex:x", "1", "/bizTransactionList/0/ex:x"},
    {object, "/sourceList", R"("x")", "/sourceList"},
    {object, "/sourceList/0/type", nullptr, "/sourceList/0/type"},
    {object, "/sourceList/0/type", R"("seller")", "/sourceList/0/type"},
    {object, "/sourceList/0/source", nullptr, "/sourceList/0/source"},
    {object, "/sourceList/0/source", R"("me")", "/sourceList/0/source"},
    {object, "/sourceList/0/ex:x", "1", "/sourceList/0/ex:x"},
    {object, "/destinationList", "null", "/destinationList"},
    {object, "/destinationList/0/type", nullptr, "/destinationList/0/type"},
    {object,
     "/destinationList/0/type",
     R"("urn:epcglobal:cbv:sdt:location")",
     "/destinationList/0/type"},
    {object, "/destinationList/0/destination", nullptr, "/destinationList/0/destination"},
    {object, "/destinationList/0/source", R"("ex:a")", "/destinationList/0/source"},
    {association, "/errorDeclaration", "[]", "/errorDeclaration"},
    {association,
     "/errorDeclaration/declarationTime",
     nullptr,
     "/errorDeclaration/declarationTime"},
    {association,
     "/errorDeclaration/declarationTime",
     R"("now")",
     "/errorDeclaration/declarationTime"},
    {association, "/errorDeclaration/reason", R"("typo")", "/errorDeclaration/reason"},
    {association, "/errorDeclaration/reason", R"("ex:typo")", nullptr},
    {association,
     "/errorDeclaration/correctiveEventIDs",
     R"("urn:uuid:1")",
     "/errorDeclaration/correctiveEventIDs"},
    {association,
     "/errorDeclaration/correctiveEventIDs/-",
     R"("two")",
     "/errorDeclaration/correctiveEventIDs/1"},
    {association, "/errorDeclaration/note", "1", "/errorDeclaration/note"},
    {object, "/weather", "1", "/weather"},
    {object, "/ex weather", "1", "/ex weather"},
    {object, "/@id", R"("ex:a")", "/@id"},
    {object, "/a~1b~0c", "1", "/a~1b~0c"},
    {object, "/https:~1~1example.vn~1weather", "{}", nullptr},
    {object, "/ilmd", "[]", "/ilmd"},
    {object, "/ilmd/grade", R"("A")", "/ilmd/grade"},
    {object, "/@context", "1", "/@context"},
    {object, "/@context", R"(["ex y"])", "/@context/0"},
    {object, "/@context", R"(["https://example.vn/c", "https://example.vn/c"])", "/@context/1"},
    {object, "/@context", R"({"ey": "https://example.vn/y/"})", nullptr},
};

constexpr Row type_rows[] = {
    {object, "/epcList", R"("urn:epc:id:sgtin:8935001.000001.S1")", "/epcList"},
    {object, "/epcList/0", R"("S1")", "/epcList/0"},
    {object, "/epcList/0", "1", "/epcList/0"},
    {object, "/epcList/0", R"("urn:epc:id:sgtin:8935001.1.S1")", "/epcList/0"},
    {object, "/epcList/0", R"("https://id.gs1.org/01/08935001000014/21/1")", "/epcList/0"},
    {object, "/epcList/-", R"("https://id.gs1.org/01/08935001000013/21/S2")", "/epcList/2"},
    {object, "/epcList/-", R"("urn:epc:id:sgtin:8935001.000001.S2")", "/epcList/2"},
    {object, "/epcList/-", R"("https://example.vn/things/1")", nullptr},
    {object, "/epcList", "[]", nullptr},
    {object, "/quantityList", "{}", "/quantityList"},
    {object, "/quantityList", "[]", nullptr},
    {object, "/quantityList/0/epcClass", nullptr, "/quantityList/0/epcClass"},
    {object, "/quantityList/0/epcClass", R"("tea")", "/quantityList/0/epcClass"},
    {object,
     "/quantityList/0/epcClass",
     R"("https://id.gs1.org/01/08935001000014/10/L1")",
     "/quantityList/0/epcClass"},
    {object, "/quantityList/0/quantity", R"("12")", "/quantityList/0/quantity"},
    {object, "/quantityList/0/quantity", nullptr, nullptr},
    {object, "/quantityList/0/uom", R"("kgm")", "/quantityList/0/uom"},
    {object, "/quantityList/0/uom", R"("K")", "/quantityList/0/uom"},
    {object, "/quantityList/0/uom", R"("KILO")", "/quantityList/0/uom"},
    {object, "/quantityList/0/uom", "1", "/quantityList/0/uom"},
    {object, "/quantityList/0/weight", "1", "/quantityList/0/weight"},
    {object, "/quantityList/0/ex:weight", "1", "/quantityList/0/ex:weight"},
    {object, "/action", R"("OBSERVE")", "/ilmd"},
    {object, "/action", R"("DELETE")", "/ilmd"},
    {object, "/parentID", R"("urn:epc:id:sscc:8935001.1000000001")", "/parentID"},
    {object, "/childEPCs", "[]", "/childEPCs"},
    {object, "/inputEPCList", "[]", "/inputEPCList"},
    {object, "/transformationID", R"("ex:t")", "/transformationID"},
    {aggregation, "/action", nullptr, "/action"},
    {aggregation, "/parentID", nullptr, "/parentID"},
    {aggregation, "/parentID", R"("urn:epc:id:sscc:8935001.1")", "/parentID"},
    {aggregation, "/childEPCs", R"([1])", "/childEPCs/0"},
    {aggregation, "/childEPCs", nullptr, nullptr},
    {aggregation, "/childEPCs/-", R"("urn:epc:id:sgtin:8935001.000001.S1")", nullptr},
    {aggregation, "/childQuantityList/0", R"("x")", "/childQuantityList/0"},
    {aggregation, "/childQuantityList/0/ex:x", "1", "/childQuantityList/0/ex:x"},
    {aggregation, "/childQuantityList", nullptr, nullptr},
    {aggregation, "/action", R"("DELETE")", nullptr},
    {aggregation, "/ilmd", "{}", "/ilmd"},
    {aggregation, "/epcList", "[]", "/epcList"},
    {aggregation, "/persistentDisposition", R"({"set": ["active"]})", nullptr},
    {transaction, "/action", nullptr, "/action"},
    {transaction, "/bizTransactionList", nullptr, "/bizTransactionList"},
    {transaction, "/bizTransactionList", "[]", "/bizTransactionList"},
    {transaction, "/parentID", nullptr, nullptr},
    {transaction, "/parentID", "1", "/parentID"},
    {transaction, "/epcList", nullptr, nullptr},
    {transaction, "/epcList/-", R"("urn:epc:id:sgtin:8935001.000001.S1")", nullptr},
    {transaction, "/quantityList", nullptr, nullptr},
    {transaction, "/ilmd", "{}", "/ilmd"},
    {transaction, "/childEPCs", "[]", "/childEPCs"},
    {transformation, "/action", R"("ADD")", "/action"},
    {transformation, "/inputEPCList", "{}", "/inputEPCList"},
    {transformation,
     "/inputEPCList/-",
     R"("urn:epc:id:sgtin:8935001.000001.S1")",
     "/inputEPCList/1"},
    {transformation,
     "/outputEPCList/-",
     R"("urn:epc:id:sgtin:8935001.000002.S1")",
     "/outputEPCList/1"},
    {transformation, "/outputQuantityList/0/epcClass", nullptr, "/outputQuantityList/0/epcClass"},
    {transformation, "/transformationID", "7", "/transformationID"},
    {transformation, "/transformationID", nullptr, nullptr},
    {transformation, "/ilmd/roasted", "1", "/ilmd/roasted"},
    {transformation, "/epcList", "[]", "/epcList"},
    {association, "/action", nullptr, "/action"},
    {association, "/parentID", nullptr, "/parentID"},
    {association, "/childEPCs", "[]", "/childEPCs"},
    {association, "/childEPCs", nullptr, ""},
    {association, "/ilmd", "{}", "/ilmd"},
    {association, "/eventID", nullptr, nullptr},
    {extended, "/type", R"("Tasting Event")", "/type"},
    {extended, "/type", R"("https://example.vn/TastingEvent")", nullptr},
    {extended, "/eventTime", nullptr, "/eventTime"},
    {extended, "/epcList/0", R"("x")", "/epcList/0"},
    {extended, "/ilmd", R"({"ex:a": 1})", nullptr},
};

constexpr Row sensor_rows[] = {
    {object, "/sensorElementList", "{}", "/sensorElementList"},
    {object, "/sensorElementList", "[]", nullptr},
    {object, "/sensorElementList/0", "1", "/sensorElementList/0"},
    {object, "/sensorElementList/0/mount", "1", "/sensorElementList/0/mount"},
    {object, "/sensorElementList/0/sensorReport", nullptr, "/sensorElementList/0/sensorReport"},
    {object, "/sensorElementList/0/sensorReport", "[]", "/sensorElementList/0/sensorReport"},
    {object, "/sensorElementList/0/sensorReport", "{}", "/sensorElementList/0/sensorReport"},
    {object, "/sensorElementList/0/sensorReport/0", "[]", "/sensorElementList/0/sensorReport/0"},
    {object, "/sensorElementList/0/sensorMetadata", nullptr, nullptr},
    {object, metadata, R"("x")", metadata},
};

// Of sensorMetadata and of sensorReport/0: member, value, and whether it holds.
struct SensorRow {
    char const* member;
    char const* json;
    bool holds;
};

std::ostream& operator<<(std::ostream& out, SensorRow const& row) {
    return out << row.member << " = " << (row.json != nullptr ? row.json : "(absent)");
}

constexpr SensorRow metadata_rows[] = {
    {"time", R"("noon")", false},
    {"time", R"("2025-12-30T01:00:00.124Z")", false},
    {"time", R"("2025-12-30T01:00:00.123Z")", true},
    {"startTime", R"("2025-12-30T02:00:00Z")", false},
    {"endTime", R"("2025-12-30T08:00:01+07:00")", false},
    {"endTime", "1", false},
    {"deviceID", R"("D1")", false},
    {"deviceMetadata", "1", false},
    {"rawData", R"("raw")", false},
    {"dataProcessingMethod", "{}", false},
    {"bizRules", R"("none")", false},
    {"battery", "80", false},
    {"ex:more", "[]", true},
};

constexpr SensorRow report_rows[] = {
    {"type", nullptr, false},
    {"type", R"("Heat")", false},
    {"type", R"("https://gs1.org/voc/Temperature")", false},
    {"type", R"("https://www.gs1.org/voc/Temperature")", false},
    {"type", R"("ex:Bitterness")", true},
    {"exception", R"("ALARM")", false},
    {"exception", R"("ERROR_CONDITION")", true},
    {"component", R"("w")", false},
    {"component", R"("latitude")", true},
    {"value", R"("21")", false},
    {"minValue", "null", false},
    {"maxValue", R"("22")", false},
    {"meanValue", "[]", false},
    {"sDev", "{}", false},
    {"percRank", "true", false},
    {"percValue", R"("1")", false},
    {"uom", "1", false},
    {"uom", R"("anything")", true},
    {"stringValue", "1", false},
    {"booleanValue", R"("true")", false},
    {"hexBinaryValue", R"("0x1")", false},
    {"hexBinaryValue", R"("")", false},
    {"uriValue", R"("v")", false},
    {"time", R"("2025-12-30T01:00:01Z")", false},
    {"deviceID", "1", false},
    {"deviceMetadata", R"("x")", false},
    {"rawData", R"("x")", false},
    {"dataProcessingMethod", R"("x")", false},
    {"bizRules", R"("x")", false},
    {"microorganism", R"("E. coli")", false},
    {"chemicalSubstance", R"("DDT")", false},
    {"coordinateReferenceSystem", "4326", false},
    {"raw", "1", false},
};

std::string event_pointer(int event) {
    return "/epcisBody/eventList/" + std::to_string(event);
}

void check_row(int event, std::string const& at, char const* json, char const* fault) {
    auto v = parsed(every_type);
    auto const pointer = event_pointer(event);
    if (json != nullptr) {
        put_at(v, pointer + at, json);
    } else {
        take_at(v, pointer + at);
    }
    auto const faults = faults_of(std::move(v));
    if (fault == nullptr) {
        BOOST_TEST(faults.empty());
        return;
    }
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults[0].pointer == pointer + fault);
    BOOST_TEST(!faults[0].reason.empty());
}

void check_sensor_row(std::string const& place, SensorRow const& row) {
    auto const at = place + "/" + row.member;
    check_row(object, at, row.json, row.holds ? nullptr : at.c_str());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_document_rules)

BOOST_AUTO_TEST_CASE(the_document_that_is_changed_has_no_fault) {
    BOOST_TEST(faults_of(parsed(every_type)).empty());
    BOOST_TEST(faults_of(query_document_of_every_type()).empty());
    BOOST_TEST(faults_of(bare_event()).empty());
}

BOOST_DATA_TEST_CASE(a_member_of_every_event_is_held_to_its_rule, common_rows, row) {
    check_row(row.event, row.at, row.json, row.fault);
}

BOOST_DATA_TEST_CASE(a_member_of_one_type_is_held_to_its_rule, type_rows, row) {
    check_row(row.event, row.at, row.json, row.fault);
}

BOOST_DATA_TEST_CASE(a_sensor_element_is_held_to_its_rule, sensor_rows, row) {
    check_row(row.event, row.at, row.json, row.fault);
}

BOOST_DATA_TEST_CASE(metadata_of_a_sensor_is_held_to_its_rule, metadata_rows, row) {
    check_sensor_row(metadata, row);
}

BOOST_DATA_TEST_CASE(a_sensor_report_is_held_to_its_rule, report_rows, row) {
    check_sensor_row("/sensorElementList/0/sensorReport/0", row);
}

BOOST_AUTO_TEST_SUITE_END()
