// What is around events, rules between members, several faults at once, limits.

#include "unit/epcis/documents.hpp"

#include <ocop/epcis/event_hash.hpp>

#include <boost/test/data/test_case.hpp>

#include <algorithm>
#include <ostream>

namespace {

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::test;

struct Row {
    char const* at;
    char const* json;   // absent when null
    char const* fault;  // none when null
};

std::ostream& operator<<(std::ostream& out, Row const& row) {
    return out << row.at << " = " << (row.json != nullptr ? row.json : "(absent)");
}

constexpr char const* element =
    "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/0";

constexpr Row document_rows[] = {
    {"/@context", nullptr, "/@context"},
    {"/@context", "null", "/@context"},
    {"/@context", R"("context")", "/@context"},
    {"/@context", R"("https://ref.gs1.org/standards/epcis/epcis-context.jsonld")", nullptr},
    {"/@context", R"({"ex": "https://example.vn/epcis/"})", nullptr},
    {"/@context", "[]", nullptr},
    {"/@context/-", "1", "/@context/2"},
    {"/@context/-", R"({"ex": "https://example.vn/epcis/"})", "/@context/2"},
    {"/id", R"("_:document1")", "/id"},
    {"/id", nullptr, nullptr},
    {"/schemaVersion", nullptr, "/schemaVersion"},
    {"/schemaVersion", "2.0", "/schemaVersion"},
    {"/schemaVersion", R"("2.")", "/schemaVersion"},
    {"/schemaVersion", R"("v2")", "/schemaVersion"},
    {"/schemaVersion", R"("")", "/schemaVersion"},
    {"/schemaVersion", R"("2")", nullptr},
    {"/schemaVersion", R"("2.0.1")", nullptr},
    {"/creationDate", nullptr, "/creationDate"},
    {"/creationDate", R"("today")", "/creationDate"},
    {"/instanceIdentifier", "1", "/instanceIdentifier"},
    {"/sender", "{}", "/sender"},
    {"/receiver", "[]", "/receiver"},
    {"/note", "1", "/note"},
    {"/epcisHeader", "[]", "/epcisHeader"},
    {"/epcisHeader", nullptr, nullptr},
    {"/epcisHeader/sheet", "1", "/epcisHeader/sheet"},
    {"/epcisHeader/epcisMasterData", "[]", "/epcisHeader/epcisMasterData"},
    {"/epcisHeader/epcisMasterData/vocabularyList",
     "{}",
     "/epcisHeader/epcisMasterData/vocabularyList"},
    {"/epcisHeader/epcisMasterData/vocabularyList/0/type",
     nullptr,
     "/epcisHeader/epcisMasterData/vocabularyList/0/type"},
    {"/epcisHeader/epcisMasterData/vocabularyList/0/type",
     R"("Place")",
     "/epcisHeader/epcisMasterData/vocabularyList/0/type"},
    {"/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList",
     "1",
     "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList"},
    {"/epcisBody", nullptr, "/epcisBody"},
    {"/epcisBody", "[]", "/epcisBody"},
    {"/epcisBody/eventList", nullptr, "/epcisBody/eventList"},
    {"/epcisBody/eventList", "{}", "/epcisBody/eventList"},
    {"/epcisBody/eventList", "[]", nullptr},
    {"/epcisBody/eventList/1", R"("event")", "/epcisBody/eventList/1"},
};

constexpr Row element_rows[] = {
    {"/id", nullptr, "/id"},
    {"/id", R"("here")", "/id"},
    {"/attributes", "{}", "/attributes"},
    {"/attributes/0/id", nullptr, "/attributes/0/id"},
    {"/attributes/0/id", "1", "/attributes/0/id"},
    {"/attributes/0/attribute", "[]", "/attributes/0/attribute"},
    {"/attributes/0/attribute", "7.5", nullptr},
    {"/attributes/0/attribute", R"({"a": "b"})", nullptr},
    {"/children", R"("x")", "/children"},
    {"/children/0", R"("x")", "/children/0"},
};

constexpr Row query_rows[] = {
    {"/@context", nullptr, "/@context"},
    {"/schemaVersion", "2", "/schemaVersion"},
    {"/creationDate", "2", "/creationDate"},
    {"/sender", R"("urn:epc:id:sgln:8935001.00001.0")", "/sender"},
    {"/epcisBody/queryResults", nullptr, "/epcisBody/queryResults"},
    {"/epcisBody/eventList", "[]", "/epcisBody/eventList"},
    {"/epcisBody/queryResults/queryName", nullptr, "/epcisBody/queryResults/queryName"},
    {"/epcisBody/queryResults/subscriptionID", "1", "/epcisBody/queryResults/subscriptionID"},
    {"/epcisBody/queryResults/more", "1", "/epcisBody/queryResults/more"},
    {"/epcisBody/queryResults/resultsBody", nullptr, "/epcisBody/queryResults/resultsBody"},
    {"/epcisBody/queryResults/resultsBody/eventList",
     nullptr,
     "/epcisBody/queryResults/resultsBody/eventList"},
    {"/epcisBody/queryResults/resultsBody/vocabularyList/0/type",
     "1",
     "/epcisBody/queryResults/resultsBody/vocabularyList/0/type"},
    {"/epcisBody/queryResults/resultsBody/eventList/2/action",
     R"("X")",
     "/epcisBody/queryResults/resultsBody/eventList/2/action"},
};

void check_row(json::value v, Row const& row, std::string const& under) {
    if (row.json != nullptr) {
        put_at(v, under + row.at, row.json);
    } else {
        take_at(v, under + row.at);
    }
    auto const faults = faults_of(std::move(v));
    BOOST_TEST_REQUIRE(faults.size() == (row.fault != nullptr ? 1U : 0U));
    if (row.fault != nullptr) {
        BOOST_TEST(faults[0].pointer == under + row.fault);
    }
}

// Pointers of the faults of one event that `changes` are made to.
std::vector<std::string> pointers_of(int event, std::vector<Row> const& changes) {
    auto v = parsed(every_type);
    auto const pointer = "/epcisBody/eventList/" + std::to_string(event);
    for (auto const& change : changes) {
        if (change.json != nullptr) {
            put_at(v, pointer + change.at, change.json);
        } else {
            take_at(v, pointer + change.at);
        }
    }
    std::vector<std::string> out;
    for (auto const& fault : faults_of(std::move(v))) {
        BOOST_TEST_REQUIRE(fault.pointer.starts_with(pointer));
        out.push_back(fault.pointer.substr(pointer.size()));
    }
    return out;
}

using Pointers = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_document)

BOOST_DATA_TEST_CASE(what_is_around_events_is_held_to_its_rule, document_rows, row) {
    check_row(parsed(every_type), row, "");
}

BOOST_DATA_TEST_CASE(master_data_is_held_to_its_rule, element_rows, row) {
    check_row(parsed(every_type), row, element);
}

BOOST_DATA_TEST_CASE(a_query_document_is_held_to_its_rule, query_rows, row) {
    check_row(query_document_of_every_type(), row, "");
}

BOOST_AUTO_TEST_CASE(an_object_event_says_what_it_is_about) {
    Row const no_list{"/quantityList", nullptr, nullptr};
    Row const no_epcs{"/epcList", nullptr, nullptr};
    BOOST_TEST(pointers_of(0, {no_list, no_epcs}).empty());  // sensors at a read point
    BOOST_TEST(
        pointers_of(0, {no_list, no_epcs, {"/readPoint", nullptr, nullptr}}) == Pointers{""}
    );
    BOOST_TEST(
        pointers_of(0, {no_list, no_epcs, {"/sensorElementList", nullptr, nullptr}}) == Pointers{""}
    );
    BOOST_TEST(
        pointers_of(
            0, {no_epcs, {"/quantityList", "[]", nullptr}, {"/sensorElementList", nullptr, nullptr}}
        ) == Pointers{"/quantityList"}
    );
}

BOOST_AUTO_TEST_CASE(an_aggregation_has_a_parent_and_children_unless_the_action_spares_them) {
    Row const no_epcs{"/childEPCs", nullptr, nullptr};
    Row const no_list{"/childQuantityList", nullptr, nullptr};
    Row const no_parent{"/parentID", nullptr, nullptr};
    Row const deletes{"/action", R"("DELETE")", nullptr};
    Row const observes{"/action", R"("OBSERVE")", nullptr};
    BOOST_TEST(pointers_of(1, {no_epcs, no_list}) == Pointers{""});
    BOOST_TEST(pointers_of(1, {no_epcs, no_list, observes}) == Pointers{""});
    BOOST_TEST(pointers_of(1, {no_epcs, no_list, deletes}).empty());
    BOOST_TEST(pointers_of(1, {no_parent, deletes}) == Pointers{"/parentID"});
    BOOST_TEST(pointers_of(1, {no_parent, observes}).empty());
    BOOST_TEST(pointers_of(1, {{"/childEPCs", "[]", nullptr}, no_list}) == Pointers{"/childEPCs"});
    BOOST_TEST(pointers_of(4, {{"/childEPCs", "[]", nullptr}, deletes}).empty());
}

BOOST_AUTO_TEST_CASE(a_transaction_names_items_unless_it_deletes) {
    Row const no_epcs{"/epcList", nullptr, nullptr};
    Row const no_list{"/quantityList", nullptr, nullptr};
    BOOST_TEST(pointers_of(2, {no_epcs, no_list}) == Pointers{""});
    BOOST_TEST(
        pointers_of(2, {no_epcs, {"/quantityList", "[]", nullptr}}) == Pointers{"/quantityList"}
    );
    BOOST_TEST(pointers_of(2, {no_list, {"/epcList", "[]", nullptr}}).empty());
    BOOST_TEST(pointers_of(2, {no_epcs, no_list, {"/action", R"("DELETE")", nullptr}}).empty());
}

BOOST_AUTO_TEST_CASE(a_transformation_has_both_sides_or_an_id_that_joins_them) {
    Row const a{"/inputEPCList", nullptr, nullptr};
    Row const b{"/inputQuantityList", nullptr, nullptr};
    Row const c{"/outputEPCList", nullptr, nullptr};
    Row const d{"/outputQuantityList", nullptr, nullptr};
    Row const no_id{"/transformationID", nullptr, nullptr};
    BOOST_TEST(pointers_of(3, {a, b}).empty());
    BOOST_TEST(pointers_of(3, {c, d}).empty());
    BOOST_TEST(pointers_of(3, {a, c, no_id}).empty());
    BOOST_TEST(pointers_of(3, {a, b, no_id}) == Pointers{""});
    BOOST_TEST(pointers_of(3, {c, d, no_id}) == Pointers{""});
    BOOST_TEST(pointers_of(3, {a, b, c, d}) == Pointers{""});
    BOOST_TEST(
        pointers_of(3, {a, {"/inputQuantityList", "[]", nullptr}, no_id}) ==
        Pointers{"/inputQuantityList"}
    );
}

BOOST_AUTO_TEST_CASE(all_faults_are_told_at_once_each_at_its_place) {
    auto v = parsed(every_type);
    put_at(v, "/creationDate", "1");
    put_at(v, "/epcisBody/eventList/0/action", "1");
    put_at(v, "/epcisBody/eventList/0/quantityList/0/uom", R"("kg")");
    put_at(v, "/epcisBody/eventList/3/ilmd/roasted", "1");
    take_at(v, "/epcisBody/eventList/4/parentID");
    Pointers pointers;
    for (auto const& fault : faults_of(std::move(v))) {
        pointers.push_back(fault.pointer);
    }
    std::sort(pointers.begin(), pointers.end());
    Pointers const expected{
        "/creationDate",
        "/epcisBody/eventList/0/action",
        "/epcisBody/eventList/0/quantityList/0/uom",
        "/epcisBody/eventList/3/ilmd/roasted",
        "/epcisBody/eventList/4/parentID"};
    BOOST_TEST(pointers == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_wrong_check_digit_is_told_with_the_right_one) {
    auto v = parsed(every_type);
    put_at(
        v, "/epcisBody/eventList/0/epcList/0", R"("https://id.gs1.org/01/08935001000014/21/S1")"
    );
    auto const faults = faults_of(std::move(v));
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST_CONTEXT(faults[0].reason) {
        BOOST_TEST(faults[0].reason.find("wrong check digit, expected 3") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_form_of_the_standards_word_is_refused_with_the_word) {
    auto v = parsed(every_type);
    put_at(v, "/epcisBody/eventList/0/bizStep", R"("urn:epcglobal:cbv:bizstep:shipping")");
    auto const faults = faults_of(std::move(v));
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults[0].reason == "must be the bare word: shipping");
}

BOOST_AUTO_TEST_CASE(faults_past_the_limit_are_not_kept) {
    auto v = parsed(every_type);
    for (int i = 0; i < 80; ++i) {
        put_at(v, "/epcisBody/eventList/0/epcList/-", "1");
    }
    BOOST_TEST(faults_of(v).size() == json::faults_max);
}

BOOST_AUTO_TEST_CASE(an_event_id_that_is_a_hash_is_this_events_hash) {
    auto const read = read_all(parsed(every_type));
    auto const id = std::string(event_id(read.events[0]));
    BOOST_TEST(id.starts_with("ni:///sha-256;"));
    BOOST_TEST(id == event_hash(read.events[0]));
    auto v = parsed(every_type);
    put_at(v, "/epcisBody/eventList/0/eventID", '"' + id + '"');
    BOOST_TEST(faults_of(v).empty());
    put_at(v, "/epcisBody/eventList/0/ex:weather", R"("sun")");
    auto const faults = faults_of(std::move(v));
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults[0].pointer == "/epcisBody/eventList/0/eventID");
}

BOOST_AUTO_TEST_CASE(a_declaration_without_an_id_gets_the_hash_that_its_event_had) {
    auto v = parsed(every_type);
    take_at(v, "/epcisBody/eventList/4/eventID");
    auto const declared = read_all(v);
    take_at(v, "/epcisBody/eventList/4/errorDeclaration");
    auto const original = read_all(v);
    BOOST_TEST(event_id(declared.events[4]) == event_id(original.events[4]));
}

BOOST_AUTO_TEST_CASE(a_document_of_too_many_events_is_too_large) {
    auto v = parsed(every_type);
    auto few = reading;
    few.events_max = 6;
    BOOST_TEST(read_document(json::value(v), few).has_value());
    few.events_max = 5;
    auto const read = read_document(std::move(v), few);
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST((read.error().code == Errc::too_large));
    BOOST_TEST(read.error().slug == "capture_limit_exceeded");
    BOOST_TEST(read.error().faults.at(0).pointer == "/epcisBody/eventList");
}

BOOST_AUTO_TEST_CASE(a_list_that_no_stored_event_could_have_is_refused_before_its_entries) {
    auto const list = [](std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) {
            out += (i > 0 ? ",\"a:" : "[\"a:") + std::to_string(i) + '"';
        }
        return out + "]";
    };
    auto v = parsed(every_type);
    put_at(v, "/epcisBody/eventList/0/epcList", list(list_entries_max));
    BOOST_TEST(faults_of(v).empty());
    put_at(v, "/epcisBody/eventList/0/epcList", list(list_entries_max + 1));
    put_at(v, "/epcisBody/eventList/0/epcList/0", "1");
    put_at(v, "/epcisBody/eventList/3/inputEPCList", list(list_entries_max + 1));
    put_at(v, "/epcisBody/eventList/4/action", "1");
    auto const faults = faults_of(v);
    BOOST_TEST_REQUIRE(faults.size() == 3U);
    BOOST_TEST(faults[0].pointer == "/epcisBody/eventList/0/epcList");
    BOOST_TEST(faults[0].reason == "must have at most 8192 entries");
    BOOST_TEST(faults[1].pointer == "/epcisBody/eventList/3/inputEPCList");
    BOOST_TEST(faults[2].pointer == "/epcisBody/eventList/4/action");
}

BOOST_AUTO_TEST_CASE(an_event_of_too_many_bytes_is_refused_at_its_place) {
    auto const refusal_of = [](json::value v, std::size_t bytes_max) {
        auto bounded = reading;
        bounded.event_bytes_max = bytes_max;
        auto const read = read_document(std::move(v), bounded);
        return read ? Error(Errc::internal, "was taken") : read.error();
    };
    auto v = parsed(every_type);
    std::size_t largest = 0;
    for (auto const& event : read_all(v).events) {
        largest = std::max(largest, json::serialize(event.body).size());
    }
    BOOST_TEST(refusal_of(v, largest).slug == "was taken");
    BOOST_TEST(refusal_of(v, largest / 2).faults.at(0).pointer == "/epcisBody/eventList/0");
    put_at(v, "/epcisBody/eventList/3/ex:text", '"' + std::string(largest, 'x') + '"');
    auto const error = refusal_of(v, largest);
    BOOST_TEST((error.code == Errc::too_large));
    BOOST_TEST(error.slug == "event_too_large");
    BOOST_TEST(error.faults.at(0).pointer == "/epcisBody/eventList/3");
    put_at(v, "/epcisBody/eventList/4/action", "1");
    BOOST_TEST(refusal_of(v, largest).slug == "validation_failed");
}

BOOST_AUTO_TEST_CASE(a_bare_event_brings_its_context) {
    auto v = bare_event();
    auto const event = read_event(json::value(v), reading);
    BOOST_TEST_REQUIRE(event.has_value());
    BOOST_TEST((event->type == EventType::object));
    BOOST_TEST(read_all(v).pointers.at(0).empty());
    take_at(v, "/@context");
    auto const refused = read_event(json::value(v), reading);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().slug == "validation_failed");
    BOOST_TEST(refused.error().faults.at(0).pointer == "/@context");
    BOOST_TEST(faults_of(v).at(0).pointer == "/@context");
}

BOOST_AUTO_TEST_CASE(a_document_is_no_event) {
    for (auto v : {parsed(every_type), query_document_of_every_type()}) {
        auto const read = read_event(std::move(v), reading);
        BOOST_TEST_REQUIRE(!read.has_value());
        BOOST_TEST(read.error().faults.at(0).pointer == "/type");
    }
    for (auto const* text : {"1", "[]", "null", R"("x")"}) {
        BOOST_TEST(faults_of(parsed(text)).at(0).pointer.empty());
    }
    BOOST_TEST(faults_of(parsed("{}")).at(0).pointer == "/@context");
    BOOST_TEST(faults_of(parsed("{}")).at(1).pointer == "/type");
}

BOOST_AUTO_TEST_CASE(master_data_and_pointers_come_back) {
    auto const read = read_all(parsed(every_type));
    BOOST_TEST_REQUIRE(read.events.size() == 6U);
    BOOST_TEST(read.pointers.at(3) == "/epcisBody/eventList/3");
    BOOST_TEST_REQUIRE(read.master_data.size() == 1U);
    BOOST_TEST(read.master_data[0].at("type") == "urn:epcglobal:epcis:vtype:BusinessLocation");
    auto const query = read_all(query_document_of_every_type());
    BOOST_TEST(query.pointers.at(5) == "/epcisBody/queryResults/resultsBody/eventList/5");
    BOOST_TEST(query.master_data == read.master_data);
    auto bare = parsed(every_type);
    take_at(bare, "/epcisHeader");
    BOOST_TEST(read_all(bare).master_data.empty());
}

BOOST_AUTO_TEST_CASE(an_extension_may_be_deep_but_not_so_deep_that_it_cannot_be_stored) {
    auto const nested = [](std::size_t depth) {
        return std::string(depth, '[') + "1" + std::string(depth, ']');
    };
    auto v = parsed(every_type);
    put_at(v, "/epcisBody/eventList/3/ex:deep", nested(20));
    BOOST_TEST(faults_of(v).empty());
    put_at(v, "/epcisBody/eventList/3/ex:deep", nested(21));
    auto const faults = faults_of(v);
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults[0].pointer.starts_with("/epcisBody/eventList/3/ex:deep/0/0/0"));
}

BOOST_AUTO_TEST_CASE(a_context_that_every_event_would_keep_is_bounded) {
    auto v = parsed(every_type);
    auto const long_one = R"({"ex": "https://example.vn/)" + std::string(16 * 1024, 'x') + R"("})";
    put_at(v, "/@context/1", long_one);
    BOOST_TEST(faults_of(v).at(0).pointer == "/@context");
    std::string many = "[";
    for (int i = 0; i < 101; ++i) {
        many += (i > 0 ? ",\"a:" : "\"a:") + std::to_string(i) + '"';
    }
    put_at(v, "/@context", many + "]");
    BOOST_TEST(faults_of(v).at(0).pointer == "/@context");
}

BOOST_AUTO_TEST_SUITE_END()
