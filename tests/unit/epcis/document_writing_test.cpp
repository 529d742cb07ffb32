// What is stored of an event, and what goes out again.

#include "unit/epcis/documents.hpp"

#include <fstream>
#include <iterator>

namespace {

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::test;

constexpr Instant recorded{1'767'229'200'000};  // 2026-01-01T01:00Z

std::vector<Out> outs(std::vector<Event> const& events) {
    std::vector<Out> out;
    for (auto const& event : events) {
        out.push_back({&event, recorded});
    }
    return out;
}

// Through the stored form's text and back.
Event stored_and_read(Event const& event) {
    auto back = event_from_json(parsed(event_text(event)));
    BOOST_TEST_REQUIRE(back.has_value());
    return std::move(*back);
}

json::value document_of(std::vector<json::value> const& contexts, char const* key) {
    auto v = parsed(every_type);
    auto& list = v.at("epcisBody").at("eventList").get_array();
    auto const event = list.at(1);
    list.clear();
    for (auto const& context : contexts) {
        auto one = event;
        one.get_object()[key] = "x";
        if (!context.is_null()) {
            one.get_object()["@context"] = context;
        }
        list.push_back(one);
    }
    return v;
}

std::string_view slug_of(json::value stored) {
    auto const event = event_from_json(std::move(stored));
    return event ? std::string_view() : event.error().slug;
}

json::value const& event_at(json::object const& document, std::size_t i) {
    return document.at("epcisBody").at("eventList").at(i);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_document_writing)

BOOST_AUTO_TEST_CASE(identifiers_become_canonical_and_words_bare) {
    auto v = parsed(every_type);
    put_at(
        v, "/epcisBody/eventList/0/bizStep", R"("https://ref.gs1.org/cbv/BizStep-commissioning")"
    );
    auto const event = read_all(std::move(v)).events[0];
    auto const& body = event.body;
    BOOST_TEST(body.at("epcList").at(0) == "https://id.gs1.org/01/08935001000013/21/S1");
    BOOST_TEST(body.at("epcList").at(1) == "https://id.gs1.org/01/08935001000013/21/S2");
    BOOST_TEST(
        body.at("quantityList").at(0).at("epcClass") == "https://id.gs1.org/01/08935001000013/10/L1"
    );
    BOOST_TEST(read_point(event).starts_with("https://id.gs1.org/414/8935001000013"));
    BOOST_TEST(body.at("sourceList").at(0).at("source") == "https://id.gs1.org/417/8935001000013");
    BOOST_TEST(biz_step(event) == "commissioning");
    // A device is no item, and stays as it was sent.
    auto const& metadata = body.at("sensorElementList").at(0).at("sensorMetadata");
    BOOST_TEST(metadata.at("deviceID") == "urn:epc:id:giai:8935001.D1");
}

BOOST_AUTO_TEST_CASE(only_what_changed_is_kept_as_sent) {
    auto const event = read_all(parsed(every_type)).events[1];
    using Sent = std::vector<std::pair<std::string, std::string>>;
    Sent const expected{
        {"https://id.gs1.org/00/189350010000000010", "urn:epc:id:sscc:8935001.1000000001"},
        {"https://id.gs1.org/01/08935001000013/21/S1", "urn:epc:id:sgtin:8935001.000001.S1"}};
    BOOST_TEST((event.sent == expected));
}

BOOST_AUTO_TEST_CASE(a_place_that_was_sent_in_another_form_is_kept_by_its_pointer) {
    auto v = parsed(every_type);
    auto const base = std::string("/epcisBody/eventList/1");
    put_at(v, base + "/childEPCs/-", R"("https://example.vn/01/08935001000013/21/S1")");
    put_at(v, base + "/childEPCs/-", R"("https://id.gs1.org/01/08935001000013/21/S1")");
    put_at(v, base + "/parentID", R"("https://id.gs1.org/00/189350010000000010")");
    auto const event = read_all(std::move(v)).events[1];
    using Sent = std::vector<std::pair<std::string, std::string>>;
    Sent const expected{
        {"/childEPCs/1", "https://example.vn/01/08935001000013/21/S1"},
        {"/childEPCs/2", "https://id.gs1.org/01/08935001000013/21/S1"},
        {"https://id.gs1.org/01/08935001000013/21/S1", "urn:epc:id:sgtin:8935001.000001.S1"}};
    BOOST_TEST((event.sent == expected));
}

BOOST_AUTO_TEST_CASE(the_context_is_kept_by_events_that_lean_on_it) {
    auto const read = read_all(parsed(every_type));
    json::array const expected{json::object{{"ex", "https://example.vn/epcis/"}}};
    BOOST_TEST(read.events[0].context == expected);  // has extensions
    BOOST_TEST(read.events[1].context.empty());
    BOOST_TEST(read.events[5].context == expected);  // its type
    BOOST_TEST(!read.events[0].body.contains("@context"));
    auto v = parsed(every_type);
    put_at(v, "/epcisBody/eventList/1/bizStep", R"("ex:wrapping")");
    BOOST_TEST(read_all(v).events[1].context == expected);  // a value
}

BOOST_AUTO_TEST_CASE(an_events_context_adds_to_the_documents) {
    auto v = document_of(
        {json::object{{"ey", "https://example.vn/y/"}},
         json::array{"https://example.vn/c.jsonld", json::object{{"ex", "https://example.vn/2/"}}}},
        "ex:a"
    );
    auto const read = read_all(std::move(v));
    json::array const first{
        json::object{{"ex", "https://example.vn/epcis/"}, {"ey", "https://example.vn/y/"}}};
    json::array const second{
        "https://example.vn/c.jsonld", json::object{{"ex", "https://example.vn/2/"}}};
    BOOST_TEST(read.events[0].context == first);
    BOOST_TEST(read.events[1].context == second);
    BOOST_TEST(expand_name(read.events[1], "ex:a").ns == "https://example.vn/2/");
}

BOOST_AUTO_TEST_CASE(a_prefix_written_as_a_term_definition_is_a_prefix) {
    auto v = parsed(every_type);
    put_at(v, "/@context/1", R"({"ex": {"@id": "https://example.vn/epcis/", "@prefix": true}})");
    auto const read = read_all(std::move(v));
    BOOST_TEST(expand_name(read.events[0], "ex:weather").ns == "https://example.vn/epcis/");
}

BOOST_AUTO_TEST_CASE(the_time_of_record_is_the_repositorys) {
    auto const read = read_all(parsed(every_type));
    BOOST_TEST(!read.events[0].body.contains("recordTime"));
    auto const out = document(outs(read.events), EpcFormat::digital_link, now);
    BOOST_TEST(event_at(out, 0).at("recordTime") == "2026-01-01T01:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(an_event_comes_back_from_its_stored_form) {
    for (auto const& event : read_all(parsed(every_type)).events) {
        auto const back = stored_and_read(event);
        BOOST_TEST((back.type == event.type));
        BOOST_TEST(same_content(back.body, event.body));
        BOOST_TEST(back.context == event.context);
        BOOST_TEST((back.sent == event.sent));
    }
}

// The two blocks of JSON in FORMAT.md: an event as it was sent, and as it is stored.
BOOST_AUTO_TEST_CASE(the_worked_example_of_the_format_is_what_is_stored) {
    std::ifstream in(std::string(OCOP_TESTS_DIR) + "/../include/ocop/epcis/FORMAT.md");
    std::string const page(std::istreambuf_iterator<char>(in), {});
    auto const block = [&page](std::size_t from) {
        auto const start = page.find("```json\n", from) + 8;
        return std::pair(start, page.substr(start, page.find("```", start) - start));
    };
    auto const [sent_at, sent] = block(0);
    auto const stored = block(sent_at + sent.size() + 3).second;
    auto v = parsed(every_type);
    put_at(v, "/epcisBody/eventList", "[" + sent + "]");
    auto const event = read_all(std::move(v)).events[0];
    auto const expected = parsed(stored);
    BOOST_TEST(same_content(parsed(event_text(event)), expected), event_text(event));
}

BOOST_AUTO_TEST_CASE(what_was_not_stored_by_us_is_corrupt) {
    auto const stored = parsed(event_text(read_all(parsed(every_type)).events[0])).get_object();
    for (auto const* member : {"event", "context", "sent"}) {
        auto without = stored;
        without.erase(member);
        BOOST_TEST(slug_of(without) == "store_corrupt");
        auto other = stored;
        other[member] = "text";
        BOOST_TEST(slug_of(other) == "store_corrupt");
    }
    auto untyped = stored;
    untyped["event"].get_object().erase("type");
    BOOST_TEST(slug_of(untyped) == "store_corrupt");
    auto mixed = stored;
    mixed["sent"].get_object()["a"] = 1;
    BOOST_TEST(slug_of(mixed) == "store_corrupt");
    auto more = stored;
    more["v"] = 1;
    BOOST_TEST(slug_of(more) == "store_corrupt");
    BOOST_TEST(slug_of(1) == "store_corrupt");
}

BOOST_AUTO_TEST_CASE(never_translates_gives_back_every_form_that_was_sent) {
    auto v = parsed(every_type);
    auto const base = std::string("/epcisBody/eventList/0");
    auto const report = base + "/sensorElementList/0/sensorReport/0";
    put_at(v, base + "/bizStep", R"("https://ref.gs1.org/cbv/BizStep-commissioning")");
    put_at(
        v, base + "/persistentDisposition/set/0", R"("https://ref.gs1.org/cbv/Disp-conformant")"
    );
    put_at(v, base + "/bizTransactionList/0/type", R"("https://ref.gs1.org/cbv/BTT-po")");
    put_at(
        v, base + "/bizTransactionList/0/bizTransaction", R"("urn:epc:id:gdti:8935001.00001.1")"
    );
    put_at(v, report + "/exception", R"("gs1:ALARM_CONDITION")");
    put_at(v, report + "/component", R"("https://ref.gs1.org/cbv/Comp-x")");
    auto const read = read_all(v);
    std::vector<Event> stored;
    for (auto const& event : read.events) {
        stored.push_back(stored_and_read(event));
    }
    auto const out = document(outs(stored), EpcFormat::never_translates, now);
    auto expected = v.at("epcisBody").at("eventList");
    for (std::size_t i = 0; i < read.events.size(); ++i) {
        auto& event = expected.get_array()[i].get_object();
        event["recordTime"] = "2026-01-01T01:00:00.000Z";
        event["eventID"] = event_id(read.events[i]);
        BOOST_TEST_CONTEXT(i << " " << json::serialize(event_at(out, i))) {
            BOOST_TEST(same_content(event_at(out, i), event));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_as_the_same_events) {
    auto const read = read_all(parsed(every_type));
    auto const created = now;
    for (auto const format : {EpcFormat::digital_link, EpcFormat::never_translates}) {
        auto const as_document = document(outs(read.events), format, created);
        auto const as_query = query_document(outs(read.events), format, created, "q", "s");
        for (auto const* written : {&as_document, &as_query}) {
            auto const again = read_all(parsed(json::serialize(*written)));
            BOOST_TEST_REQUIRE(again.events.size() == read.events.size());
            for (std::size_t i = 0; i < read.events.size(); ++i) {
                BOOST_TEST(same_content(again.events[i].body, read.events[i].body));
                BOOST_TEST(again.events[i].context == read.events[i].context);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_query_document_says_which_query_it_answers) {
    auto const read = read_all(parsed(every_type));
    auto const out = query_document(outs(read.events), EpcFormat::digital_link, now, "tea", "s1");
    BOOST_TEST(out.at("type") == "EPCISQueryDocument");
    BOOST_TEST(out.at("schemaVersion") == "2.0");
    BOOST_TEST(out.at("creationDate") == "2026-01-01T00:00:00.000Z");
    json::array const context{
        json::value(epcis_context), json::object{{"ex", "https://example.vn/epcis/"}}};
    BOOST_TEST(out.at("@context") == context);
    auto const& results = out.at("epcisBody").at("queryResults");
    BOOST_TEST(results.at("queryName") == "tea");
    BOOST_TEST(results.at("subscriptionID") == "s1");
    auto const none = query_document({}, EpcFormat::digital_link, now, "tea");
    BOOST_TEST(!none.at("epcisBody").at("queryResults").as_object().contains("subscriptionID"));
    BOOST_TEST(read_all(none).events.empty());
}

BOOST_AUTO_TEST_CASE(a_prefix_that_means_two_things_stays_with_its_events) {
    auto const read = read_all(document_of(
        {json::value(), json::object{{"ex", "https://example.vn/2/"}}, json::value()}, "ex:a"
    ));
    auto const out = document(outs(read.events), EpcFormat::digital_link, now);
    BOOST_TEST(out.at("@context") == json::array{json::value(epcis_context)});
    json::object const first{{"ex", "https://example.vn/epcis/"}};
    json::object const second{{"ex", "https://example.vn/2/"}};
    BOOST_TEST(event_at(out, 0).at("@context") == first);
    BOOST_TEST(event_at(out, 1).at("@context") == second);
    BOOST_TEST(event_at(out, 2).at("@context") == first);
    auto const again = read_all(parsed(json::serialize(out)));
    BOOST_TEST(expand_name(again.events[1], "ex:a").ns == "https://example.vn/2/");
    BOOST_TEST(expand_name(again.events[2], "ex:a").ns == "https://example.vn/epcis/");
}

BOOST_AUTO_TEST_CASE(what_was_stored_before_it_was_refused_stays_with_its_event) {
    for (auto const* term :
         {"urn", "https", "urn:ocop", "cbv", "bizStep", "ObjectEvent", "shipping", "@vocab"}) {
        auto read = read_all(document_of({json::value()}, "ex:a"));
        json::object const own{{term, "https://example.vn/evil/"}};
        read.events[0].context = json::array{own};
        auto const out = document(outs(read.events), EpcFormat::digital_link, now);
        BOOST_TEST(out.at("@context") == json::array{json::value(epcis_context)}, term);
        BOOST_TEST(event_at(out, 0).at("@context") == own, term);
    }
}

BOOST_AUTO_TEST_CASE(a_scheme_of_one_event_is_no_prefix_of_anothers) {
    json::object const own{{"ey", "https://example.vn/y/"}};
    for (auto const& used : {R"("ey:a": 1)", R"("ex:b": [{"ex:c": "ey:d"}])", R"("ex:b": "ey")"}) {
        auto v = document_of({own, json::value()}, "ey:a");
        auto& second = v.at("epcisBody").at("eventList").at(1).get_object();
        second.erase("ey:a");
        auto const member = parsed("{" + std::string(used) + "}");
        second.insert(member.as_object().begin(), member.as_object().end());
        auto const read = read_all(v);
        BOOST_TEST(expand_name(read.events[1], "ey:a").ns == "ey:");
        auto const out = document(outs(read.events), EpcFormat::digital_link, now);
        BOOST_TEST(event_at(out, 0).at("@context").at("ey") == "https://example.vn/y/", used);
        auto const again = read_all(parsed(json::serialize(out)));
        BOOST_TEST(expand_name(again.events[0], "ey:a").ns == "https://example.vn/y/");
        BOOST_TEST(expand_name(again.events[1], "ey:a").ns == "ey:", used);
    }
}

BOOST_AUTO_TEST_CASE(a_prefix_of_one_event_stands_with_the_document_when_no_other_uses_it) {
    json::object const own{{"ey", "https://example.vn/y/"}};
    auto v = document_of({own, json::value()}, "ex:a");
    put_at(v, "/epcisBody/eventList/0/ey:b", "1");
    auto const out = document(outs(read_all(v).events), EpcFormat::digital_link, now);
    json::array const context{
        json::value(epcis_context),
        json::object{{"ex", "https://example.vn/epcis/"}, {"ey", "https://example.vn/y/"}}};
    BOOST_TEST(out.at("@context") == context);
    BOOST_TEST(!event_at(out, 0).as_object().contains("@context"));
    BOOST_TEST(!event_at(out, 1).as_object().contains("@context"));
}

BOOST_AUTO_TEST_CASE(cbvmda_as_users_define_it_stands_with_the_document_when_all_agree) {
    json::object const theirs{{"cbvmda", "http://example.com/cbvmda/"}};
    auto const alone = read_all(document_of({theirs}, "cbvmda:lot"));
    auto const out = document(outs(alone.events), EpcFormat::digital_link, now);
    BOOST_TEST(out.at("@context").at(1).at("cbvmda") == "http://example.com/cbvmda/");
    BOOST_TEST(!event_at(out, 0).as_object().contains("@context"));
    // The others mean the standard's, by its context or by saying so.
    json::object const standard{{"cbvmda", "urn:epcglobal:cbv:mda:"}};
    for (auto const& other : {json::value(), json::value(standard)}) {
        auto const read = read_all(document_of({theirs, other}, "cbvmda:lot"));
        auto const both = document(outs(read.events), EpcFormat::digital_link, now);
        BOOST_TEST(!both.at("@context").at(1).as_object().contains("cbvmda"));
        BOOST_TEST(event_at(both, 0).at("@context") == theirs);
        BOOST_TEST(!event_at(both, 1).as_object().contains("@context"));
    }
}

BOOST_AUTO_TEST_CASE(the_type_of_a_members_values_goes_where_its_prefix_goes) {
    auto const terms = parsed(R"({"r": "urn:rail:", "r:axles": {"@type": "xsd:integer"}})");
    auto const other = parsed(R"({"r": "urn:rail:2:"})");
    auto const alone = read_all(document_of({terms}, "r:axles"));
    auto const out = document(outs(alone.events), EpcFormat::digital_link, now);
    BOOST_TEST(out.at("@context").at(1).as_object().contains("r:axles"));
    auto const read = read_all(document_of({terms, other}, "ex:a"));
    BOOST_TEST(read.events[0].context.size() == 1U);
    auto const both = document(outs(read.events), EpcFormat::digital_link, now);
    BOOST_TEST(!both.at("@context").at(1).as_object().contains("r:axles"));
    BOOST_TEST(event_at(both, 0).at("@context") == terms);
}

BOOST_AUTO_TEST_CASE(what_the_standards_context_says_is_not_said_again) {
    json::object const own{{"cbvmda", "urn:epcglobal:cbv:mda:"}};
    auto const read = read_all(document_of({own}, "cbvmda:a"));
    auto const out = document(outs(read.events), EpcFormat::digital_link, now);
    BOOST_TEST(!event_at(out, 0).as_object().contains("@context"));
    for (auto const* uri :
         {"https://ref.gs1.org/standards/epcis/2.1.0/epcis-context.jsonld",
          "https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
          "https://gs1.github.io/EPCIS/epcis-context.jsonld"}) {
        auto v = parsed(every_type);
        put_at(v, "/@context/0", '"' + std::string(uri) + '"');
        BOOST_TEST(read_all(v).events[0].context.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(the_url_of_a_context_stays_with_its_event_unless_every_event_has_it) {
    json::value const a = parsed(R"(["https://example.vn/a.jsonld"])");
    json::value const ab =
        parsed(R"(["https://example.vn/a.jsonld", "https://example.vn/b.jsonld"])");
    json::object const terms{{"ex", "https://example.vn/epcis/"}};
    auto const read = read_all(document_of({a, ab, a}, "ex:a"));
    auto const out = document(outs(read.events), EpcFormat::digital_link, now);
    json::array const shared{json::value(epcis_context), "https://example.vn/a.jsonld"};
    BOOST_TEST(out.at("@context") == shared);
    BOOST_TEST(event_at(out, 0).at("@context") == terms);
    json::array const own{"https://example.vn/b.jsonld", terms};
    BOOST_TEST(event_at(out, 1).at("@context") == own);
    auto const again = read_all(parsed(json::serialize(out)));
    for (std::size_t i = 0; i < read.events.size(); ++i) {
        BOOST_TEST(again.events[i].context == read.events[i].context);
    }
    auto const mixed = read_all(document_of({a, json::value()}, "ex:a"));
    auto const poisoned = document(outs(mixed.events), EpcFormat::digital_link, now);
    BOOST_TEST(poisoned.at("@context") == json::array{json::value(epcis_context)});
    BOOST_TEST(event_at(poisoned, 0).at("@context").at(0) == "https://example.vn/a.jsonld");
    BOOST_TEST(event_at(poisoned, 1).at("@context") == terms);
}

BOOST_AUTO_TEST_SUITE_END()
