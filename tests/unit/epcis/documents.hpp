#pragma once

#include <ocop/base/json.hpp>
#include <ocop/epcis/document.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

// Documents of our own for the suites of epcis, and hands to change them with.
namespace ocop::epcis::test {

inline constexpr Instant now{1'767'225'600'000};  // 2026-01-01T00:00Z
inline constexpr Reading reading{.now = now};

// One event of each type, with every member that the type can have in one of them.
inline constexpr std::string_view every_type = R"({
 "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
              {"ex": "https://example.vn/epcis/"}],
 "id": "https://example.vn/documents/1",
 "type": "EPCISDocument",
 "schemaVersion": "2.0",
 "creationDate": "2025-12-31T10:00:00+07:00",
 "instanceIdentifier": "1",
 "sender": "urn:epc:id:sgln:8935001.00001.0",
 "receiver": "urn:epc:id:sgln:8935001.00002.0",
 "ex:note": {"any": ["shape", 1, null]},
 "epcisHeader": {
  "ex:sheet": true,
  "epcisMasterData": {"vocabularyList": [{
   "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
   "vocabularyElementList": [{
    "id": "https://id.gs1.org/414/8935001000013",
    "attributes": [{"id": "https://ref.gs1.org/cbv/mda#site", "attribute": "Vườn chè"}],
    "children": ["https://id.gs1.org/414/8935001000020"]}]}]}},
 "epcisBody": {"eventList": [
 {"type": "ObjectEvent", "eventTime": "2025-12-30T08:00:00.123456789+07:00",
  "recordTime": "2025-12-30T09:00:00Z", "eventTimeZoneOffset": "+07:00", "action": "ADD",
  "bizStep": "commissioning", "disposition": "active",
  "epcList": ["urn:epc:id:sgtin:8935001.000001.S1", "https://id.gs1.org/01/08935001000013/21/S2"],
  "quantityList": [{"epcClass": "urn:epc:class:lgtin:8935001.000001.L1", "quantity": 12.5,
                    "uom": "KGM"}],
  "persistentDisposition": {"set": ["conformant"], "unset": ["non_conformant"]},
  "readPoint": {"id": "urn:epc:id:sgln:8935001.00001.0", "ex:gate": 2},
  "bizLocation": {"id": "https://id.gs1.org/414/8935001000013"},
  "bizTransactionList": [{"type": "po", "bizTransaction": "https://example.vn/po/1"}],
  "sourceList": [{"type": "possessing_party", "source": "urn:epc:id:pgln:8935001.00001"}],
  "destinationList": [{"type": "location", "destination": "urn:epc:id:sgln:8935001.00002.0"}],
  "certificationInfo": ["https://example.vn/certificates/1"],
  "ilmd": {"ex:grade": "A", "ex:picked": {"by": ["hand"]}},
  "sensorElementList": [{
   "sensorMetadata": {"time": "2025-12-30T00:59:00Z", "startTime": "2025-12-30T00:00:00Z",
    "endTime": "2025-12-30T00:58:00Z", "deviceID": "urn:epc:id:giai:8935001.D1",
    "deviceMetadata": "https://example.vn/d/1", "rawData": "https://example.vn/raw/1",
    "dataProcessingMethod": "https://example.vn/m/1", "bizRules": "https://example.vn/r/1",
    "ex:battery": 80},
   "sensorReport": [{"type": "Temperature", "value": 21.5, "uom": "CEL", "minValue": 20,
    "maxValue": 22, "meanValue": 21, "sDev": 0.1, "percRank": 50, "percValue": 21,
    "component": "x", "exception": "ALARM_CONDITION", "stringValue": "s", "booleanValue": true,
    "hexBinaryValue": "F00d", "uriValue": "https://example.vn/v", "time": "2025-12-30T00:59:00Z",
    "deviceID": "https://example.vn/d/1", "deviceMetadata": "https://example.vn/d/1",
    "rawData": "https://example.vn/raw/1", "dataProcessingMethod": "https://example.vn/m/1",
    "bizRules": "https://example.vn/r/1", "microorganism": "https://example.vn/o/1",
    "chemicalSubstance": "https://example.vn/c/1",
    "coordinateReferenceSystem": "https://example.vn/crs", "ex:raw": [1]}],
   "ex:mount": "wall"}],
  "ex:weather": "rain"},
 {"type": "AggregationEvent", "eventTime": "2025-12-30T08:10:00+07:00",
  "eventTimeZoneOffset": "+07:00", "action": "ADD", "bizStep": "packing",
  "parentID": "urn:epc:id:sscc:8935001.1000000001",
  "childEPCs": ["urn:epc:id:sgtin:8935001.000001.S1"],
  "childQuantityList": [{"epcClass": "https://id.gs1.org/01/08935001000013/10/L1", "quantity": 3}]},
 {"type": "TransactionEvent", "eventTime": "2025-12-30T08:20:00+07:00",
  "eventTimeZoneOffset": "+07:00", "action": "OBSERVE",
  "parentID": "urn:epc:id:sscc:8935001.1000000001",
  "epcList": ["urn:epc:id:sgtin:8935001.000001.S1"],
  "quantityList": [{"epcClass": "https://id.gs1.org/01/08935001000013"}],
  "bizTransactionList": [{"bizTransaction": "https://example.vn/po/1"}]},
 {"type": "TransformationEvent", "eventTime": "2025-12-30T08:30:00+07:00",
  "eventTimeZoneOffset": "+07:00",
  "inputEPCList": ["urn:epc:id:sgtin:8935001.000001.S1"],
  "inputQuantityList": [{"epcClass": "https://id.gs1.org/01/08935001000013/10/L1"}],
  "outputEPCList": ["urn:epc:id:sgtin:8935001.000002.S1"],
  "outputQuantityList": [{"epcClass": "https://id.gs1.org/01/08935001000020/10/L2"}],
  "transformationID": "urn:epc:id:gdti:8935001.00001.T1",
  "ilmd": {"ex:roasted": true}},
 {"type": "AssociationEvent", "eventTime": "2025-12-30T08:40:00+07:00",
  "eventTimeZoneOffset": "+07:00", "action": "ADD", "eventID": "urn:uuid:0b9e5b0e-0000-4000-8000-000000000001",
  "parentID": "urn:epc:id:grai:8935001.00001.1",
  "childEPCs": ["urn:epc:id:giai:8935001.D1"],
  "errorDeclaration": {"declarationTime": "2025-12-31T08:00:00Z", "reason": "incorrect_data",
   "correctiveEventIDs": ["urn:uuid:0b9e5b0e-0000-4000-8000-000000000002"], "ex:who": "A"}},
 {"type": "ex:TastingEvent", "eventTime": "2025-12-30T08:50:00+07:00",
  "eventTimeZoneOffset": "+07:00", "taste": "sweet",
  "epcList": ["urn:epc:id:sgtin:8935001.000001.S1"]}
 ]}})";

// The same events in a query document, and the first of them bare.
json::value query_document_of_every_type();
json::value bare_event();

json::value parsed(std::string_view text);

// Puts `text`, JSON, at an RFC 6901 pointer ("-" at the end of a list), or takes away what is
// there.
void put_at(json::value& v, std::string_view pointer, std::string_view text);
void take_at(json::value& v, std::string_view pointer);

// Empty for a document that reads without a fault.
std::vector<Fault> faults_of(json::value v);
Document read_all(json::value v);

// Two JSON texts of one content: the order of members does not count, nor 1 and 1.0.
bool same_content(json::value const& a, json::value const& b);

}  // namespace ocop::epcis::test
