// Identifiers in queries: one thing is found by each of its forms, a class finds what is under it,
// places find what lies within them, and the index that a condition names is the right one.

#include "unit/epcis/query_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>

using namespace ocop;
using namespace ocop::epcis;
using namespace ocop::epcis::testing;

namespace {

constexpr auto seven = R"({"epcList": ["https://id.gs1.org/01/08930000000019/10/L1/21/7"]})";
constexpr auto lot =
    R"({"quantityList": [{"epcClass": "https://id.gs1.org/01/08930000000019/10/L1"}]})";

bool finds(
    std::string_view name,
    std::string_view value,
    std::string_view body,
    MasterData const& master_data = MasterData()
) {
    auto const query = from_get(name, value);
    BOOST_REQUIRE_MESSAGE(query.has_value(), value << ": " << describe(query.error()));
    auto const event = event_of(body);
    return matches(*query, event.event, event.recorded, master_data);
}

Condition condition_of(std::string_view name, std::string_view value) {
    auto query = from_get(name, value);
    BOOST_REQUIRE_MESSAGE(query.has_value(), value << ": " << describe(query.error()));
    BOOST_REQUIRE(query->conditions.size() == 1U);
    return query->conditions.front();
}

void check_index(
    std::string_view name,
    std::string_view value,
    IndexTerm term,
    std::vector<std::string> const& values
) {
    auto const condition = condition_of(name, value);
    BOOST_TEST_CONTEXT(name << "=" << value) {
        BOOST_CHECK(condition.term == term);
        BOOST_TEST(condition.values == values, boost::test_tools::per_element());
        BOOST_TEST(condition.parameter == name);
    }
}

// One mill with a yard in it, on top of what is always known.
class Mill final : public MasterData {
  public:
    bool within(std::string_view place, std::string_view ancestor) const override {
        return (place == "urn:x:yard" && ancestor == "urn:x:mill") ||
               MasterData::within(place, ancestor);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(query_identifiers)

BOOST_AUTO_TEST_CASE(every_form_of_an_instance_finds_it) {
    for (auto const* form :
         {"urn:epc:id:sgtin:8930000.000001.7",
          "https://id.gs1.org/01/08930000000019/21/7",
          "https://example.com/some/path/01/08930000000019/10/L1/21/7?utm_source=x",
          "https://id.gs1.org/01/08930000000019/10/L9/21/7"}) {
        BOOST_TEST(finds("MATCH_epc", form, seven), form);
        BOOST_TEST(finds("MATCH_anyEPC", form, seven), form);
    }
    BOOST_TEST(!finds("MATCH_epc", "urn:epc:id:sgtin:8930000.000001.77", seven));
    BOOST_TEST(!finds("MATCH_epc", "urn:epc:id:sgtin:8930000.000002.7", seven));
}

BOOST_AUTO_TEST_CASE(a_class_in_any_form_finds_what_is_under_it) {
    for (auto const* form :
         {"urn:epc:idpat:sgtin:8930000.000001.*",
          "https://id.gs1.org/01/08930000000019",
          "https://id.gs1.org/01/08930000000019/10/L1",
          "urn:epc:class:lgtin:8930000.000001.L1"}) {
        BOOST_TEST(finds("MATCH_epc", form, seven), form);
        BOOST_TEST(finds("MATCH_epcClass", form, lot), form);
        BOOST_TEST(!finds("MATCH_epcClass", form, seven), form);
        BOOST_TEST(!finds("MATCH_epc", form, lot), form);
    }
    BOOST_TEST(!finds("MATCH_epc", "https://id.gs1.org/01/08930000000019/10/L2", seven));
    BOOST_TEST(!finds("MATCH_epcClass", "https://id.gs1.org/01/08930000000019/10/L2", lot));
    BOOST_TEST(!finds("MATCH_epc", "https://id.gs1.org/01/08930000000026", seven));
}

BOOST_AUTO_TEST_CASE(a_class_that_begins_a_longer_key_finds_it) {
    constexpr auto crate = R"({"epcList": ["https://id.gs1.org/8003/08930000000019A7"]})";
    BOOST_TEST(finds("MATCH_epc", "https://id.gs1.org/8003/08930000000019", crate));
    BOOST_TEST(finds("MATCH_epc", "urn:epc:id:grai:8930000.00001.A7", crate));
    BOOST_TEST(!finds("MATCH_epc", "urn:epc:id:grai:8930000.00001.A", crate));
}

BOOST_AUTO_TEST_CASE(a_pattern_of_a_whole_company_finds_its_items) {
    constexpr auto pattern = "urn:epc:idpat:sgtin:8930000.*.*";
    BOOST_TEST(finds("MATCH_epc", pattern, seven));
    BOOST_TEST(finds("MATCH_anyEPCClass", pattern, lot));
    BOOST_TEST(!finds("MATCH_epc", "urn:epc:idpat:sgtin:8930001.*.*", seven));
    check_index("MATCH_epc", pattern, IndexTerm::none, {});
}

BOOST_AUTO_TEST_CASE(an_opaque_identifier_is_found_by_its_text_alone) {
    constexpr auto own = R"({"epcList": ["https://farm.example/crate/7"]})";
    BOOST_TEST(finds("MATCH_epc", "https://farm.example/crate/7", own));
    BOOST_TEST(!finds("MATCH_epc", "https://farm.example/crate", own));
    BOOST_TEST(!finds("MATCH_epc", "https://farm.example/crate/77", own));
}

BOOST_AUTO_TEST_CASE(places_are_equal_with_and_without_the_extension_0) {
    constexpr auto hall = R"({"readPoint": {"id": "https://id.gs1.org/414/8930000000019/254/0"}})";
    BOOST_TEST(finds("EQ_readPoint", "https://id.gs1.org/414/8930000000019", hall));
    BOOST_TEST(finds("EQ_readPoint", "urn:epc:id:sgln:8930000.00001.0", hall));
    BOOST_TEST(!finds("EQ_readPoint", "urn:epc:id:sgln:8930000.00001.1", hall));
    BOOST_TEST(!finds("EQ_bizLocation", "urn:epc:id:sgln:8930000.00001.0", hall));
}

BOOST_AUTO_TEST_CASE(descendants_of_a_place_come_from_master_data_and_from_extensions) {
    constexpr auto yard = R"({"readPoint": {"id": "urn:x:yard"}})";
    BOOST_TEST(!finds("WD_readPoint", "urn:x:mill", yard));
    BOOST_TEST(finds("WD_readPoint", "urn:x:mill", yard, Mill()));
    BOOST_TEST(finds("WD_readPoint", "urn:x:other|urn:x:mill", yard, Mill()));
    BOOST_TEST(finds("WD_readPoint", "urn:x:yard", yard));
    BOOST_TEST(!finds("EQ_readPoint", "urn:x:mill", yard, Mill()));
    BOOST_TEST(!finds("WD_bizLocation", "urn:x:mill", yard, Mill()));

    constexpr auto hall = R"({"readPoint": {"id": "https://id.gs1.org/414/8930000000019/254/A"}})";
    BOOST_TEST(finds("WD_readPoint", "urn:epc:id:sgln:8930000.00001.0", hall, Mill()));
    BOOST_TEST(!finds("WD_readPoint", "urn:epc:id:sgln:8930000.00001.B", hall, Mill()));
    BOOST_TEST(!finds("WD_readPoint", "urn:epc:id:sgln:8930000.00002.0", hall, Mill()));
}

BOOST_AUTO_TEST_CASE(types_of_transactions_and_parties_take_words_curies_and_uris) {
    constexpr auto order =
        R"({"bizTransactionList": [{"bizTransaction": "urn:x:0"},
                                   {"type": "po", "bizTransaction": "urn:x:1"}]})";
    BOOST_TEST(finds("EQ_bizTransaction_po", "urn:x:1", order));
    BOOST_TEST(finds("EQ_bizTransaction_urn:epcglobal:cbv:btt:po", "urn:x:1", order));
    BOOST_TEST(finds("EQ_bizTransaction_https://ref.gs1.org/cbv/BTT-po", "urn:x:1", order));
    BOOST_TEST(!finds("EQ_bizTransaction_inv", "urn:x:1", order));
    BOOST_TEST(!finds("EQ_bizTransaction_po", "urn:x:0", order));

