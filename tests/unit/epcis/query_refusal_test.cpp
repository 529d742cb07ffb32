// What is no query: unknown, ill-typed, empty and contradictory parameters, each named.

#include "unit/epcis/query_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <map>

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::testing;

namespace {

std::vector<std::string> faulty(Result<Query> const& query) {
    std::vector<std::string> out;
    if (query.has_error()) {
        BOOST_CHECK(query.error().code == Errc::malformed);
        BOOST_TEST(query.error().slug == "query_parameter_invalid");
        for (auto const& fault : query.error().faults) {
            BOOST_TEST(!fault.reason.empty());
            out.push_back(fault.pointer);
        }
    }
    return out;
}

void check_refused(QueryParameters const& parameters, std::vector<std::string> const& names) {
    BOOST_TEST_CONTEXT(parameters.front().first << "=" << parameters.front().second.substr(0, 60)) {
        BOOST_TEST(faulty(read_query(parameters)) == names, boost::test_tools::per_element());
    }
}

void check_body_refused(std::string_view body, std::vector<std::string> const& names) {
    BOOST_TEST_CONTEXT(body) {
        auto const query = read_query(parse_json(body).as_object());
        BOOST_TEST(faulty(query) == names, boost::test_tools::per_element());
    }
}

std::string read_file(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(query_refusal)

BOOST_AUTO_TEST_CASE(names_that_are_no_parameter_are_refused) {
    for (std::string const name :
         {"",
          "x",
          "EQ_",
          "eq_bizStep",
          "EQ_bizstep",
          "GE_eventDate",
          "perPage",
          "GE_bizStep",
          "WD_disposition",
          "MATCH_quantity",
          "EQ_value_",
          "EQ_value_C",
          "EQ_value_CELSI",
          "EQ_value_cel",
          "EQ_value",
          "EQ_percRank",
          "GE_percRank_CEL",
          "EQ_quantity_",
          "GE_type",
          "LE_time",
          "GT_eventTime",
          "EQ_ex:",
          "EQ_:field",
          "EQ_field",
          "EQ_ILMD_field",
          "EQ_ILMDX_ex:field",
          "EQ_ex:a b",
          "EQ_ex:field|",
          "EQ_https://exa mple.com/x",
          "EQ_https://example.com/",
          "EXISTS_readPoint",
          "EXISTS_",
          "HASATTR_",
          "HASATTR_nothing",
          "EQATTR_readPoint",
          "EQATTR_readPoint_",
          "EQ_ATTR_nothing_site"}) {
        check_refused({{name, "1"}}, {name});
    }
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_value_of_the_parameter_are_refused) {
    std::vector<std::pair<std::string, std::string>> const cases = {
        {"EQ_bizStep", "|"},
        {"EQ_bizStep", "shipping|"},
        {"EQ_bizStep", "|shipping"},
        {"EQ_bizStep", "shipping||packing"},
        {"EQ_bizStep", "flying"},
        {"EQ_bizStep", "shipping,packing"},
        {"EQ_bizStep", "\xff\xfe"},
        {"EQ_stringValue", "\xff"},
        {"EQ_disposition", "urn:epcglobal:cbv:disp:nothing"},
        {"EQ_action", "add"},
        {"EQ_action", "ADD|REMOVE"},
        {"eventType", "QuantityEvent"},
        {"eventType", "objectEvent"},
        {"GE_eventTime", "2026-01-01"},
        {"GE_eventTime", "2026-01-01T00:00:00"},
        {"GE_eventTime", "2026-02-30T00:00:00Z"},
        {"GE_eventTime", "2026-01-01T00:00:00Z|2026-01-01T00:00:00Z"},
        {"LT_recordTime", "yesterday"},
        {"LT_errorDeclarationTime", "0"},
        {"GE_startTime", "1e9"},
        {"EQ_readPoint", "no uri"},
        {"WD_bizLocation", "urn:epc:id:sgln:1.2"},
        {"EQ_readPoint", "https://id.gs1.org/414/8930000000018"},
        {"MATCH_epc", "urn:epc:id:sgtin:8930000.1.1"},
        {"MATCH_epc", "https://id.gs1.org/01/08930000000010/21/7"},
        {"MATCH_epc", "urn:epc:idpat:sgtin:*.1.*"},
        {"MATCH_epc", "urn:epc:idpat:"},
        {"MATCH_anyEPCClass", "%%%"},
        {"EQ_eventID", "7"},
        {"EQ_source_nobody", "urn:x:1"},
        {"EQ_bizTransaction_", "urn:x:1"},
        {"EQ_source_location", "here"},
        {"EQ_quantity", "1,5"},
        {"EQ_quantity", "+1"},
        {"EQ_quantity", "01"},
        {"EQ_quantity", "0x10"},
        {"EQ_quantity", "nan"},
        {"EQ_quantity", "inf"},
        {"EQ_quantity", "1e999"},
        {"EQ_quantity", "1 "},
        {"GE_quantity", "1|2"},
        {"GE_value_CEL", "warm"},
        {"EQ_type", "Warmth"},
        {"EQ_type", "https://gs1.org/voc/Warmth"},
        {"EQ_booleanValue", "1"},
        {"EQ_booleanValue", "TRUE"},
        {"EQ_deviceID", "device 7"},
        {"EXISTS_errorDeclaration", "yes"},
        {"EXISTS_errorDeclaration", "-1"},
        {"EXISTS_ex:field", "1.5"},
        {"EQ_errorReason", "regret"},
        {"GT_ex:field", "many"},
        {"GE_ex:field", "1|2"},
        {"orderBy", "eventID"},
        {"orderBy", "eventTime|recordTime"},
        {"orderDirection", "DOWN"},
        {"maxEventCount", "0"},
        {"maxEventCount", "-1"},
        {"maxEventCount", "1.5"},
        {"maxEventCount", "99999999999999999999999"},
    };
    for (auto const& [name, value] : cases) {
        check_refused({{name, value}}, {name});
    }
}

BOOST_AUTO_TEST_CASE(a_json_value_of_another_type_is_refused) {
    std::vector<std::pair<std::string, std::string>> const cases = {
        {"EQ_bizStep", "\"shipping\""},
        {"EQ_bizStep", "[\"shipping|packing\"]"},
        {"EQ_bizStep", "[1]"},
        {"EQ_bizStep", "null"},
        {"eventType", "[[\"ObjectEvent\"]]"},
        {"GE_eventTime", "[\"2026-01-01T00:00:00Z\"]"},
        {"GE_eventTime", "1767225600"},
        {"MATCH_epc", "\"urn:x:1\""},
        {"EQ_quantity", "1"},
        {"EQ_quantity", "[\"1\"]"},
        {"GE_quantity", "\"1\""},
        {"GE_quantity", "[1]"},
        {"EQ_value_CEL", "1"},
        {"GE_value_CEL", "\"1\""},
        {"GE_percRank", "true"},
        {"EQ_booleanValue", "\"true\""},
        {"EXISTS_errorDeclaration", "\"true\""},
        {"EXISTS_errorDeclaration", "1.5"},
        {"EXISTS_ex:field", "[]"},
        {"EQ_ex:field", "\"text\""},
        {"EQ_ex:field", "true"},
        {"EQ_ex:field", "[1]"},
        {"GE_ex:field", "\"10\""},
        {"GE_ex:field", "[\"2026-01-01T00:00:00Z\"]"},
        {"orderBy", "[\"eventTime\"]"},
        {"orderDirection", "1"},
        {"maxEventCount", "\"5\""},
        {"maxEventCount", "1.5"},
        {"perPage", "5"},
        {"@context", "5"},
        {"@context", "[\"\"]"},
    };
    for (auto const& [name, value] : cases) {
        check_body_refused("{\"" + name + "\": " + value + "}", {name});
    }
}

BOOST_AUTO_TEST_CASE(parameters_that_contradict_each_other_are_refused) {
    check_refused({{"eventCountLimit", "5"}}, {"eventCountLimit"});
    check_refused(
        {{"eventCountLimit", "5"}, {"maxEventCount", "5"}, {"orderBy", "eventTime"}},
        {"eventCountLimit"}
    );
    check_refused(
        {{"GE_eventTime", "2026-01-02T00:00:00Z"}, {"LT_eventTime", "2026-01-01T00:00:00Z"}},
        {"GE_eventTime"}
    );
    check_refused(
        {{"GE_recordTime", "2026-01-02T00:00:00Z"}, {"LT_recordTime", "2026-01-01T00:00:00Z"}},
        {"GE_recordTime"}
    );
    check_refused({{"EQ_action", "ADD"}, {"EQ_action", "DELETE"}}, {"EQ_action"});
    BOOST_TEST(read_query(QueryParameters{
                              {"GE_eventTime", "2026-01-01T00:00:00Z"},
                              {"LT_eventTime", "2026-01-01T00:00:00Z"}}
    ).has_value());
}

BOOST_AUTO_TEST_CASE(all_faults_are_told_at_once_but_not_without_end) {
    check_refused(
        {{"EQ_action", "GROW"}, {"nothing", "1"}, {"EQ_bizStep", ""}, {"EQ_disposition", "active"}},
        {"EQ_action", "nothing", "EQ_bizStep"}
    );
    check_body_refused(
        R"({"GE_eventTime": "2026-13-01T00:00:00+01:00", "EQ_action": ["GROW"],
            "orderDirection": "UP", "eventCountLimit": 1})",
        {"GE_eventTime", "EQ_action", "orderDirection", "eventCountLimit"}
    );
    QueryParameters many;
    for (int i = 0; i < 1000; ++i) {
        many.emplace_back("unknown" + std::to_string(i), "1");
    }
    BOOST_TEST(faulty(read_query(many)).size() == json::faults_max);
}

