// The event hash: own vectors, each with the text that is hashed written out; the reference's
// vectors where they are there; and what must and what may not change a hash.

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/epcis/document.hpp>
#include <ocop/epcis/event_hash.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <map>
#include <string>

using namespace ocop;
using namespace ocop::epcis;

namespace {

constexpr std::string_view context = R"(["https://x.example/c.jsonld",
    {"ex": "https://ex.example/ns/", "htx": "urn:htx:"}, {"gs1": "https://gs1.org/voc/"}])";

Event event_of(std::string_view text) {
    auto body = json::parse(text);
    BOOST_TEST_REQUIRE(body.has_value(), text);
    Event event;
    event.body = std::move(body->get_object());
    event.context = json::parse(context)->get_array();
    return event;
}

std::string text_of(std::string_view event, HashVersion version = HashVersion::cbv_2_0) {
    return pre_hash(event_of(event), version);
}

// What a value looks like in the hash, by way of an extension.
std::string hashed(std::string_view json_value) {
    auto const text =
        text_of(R"({"type": "ObjectEvent", "ex:v": )" + std::string(json_value) + "}");
    std::string_view const head = "eventType=ObjectEvent{https://ex.example/ns/}v";
    BOOST_TEST_REQUIRE(text.starts_with(head), text);
    return text.substr(head.size());
}

constexpr std::string_view full_event = R"({
    "type": "TransformationEvent",
    "eventTime": "2026-11-22T10:00:00.1415+07:00", "eventTimeZoneOffset": "+07:00",
    "eventID": "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
    "recordTime": "2026-11-22T10:00:00Z",
    "certificationInfo": "https://htx.example/vietgap",
    "errorDeclaration": {"declarationTime": "2026-11-23T00:00:00Z"},
    "inputEPCList": ["https://id.gs1.org/01/08935012345677/10/L/21/B",
                     "https://id.gs1.org/01/08935012345677/21/A"],
    "inputQuantityList": [{"epcClass": "https://id.gs1.org/01/08935012345677/10/L", "quantity": 12.50, "uom": "KGM"}],
    "outputQuantityList": [{"epcClass": "urn:htx:lo:2", "quantity": 3}, {"epcClass": "urn:htx:lo:1"}],
    "transformationID": "urn:htx:me:7",
    "bizStep": "commissioning", "disposition": "in_progress",
    "persistentDisposition": {"unset": ["recalled"], "set": ["conformant", "available"]},
    "readPoint": {"ex:shade": true, "id": "https://id.gs1.org/414/8935012345677"},
    "bizLocation": {"id": "https://htx.example/kho/1"},
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:htx:po:1"}, {"bizTransaction": "urn:htx:x:1"}],
    "sourceList": [{"type": "owning_party", "source": "https://id.gs1.org/417/8935012345677"}],
    "destinationList": [{"type": "location", "destination": "urn:htx:kho:2"}],
    "sensorElementList": [{
        "ex:note": "n",
        "sensorMetadata": {"deviceID": "urn:epc:id:giai:8935012.K1", "time": "2026-11-22T02:00:00Z", "ex:m": 1},
        "sensorReport": [
            {"type": "Temperature", "value": 26.0, "uom": "CEL", "bizRules": "https://htx.example/r"},
            {"type": "Angle", "value": -0.5, "component": "latitude", "exception": "ALARM_CONDITION",
             "booleanValue": false, "ex:r": "x"}]}],
    "ilmd": {"ex:lot": "L", "cbvmda:bestBeforeDate": "2027-01-01"},
    "ex:z": {"ex:b": ["2", "1"], "ex:a": {"ex:c": "urn:epc:id:giai:8935012.K1"}},
    "ex:a": null,
    "rdfs:comment": "not part of it"})";

