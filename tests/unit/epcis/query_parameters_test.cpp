// Each parameter and family of SimpleEventQuery against an event that meets it and one that does
// not, by GET and by POST; and the published lists of parameters against these rows.

#include "unit/epcis/query_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <set>

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::testing;

namespace {

std::string const reference = OCOP_REFERENCE_DIR "/epcis";

std::string read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

json::value read_json(std::string const& path) {
    auto parsed = json::parse(read_file(path), {4'000'000, 64});
    BOOST_REQUIRE_MESSAGE(parsed.has_value(), path);
    return std::move(*parsed);
}

std::set<std::string> tested_names() {
    std::set<std::string> out{
        "@context", "orderBy", "orderDirection", "eventCountLimit", "maxEventCount"};
    for (auto const& row : all_rows()) {
        out.insert(row.parameter);
    }
    return out;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), by);
        at += by.size();
    }
}

// A name that a family of the query schema stands for, as our rows have it.
std::string instance_of(std::string pattern) {
    replace_all(pattern, R"(\\)", R"(\)");  // the schema escapes them twice
    replace_all(pattern, R"([a-z][a-zA-Z0-9]*\:\w+)", "ex:field");
    replace_all(pattern, "quantity_[A-Z0-9]{2,4}", "quantity_KGM");
    replace_all(pattern, "[A-Z0-9]{2,4}", "KEL");
    replace_all(pattern, "bizTransaction_[a-z][a-zA-Z0-9_]+", "bizTransaction_po");
    replace_all(pattern, "[a-z][a-zA-Z0-9_]+", "owning_party");
    replace_all(pattern, R"(\w+_\w+)", "readPoint_site");
    return pattern.substr(1, pattern.size() - 2);  // ^ and $
}

void check(QueryRow const& row, Result<Query> const& query) {
    BOOST_REQUIRE_MESSAGE(query.has_value(), row.parameter << ": " << describe(query.error()));
    auto const meets = event_of(row.meets);
    auto const fails = event_of(row.fails);
    BOOST_TEST(matches(*query, meets.event, meets.recorded, KnownPlaces()));
    BOOST_TEST(!matches(*query, fails.event, fails.recorded, KnownPlaces()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(query_parameters)

BOOST_AUTO_TEST_CASE(each_parameter_finds_its_event_and_leaves_the_other) {
    for (auto const& row : all_rows()) {
        BOOST_TEST_CONTEXT(row.parameter << " by GET") {
            check(row, from_get(row.parameter, row.get));
        }
        BOOST_TEST_CONTEXT(row.parameter << " by POST") {
            check(row, from_post(row.parameter, row.post));
        }
    }
}

BOOST_AUTO_TEST_CASE(no_parameter_takes_an_empty_value_or_one_of_another_type) {
    for (auto const& row : all_rows()) {
        BOOST_TEST_CONTEXT(row.parameter) {
            BOOST_TEST(from_get(row.parameter, "").has_error());
            BOOST_TEST(from_post(row.parameter, "{}").has_error());
            BOOST_TEST(from_post(row.parameter, "[]").has_error());
            BOOST_TEST(from_post(row.parameter, R"("")").has_error());
            BOOST_TEST(from_post(row.parameter, "[{}]").has_error());
        }
    }
}

BOOST_AUTO_TEST_CASE(each_name_of_the_published_documents_is_tested) {
    auto const tested = tested_names();
    for (std::string const name : {"query-schema.json", "query-schema-2.0.0.json"}) {
        auto const path = reference + "/schema/" + name;
        if (!std::ifstream(path)) {
            BOOST_TEST_MESSAGE("not here: " << path);
            continue;
        }
        auto const schema = read_json(path);
        auto const& query = schema.at("definitions").at("EPCIS-Query").as_object();
        BOOST_TEST(query.at("properties").as_object().size() == 61U);
        for (auto const& member : query.at("properties").as_object()) {
            BOOST_TEST(tested.contains(std::string(member.key())), member.key());
        }
        BOOST_TEST(query.at("patternProperties").as_object().size() == 108U);
        for (auto const& member : query.at("patternProperties").as_object()) {
            auto const instance = instance_of(std::string(member.key()));
            BOOST_TEST(tested.contains(instance), member.key() << " as " << instance);
        }
    }
}

BOOST_AUTO_TEST_CASE(each_query_parameter_of_the_openapi_document_is_tested) {
    auto const path = reference + "/openapi/openapi.json";
    if (!std::ifstream(path)) {
        BOOST_TEST_MESSAGE("not here: " << path);
        return;
    }
    auto const document = read_json(path);
    auto const tested = tested_names();
    std::size_t count = 0;
    for (auto const& entry :
         document.at("paths").at("/events").at("get").at("parameters").as_array()) {
        auto const* parameter = &entry;
        if (auto const* ref = entry.as_object().if_contains("$ref")) {
            parameter = &document.at_pointer(ref->as_string().subview(1));
        }
        std::string const name(parameter->at("name").as_string());
        if (parameter->at("in").as_string() != "query" || name == "perPage" ||
            name == "nextPageToken") {
            continue;
        }
        ++count;
        BOOST_TEST(tested.contains(name), name);
    }
    BOOST_TEST(count == 53U);
}

BOOST_AUTO_TEST_SUITE_END()
