// What an "@context" may define, and what it may not.

#include "unit/epcis/documents.hpp"

namespace {

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::test;

// The pointers of the faults that a document has whose first event, or which itself, has a context
// with these members.
std::string faults_with(std::string const& members, std::string const& where) {
    auto v = parsed(every_type);
    put_at(v, where, "{" + members + "}");
    std::string out;
    for (auto const& fault : faults_of(v)) {
        out += (out.empty() ? "" : " ") + fault.pointer;
    }
    return out;
}

std::string in_event(std::string const& members) {
    return faults_with(members, "/epcisBody/eventList/0/@context");
}

std::string in_document(std::string const& members) {
    return faults_with(members, "/@context/-");
}

constexpr std::string_view refused[] = {
    "ObjectEvent",
    "AssociationEvent",
    "EPCISDocument",
    "type",
    "id",
    "bizStep",
    "epcList",
    "quantity",
    "uom",
    "sensorReport",
    "eventList",
    "shipping",
    "in_transit",
    "po",
    "owning_party",
    "incorrect_data",
    "Temperature",
    "latitude",
    "urn",
    "http",
    "https",
    "ni",
    "epcis",
    "cbv",
    "gs1",
    "xsd",
    "@vocab",
    "@base",
    "@import",
    "urn:ocop",
    "ex:note",
    "https:x",
    "",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(epcis_context_terms)

BOOST_AUTO_TEST_CASE(what_the_standard_says_cannot_be_said_anew) {
    for (auto const term : refused) {
        for (auto const* meaning : {R"("https://evil.example/x/")", R"({"@id": "urn:evil:"})"}) {
            auto const member = json::serialize(json::value(term)) + ":" + meaning;
            auto const name = std::string(term);
            BOOST_TEST(in_event(member) == "/epcisBody/eventList/0/@context/" + name, member);
            BOOST_TEST(in_document(member) == "/@context/2/" + name, member);
        }
    }
    for (auto const* term : {"bizStep", "cbv", "cbvmda", "@vocab", "urn"}) {
        BOOST_TEST(
            in_document('"' + std::string(term) + "\":null") == "/@context/2/" + std::string(term)
        );
    }
}

BOOST_AUTO_TEST_CASE(a_term_is_a_prefix_and_its_meaning_a_namespace) {
    for (auto const* meaning :
         {"1",
          "[]",
          "{}",
          R"("words")",
          R"("cbv:BizStep-")",
          R"({"@id": "urn:x:", "@type": "@id"})",
          R"({"@id": "urn:x:", "@context": {"bizStep": "urn:evil:"}})",
          R"({"@type": "xsd:integer"})",
          R"({"@reverse": "urn:x:"})"}) {
        BOOST_TEST(in_document(R"("ey":)" + std::string(meaning)) == "/@context/2/ey", meaning);
    }
    for (auto const* meaning :
         {R"("https://example.vn/y/")",
          R"("https://example.vn/y#")",
          R"("http://ns.example.com/epcis")",
          R"("urn:gs1:epcisapp:rail:")",
          R"({"@id": "https://example.vn/y/"})",
          R"({"@id": "https://example.vn/y/", "@prefix": true})",
          "null"}) {
        BOOST_TEST(in_document(R"("ey":)" + std::string(meaning)).empty(), meaning);
        BOOST_TEST(in_event(R"("ey":)" + std::string(meaning)).empty(), meaning);
    }
}

BOOST_AUTO_TEST_CASE(the_prefixes_of_the_standard_may_be_said_again) {
    for (auto const* member :
         {R"("epcis": "https://ref.gs1.org/epcis/")",
          R"("cbv": "https://ref.gs1.org/cbv/")",
          R"("gs1": "https://gs1.org/voc/")",
          R"("gs1": "https://ref.gs1.org/voc/")",
          R"("rdfs": "http://www.w3.org/2000/01/rdf-schema#")",
          R"("cbvmda": "urn:epcglobal:cbv:mda:")",
          R"("cbvmda": "http://example.com/cbvmda/")"}) {
        BOOST_TEST(in_document(member).empty(), member);
    }
}

BOOST_AUTO_TEST_CASE(the_values_of_an_extension_may_have_a_type) {
    std::string const prefix = R"("r": "urn:rail:", "r:axles": )";
    for (auto const* type : {R"({"@type": "xsd:integer"})", R"({"@type": "@id"})"}) {
        BOOST_TEST(in_document(prefix + type).empty(), type);
    }
    for (auto const* other :
         {R"("urn:evil:")",
          "null",
          R"({"@type": "@vocab"})",
          R"({"@type": "xsd:integer", "@id": "urn:evil:"})",
          R"({"@context": {}})"}) {
        BOOST_TEST(in_document(prefix + other) == "/@context/2/r:axles", other);
    }
}

BOOST_AUTO_TEST_CASE(a_definition_does_not_lean_on_another) {
    for (auto const* members :
         {R"("r": "urn:rail:", "s": "r:s/")",
          R"("s": "ex:s/")",
          R"("r": "urn:rail:", "r:axles": {"@type": "r:number"})",
          R"("cbvmda": "urn:mine:", "ex:a": {"@type": "cbvmda:b"})",
          R"("r:axles": {"@type": "xsd:integer"})"}) {
        BOOST_TEST(in_document(members) == "/@context", members);
        BOOST_TEST(in_event(members) == "/epcisBody/eventList/0/@context", members);
    }
}

BOOST_AUTO_TEST_SUITE_END()
