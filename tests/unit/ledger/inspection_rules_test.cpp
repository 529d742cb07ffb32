#include "story.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace ocop;

namespace {

using namespace test::tale;
using test::Lie;
using test::Story;

Lie const lies[] = {
    {"a hold of stamps that are not there",
     "inspection",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("stamps")) {
                 d.clear["stamps"] = json::array{json::array{"n1", 1, 1'001}};
             }
         }
     }},
    {"a hold that is over",
     "inspection",
     [](Story& s) {
         auto draft = the(s, "hold.lifted");
         put_after(s, "hold.lifted", draft);
     }},
    {"one person holds for long",
     "inspection",
     [](Story& s) {
         for (auto& d : s) {
             if (d.kind.starts_with("hold.")) {
                 d.clear["until"] = "2026-11-26T00:00:00.000Z";
             }
         }
     }},
    {"a proposal for long",
     "inspection",
     [](Story& s) { clear_of(s, "recall.proposed", 2)["until"] = "2026-12-23T00:00:00.000Z"; }},
    {"a recall that nobody proposed", "inspection", [](Story& s) { drop(s, "recall.proposed"); }},
    {"a proposal that lapsed is ordered",
     "inspection",
     [](Story& s) {
         clear_of(s, "recall.proposed", 2)["until"] = clear_of(s, "hold.placed")["until"];
         the(s, "recall.ordered").minutes = 10 * 24 * 60;
         s.resize(test::first_of(s, "recall.replied"));
     }},
    {"a proposal dropped by another",
     "two_persons",
     [](Story& s) { the(s, "recall.dropped").actor = "p1"; }},
    {"a proposal refused by its own unit",
     "two_persons",
     [](Story& s) { the(s, "recall.refused").actor = "i1"; }},
    {"a finding lifted by one",
     "two_persons",
     [](Story& s) {
         clear_of(s, "inspection.lifted")["lift_confirmations"] =
             by({{"p1", "authority:phu-tho/B"}});
     }},
    {"a finding lifted twice",
     "inspection",
     [](Story& s) {
         auto draft = the(s, "inspection.lifted");
         draft.actor = "p2";
         draft.clear["lift_confirmations"].as_array().push_back(json::object{
             {"actor", "p2"}, {"unit", "authority:phu-tho/C"}});
         put_after(s, "inspection.lifted", draft);
     }},
    {"a finding lifted that was none",
     "inspection",
     [](Story& s) {
         for (auto& d : s) {
             if (d.kind.starts_with("inspection.")) {
                 d.clear["action"] = "warn";
             }
         }
     }},
    {"a recall lifted twice",
     "inspection",
     [](Story& s) {
         auto draft = the(s, "recall.replied");
         draft.clear["unit"] = "producer:htx1";
         put_after(s, "recall.lifted", draft);
     }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(inspection_rules)

BOOST_DATA_TEST_CASE(a_lie_breaks_just_its_rule, boost::unit_test::data::make(lies), lie) {
    test::check(lie);
}

BOOST_AUTO_TEST_SUITE_END()