    constexpr auto own =
        R"({"sourceList": [{"type": "https://example.com/ns/coop", "source": "urn:x:1"}]})";
    BOOST_TEST(finds("EQ_source_ex:coop", "urn:x:1", own));
    BOOST_TEST(finds("EQ_source_https://example.com/ns/coop", "urn:x:1", own));
    BOOST_TEST(!finds("EQ_source_ex:other", "urn:x:1", own));
    BOOST_TEST(!finds("EQ_destination_ex:coop", "urn:x:1", own));
}

BOOST_AUTO_TEST_CASE(conditions_name_the_index_that_answers_them) {
    std::string const base = "https://id.gs1.org/01/08930000000019";
    check_index("eventType", "ObjectEvent", IndexTerm::event_type, {"ObjectEvent"});
    check_index("EQ_eventID", "urn:x:1", IndexTerm::event_id, {"urn:x:1"});
    check_index(
        "EQ_bizStep", "urn:epcglobal:cbv:bizstep:shipping", IndexTerm::biz_step, {"shipping"}
    );
    check_index("EQ_disposition", "active", IndexTerm::disposition, {"active"});
    check_index("MATCH_epc", base + "/10/L/21/7", IndexTerm::item, {base + "/21/7"});
    check_index("MATCH_epc", base, IndexTerm::klass, {base});
    check_index("MATCH_parentID", base + "/21/7", IndexTerm::parent, {base + "/21/7"});
    check_index("MATCH_parentID", base, IndexTerm::klass, {base});
    check_index("MATCH_epcClass", base + "/10/L|urn:x:c", IndexTerm::none, {});
    // The serial's class stands for it among classes.
    check_index(
        "MATCH_anyEPC",
        "https://id.gs1.org/01/08930000000026|" + base + "/21/7",
        IndexTerm::klass,
        {"https://id.gs1.org/01/08930000000026", base}
    );
    check_index(
        "EQ_readPoint",
        "https://id.gs1.org/414/8930000000019/254/0",
        IndexTerm::read_point,
        {"https://id.gs1.org/414/8930000000019"}
    );
    check_index("EQ_bizLocation", "urn:x:1", IndexTerm::biz_location, {"urn:x:1"});
    check_index("WD_bizLocation", "urn:x:1", IndexTerm::none, {});
    check_index("EQ_bizTransaction_po", "urn:x:1", IndexTerm::biz_transaction, {"urn:x:1"});
    check_index("EQ_source_location", "urn:x:1", IndexTerm::none, {});
    check_index("EQ_action", "ADD", IndexTerm::none, {});
}

BOOST_AUTO_TEST_SUITE_END()