constexpr std::string_view full_start =
    "eventType=TransformationEventeventTime=2026-11-22T03:00:00.142ZeventTimeZoneOffset=+07:00"
    "inputEPCListepc=https://id.gs1.org/01/08935012345677/21/A"
    "epc=https://id.gs1.org/01/08935012345677/21/B"
    "inputQuantityListquantityElementepcClass=https://id.gs1.org/01/08935012345677/10/L"
    "quantity=12.5uom=KGM"
    "outputQuantityListquantityElementepcClass=urn:htx:lo:1"
    "quantityElementepcClass=urn:htx:lo:2quantity=3"
    "transformationID=urn:htx:me:7"
    "bizStep=https://ref.gs1.org/cbv/BizStep-commissioning"
    "disposition=https://ref.gs1.org/cbv/Disp-in_progress"
    "persistentDispositionset=https://ref.gs1.org/cbv/Disp-available"
    "set=https://ref.gs1.org/cbv/Disp-conformant"
    "unset=https://ref.gs1.org/cbv/Disp-recalled"
    "readPointid=https://id.gs1.org/414/8935012345677";

constexpr std::string_view full_middle =
    "bizLocationid=https://htx.example/kho/1"
    "bizTransactionListbizTransaction=urn:htx:x:1"
    "type=https://ref.gs1.org/cbv/BTT-pobizTransaction=urn:htx:po:1"
    "sourceListtype=https://ref.gs1.org/cbv/SDT-owning_party"
    "source=https://id.gs1.org/417/8935012345677"
    "destinationListtype=https://ref.gs1.org/cbv/SDT-locationdestination=urn:htx:kho:2";

constexpr std::string_view metadata =
    "sensorElementsensorMetadatatime=2026-11-22T02:00:00.000Z"
    "deviceID=https://id.gs1.org/8004/8935012K1";

constexpr std::string_view angle =
    "sensorReporttype=https://ref.gs1.org/voc/Angle"
    "exception=https://ref.gs1.org/voc/ALARM_CONDITION"
    "value=-0.5component=https://ref.gs1.org/cbv/Comp-latitudebooleanValue=false";

constexpr std::string_view temperature =
    "sensorReporttype=https://ref.gs1.org/voc/Temperaturevalue=26uom=CEL";

constexpr std::string_view ilmd =
    "ilmd{https://ex.example/ns/}lot=L{urn:epcglobal:cbv:mda}bestBeforeDate=2027-01-01";

constexpr std::string_view full_end =
    "{https://ex.example/ns/}a"
    "{https://ex.example/ns/}z{https://ex.example/ns/}a"
    "{https://ex.example/ns/}c=https://id.gs1.org/8004/8935012K1"
    "{https://ex.example/ns/}b=1{https://ex.example/ns/}b=2";

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (auto const part : parts) {
        out += part;
    }
    return out;
}

Result<void> check(std::string const& id) {
    auto event = event_of(R"({"type": "ObjectEvent", "action": "ADD"})");
    event.body["eventID"] = id;
    return check_event_id(event);
}

std::string const folder = std::string(OCOP_REFERENCE_DIR) + "/epcis/hash-vectors/";

std::optional<json::value> read_json(std::string const& path) {
    std::ifstream file(path);
    std::string const text((std::istreambuf_iterator<char>(file)), {});
    auto value = json::parse(text, {.bytes_max = 1 << 22, .depth_max = 64});
    return value ? std::optional(*std::move(value)) : std::nullopt;
}