BOOST_AUTO_TEST_CASE(huge_values_are_refused_or_read_in_no_time) {
    std::string list = "urn:x:1";
    for (std::size_t i = 1; i < query_values_max; ++i) {
        list += "|urn:x:1";
    }
    BOOST_TEST(read_query(QueryParameters{{"MATCH_epc", list}}).has_value());
    check_refused({{"MATCH_epc", list + "|urn:x:1"}}, {"MATCH_epc"});
    check_refused({{"EQ_bizStep", std::string(1'000'000, '|')}}, {"EQ_bizStep"});
    check_refused({{"EQ_quantity", std::string(1'000'000, '9')}}, {"EQ_quantity"});
    check_refused({{"GE_eventTime", std::string(1'000'000, '0')}}, {"GE_eventTime"});
    std::string const name = "EQ_" + std::string(1'000'000, 'x');
    check_refused({{name, "1"}}, {name});
}

BOOST_AUTO_TEST_CASE(every_truncation_of_a_value_is_read_or_named) {
    for (auto const& row : all_rows()) {
        for (std::size_t size = 0; size < row.get.size(); ++size) {
            auto const query = from_get(row.parameter, row.get.substr(0, size));
            for (auto const& name : faulty(query)) {
                BOOST_TEST(name == row.parameter);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(bodies_of_other_implementations_are_judged_as_labelled) {
    std::filesystem::path const folder = OCOP_REFERENCE_DIR "/epcis/openepcis";
    std::map<std::string, bool> const labels = {
        {"query-bodies/QueryDocumentWithEventType.json", true},
        {"query-bodies/queryDocumentWithEventTime.json", true},
        {"query-bodies/queryDocumentWithAction.json", true},
        {"query-bodies/queryDocumentWithInvalidEventType.json", false},
        {"invalid/Query/Queries/Query_with_invalid_values.json", false},
        {"invalid/Query/Queries/Query_with_unknown_parameter.json", false},
        {"valid/Query/Queries/SimpleEventQuery.json", true},
    };
    for (auto const& [file, good] : labels) {
        auto const path = folder / file;
        if (!std::filesystem::exists(path)) {
            BOOST_TEST_MESSAGE("not here: " << path);
            continue;
        }
        auto const query = read_query(parse_json(read_file(path)).as_object());
        BOOST_TEST(query.has_value() == good, file);
    }
}

BOOST_AUTO_TEST_SUITE_END()