// The events of a reference document as we store them. Their own ids are left out: many are of
// older rules, which we refuse.
std::vector<Event> events_of(std::string const& name) {
    auto document = read_json(folder + "docs/" + name);
    if (!document) {
        document = read_json(folder + "legacy-2025-10/" + name);
    }
    if (!document) {
        return {};
    }
    auto& body = document->at("epcisBody").get_object();
    auto& list = body.contains("eventList")
                     ? body["eventList"].get_array()
                     : body["queryResults"].at("resultsBody").at("eventList").get_array();
    for (auto& event : list) {
        event.get_object().erase("eventID");
        event.get_object().erase("errorDeclaration");  // which asks for an eventID
    }
    auto read =
        read_document(*std::move(document), {.now = *parse_instant("2026-11-25T00:00:00Z")});
    BOOST_TEST_REQUIRE(read.has_value(), name << " " << describe(read.error()));
    return std::move(read->events);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(event_hash_of_cbv)

BOOST_AUTO_TEST_CASE(version_2_0_has_extensions_behind_all_members) {
    BOOST_TEST(
        text_of(full_event) ==
        joined(
            {full_start,
             full_middle,
             metadata,
             angle,
             temperature,
             ilmd,
             "readPoint{https://ex.example/ns/}shade=true",
             "sensorElementsensorMetadata{https://ex.example/ns/}m=1"
             "sensorReport{https://ex.example/ns/}r=x{https://ex.example/ns/}note=n",
             full_end}
        )
    );
}

BOOST_AUTO_TEST_CASE(version_2_1_has_extensions_where_they_stand) {
    BOOST_TEST(
        text_of(full_event, HashVersion::cbv_2_1) == joined(
                                                         {full_start,
                                                          "{https://ex.example/ns/}shade=true",
                                                          full_middle,
                                                          "sensorElementList",
                                                          metadata,
                                                          "{https://ex.example/ns/}m=1",
                                                          angle,
                                                          "{https://ex.example/ns/}r=x",
                                                          temperature,
                                                          "{https://ex.example/ns/}note=n",
                                                          ilmd,
                                                          full_end}
                                                     )
    );
}

BOOST_AUTO_TEST_CASE(the_other_lists_have_their_places) {
    BOOST_TEST(
        text_of(R"({"type": "TransactionEvent", "action": "ADD", "epcList": [],
            "parentID": "urn:htx:p:1", "quantityList": [{"epcClass": "urn:htx:lo:1"}],
            "childEPCs": ["urn:htx:c:2", "urn:htx:c:10"], "outputEPCList": ["urn:htx:o:1"],
            "childQuantityList": [{"epcClass": "urn:htx:lo:2"}]})") ==
        "eventType=TransactionEventparentID=urn:htx:p:1childEPCsepc=urn:htx:c:10epc=urn:htx:c:2"
        "quantityListquantityElementepcClass=urn:htx:lo:1"
        "childQuantityListquantityElementepcClass=urn:htx:lo:2"
        "outputEPCListepc=urn:htx:o:1action=ADD"
    );
}

BOOST_AUTO_TEST_CASE(numbers_are_plain_and_without_idle_zeros) {
    constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"452.0", "=452"},
        {"0.10", "=0.1"},
        {"-1.50", "=-1.5"},
        {"1e3", "=1000"},
        {"1e-5", "=0.00001"},
        {"1e21", "=1000000000000000000000"},
        {"0.1234567", "=0.1234567"},
        {"18446744073709551615", "=18446744073709551615"},
        {"-7", "=-7"},
        {"0", "=0"},
        {"\"26.0\"", "=26"},
        {"\"+5\"", "=5"},
        {"\"007\"", "=7"},
        {"\".5\"", "=0.5"},
        {"\"5.\"", "=5"},
        {"\"100\"", "=100"},
        {"\"1.2e2\"", "=120"},
        {"\"12e-3\"", "=0.012"},
        {"\"111100001111000011110000\"", "=111100001111000011110000"},
        {"\"1e999999999\"", "=1e999999999"},
        {"\"2026-11-22\"", "=2026-11-22"},
        {"\"f0f0\"", "=f0f0"},
        {"\"1.2.3\"", "=1.2.3"},
        {"\"-\"", "=-"},
        {"\".\"", "=."},
        {"\"1e\"", "=1e"},
        {"\"1e+-3\"", "=1e+-3"},
        {"true", "=true"},
        {"false", "=false"},
        {"null", ""},
        {"\"  \"", ""},
        {"\" a \"", "=a"},
        {"[]", ""},
    };
    for (auto const& [value, expected] : pairs) {
        if (value == "[]") {
            BOOST_TEST(text_of(R"({"type": "E", "ex:v": []})") == "eventType=E");
        } else {
            BOOST_TEST(hashed(value) == expected, value);
        }
    }
}

BOOST_AUTO_TEST_CASE(values_anywhere_are_in_their_canonical_form) {
    constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"urn:epc:id:sgtin:8935012.034567.a'b", "https://id.gs1.org/01/08935012345677/21/a'b"},
        {"https://t.vn/01/08935012345677/10/L/21/S?s=1",
         "https://id.gs1.org/01/08935012345677/21/S"},
        {"https://id.gs1.org/414/8935012345677/254/0", "https://id.gs1.org/414/8935012345677"},
        {"https://htx.example/lo/1?x=y#z", "https://htx.example/lo/1?x=y#z"},
        {"https://id.gs1.org/01/1", "https://id.gs1.org/01/1"},
        {"urn:epc:id:sgtin:nonsense", "urn:epc:id:sgtin:nonsense"},
        {"urn:epcglobal:cbv:bizstep:shipping", "https://ref.gs1.org/cbv/BizStep-shipping"},
        {"gs1:MT-Speed", "https://ref.gs1.org/voc/MT-Speed"},
        {"cbv:Comp-x", "https://ref.gs1.org/cbv/Comp-x"},
        {"ex:own", "ex:own"},
        {"Hà Nội: chợ", "Hà Nội: chợ"},
    };
    for (auto const& [value, expected] : pairs) {
        BOOST_TEST(hashed("\"" + std::string(value) + "\"") == "=" + std::string(expected));
    }
    BOOST_TEST(
        text_of(R"({"type": "E", "sensorElementList": [{"sensorReport": [
            {"type": "gs1:Angle", "component": "cbv:Comp-latitude"},
            {"type": "https://gs1.org/voc/Angle", "component": "ex:x"}]}]})") ==
        "eventType=EsensorElement"
        "sensorReporttype=https://ref.gs1.org/voc/Anglecomponent=ex:x"
        "sensorReporttype=https://ref.gs1.org/voc/Anglecomponent=https://ref.gs1.org/cbv/"
        "Comp-latitude"
    );
}

BOOST_AUTO_TEST_CASE(order_and_what_is_left_out_change_nothing) {
    constexpr std::string_view one = R"({"type": "ObjectEvent", "action": "ADD",
        "epcList": ["urn:htx:1", "urn:htx:2"], "ex:a": {"ex:b": 1, "ex:c": 2}})";
    constexpr std::string_view same = R"({"ex:a": {"comment": "c", "ex:c": 2.0, "ex:b": "1"},
        "epcList": ["urn:htx:2", "urn:htx:1"], "eventID": "urn:uuid:1", "action": "ADD",
        "recordTime": "2026-01-01T00:00:00Z", "type": "ObjectEvent", "@context": [],
        "certificationInfo": ["https://htx.example/c"]})";
    constexpr std::string_view other = R"({"type": "ObjectEvent", "action": "ADD",
        "epcList": ["urn:htx:1", "urn:htx:2"], "ex:a": {"ex:b": 1, "ex:c": 3}})";
    for (auto const version : {HashVersion::cbv_2_0, HashVersion::cbv_2_1}) {
        BOOST_TEST(event_hash(event_of(one), version) == event_hash(event_of(same), version));
        BOOST_TEST(event_hash(event_of(one), version) != event_hash(event_of(other), version));
    }
}

// Digests by another program (Python's hashlib) of "eventType=ObjectEventaction=ADD".
BOOST_AUTO_TEST_CASE(ids_that_claim_to_be_a_hash_are_checked) {
    BOOST_TEST(
        text_of(R"({"type": "ObjectEvent", "action": "ADD"})") == "eventType=ObjectEventaction=ADD"
    );
    std::string const sha256 = "f05092241054f911323c2f9f27a181f404d79cda61c91b5ccf84fdb2202a08dc";
    BOOST_TEST(
        event_hash(event_of(R"({"type": "ObjectEvent", "action": "ADD"})")) ==
        "ni:///sha-256;" + sha256 + "?ver=CBV2.0"
    );
    std::string const good[] = {
        "ni:///sha-256;" + sha256 + "?ver=CBV2.0",
        "ni:///sha-256;" + sha256 + "?ver=CBV2.1",
        "ni:///"
        "sha3-256;9d129935195e97dd5fc3c730ece21cec57dc4e2723746a0365abf99424260fb8?ver=CBV2.0",
        "ni:///sha-384;ea5fbaa950a826ae22e9f29a54fc728901a7147484948452"
        "25a22b353bdad52f76d0a7a257ebefa4a261c11d755ab52c?ver=CBV2.0",
        "ni:///sha-512;1197ce3151587f272d7b3cfe4a70808c1fc225956d6c2ce544155a067369e642"
        "f0f4755496ca4fff7b8347c1216540f4aba2ece47c703540d81e6a1db15126a9?ver=CBV2.1",
        "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
        "https://htx.example/events/1",
    };
    for (auto const& id : good) {
        BOOST_TEST(check(id).has_value(), id);
    }
    auto changed = good[0];
    changed[20] = changed[20] == '0' ? '1' : '0';
    std::string const bad[] = {
        changed,
        good[0] + "x",
        "ni:///sha-256;" + sha256,
        "ni:///sha-256;" + sha256 + "?ver=CBV2.2",
        "ni:///sha-1;" + sha256 + "?ver=CBV2.0",
        "ni:///sha-512;" + sha256 + "?ver=CBV2.0",
        "ni://host/sha-256;" + sha256 + "?ver=CBV2.0",
        "ni:",
    };
    for (auto const& id : bad) {
        auto const result = check(id);
        BOOST_TEST_REQUIRE(!result.has_value(), id);
        BOOST_TEST(result.error().slug == "event_id_wrong");
        BOOST_TEST(result.error().faults.at(0).pointer == "/eventID");
        BOOST_TEST(result.error().faults.at(0).reason.find(sha256) != std::string::npos, id);
    }
}

BOOST_AUTO_TEST_CASE(the_reference_vectors_agree, *boost::unit_test::precondition([](auto) {
                         return boost::test_tools::assertion_result(
                             std::ifstream(folder + "vectors.json").good()
                         );
                     })) {
    auto const vectors = read_json(folder + "vectors.json");
    BOOST_TEST_REQUIRE(vectors.has_value());
    std::map<std::string, std::vector<Event>> documents;
    int agreed = 0;
    int absent = 0;
    for (auto const& vector : vectors->get_array()) {
        auto const name = std::string(vector.at("doc").get_string());
        if (!name.ends_with("jsonld")) {
            continue;
        }
        if (!documents.contains(name)) {
            documents[name] = events_of(name);
        }
        auto const& events = documents[name];
        auto const number = static_cast<std::size_t>(vector.at("event").to_number<int>());
        if (number >= events.size()) {
            ++absent;
            continue;
        }
        auto const version =
            vector.at("ver").get_string() == "CBV2.0" ? HashVersion::cbv_2_0 : HashVersion::cbv_2_1;
        BOOST_TEST(pre_hash(events[number], version) == vector.at("prehash").get_string(), name);
        BOOST_TEST(event_hash(events[number], version) == vector.at("hash").get_string(), name);
        ++agreed;
    }
    BOOST_TEST_MESSAGE("vectors: " << agreed << " agree, " << absent << " without their document");
    BOOST_TEST(agreed > 0);
}

BOOST_AUTO_TEST_SUITE_END()
