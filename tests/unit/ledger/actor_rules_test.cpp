#include "story.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace ocop;

namespace {

using namespace test::tale;
using test::Lie;
using test::Story;

Lie const lies[] = {
    {"an account that is none",
     "actor",
     [](Story& s) { the(s, "stocktake.taken").actor = "nobody"; }},
    {"an account that was disabled",
     "actor",
     [](Story& s) {
         auto draft = the(s, "stocktake.taken");
         draft.actor = "x1";
         draft.clear["unit"] = "producer:htx1";
         draft.clear["book"] = 190;
         put_after(s, "account.disabled", draft);
     }},
    {"an account that has expired",
     "actor",
     [](Story& s) {
         auto& g = the(s, "account.invited", 4);
         g.clear["expires_at"] = "2026-11-22T01:00:00.000Z";
         auto on = g;
         on.kind = "account.activated";
         on.actor = "g1";
         on.clear["state"] = "active";
         put_after(s, "authority.succeeded", on);
     }},
    {"an account of another unit",
     "actor",
     [](Story& s) { clear_of(s, "lot.closed")["unit"] = "authority:phu-tho/A"; }},
    {"the system in another's name",
     "actor",
     [](Story& s) { clear_of(s, "stamps.lapsed")["unit"] = "authority:phu-tho/A"; }},
    {"an act of the service by hand",
     "actor",
     [](Story& s) { clear_of(s, "stamps.received")["unit"] = "w1"; }},
    {"a producer registers a product",
     "right",
     [](Story& s) { the(s, "product.registered").actor = "w1"; }},
    {"a commune undoes a registration",
     "right",
     [](Story& s) { the(s, "trade_item.dropped").actor = "c1"; }},
    {"a buyer activates", "right", [](Story& s) { the(s, "stamps.lapsed").actor = "o1"; }},
    {"who gives itself a role",
     "account",
     [](Story& s) { the(s, "account.role_changed").actor = "x1"; }},
    {"an account out of nothing",
     "account",
     [](Story& s) {
         s.push_back(
             {"account.enabled",
              "o1",
              {{"account", "y1"}, {"role", "auditor"}, {"state", "active"}}}
         );
     }},
    {"an erased account comes back",
     "account",
     [](Story& s) {
         auto draft = the(s, "account.enabled");
         s.push_back(draft);
     }},
    {"a buyer prints",
     "right",
     [](Story& s) {
         auto& d = the(s, "lot.closed");
         d.actor = "buyer";
     }},
    {"the service certifies",
     "right",
     [](Story& s) { the(s, "product.registered").actor = "system"; }},
    {"the service approves a little",
     "right",
     [](Story& s) { the(s, "place.registered").actor = "system.second"; }},
    {"another authority's product",
     "right",
     [](Story& s) {
         drop(s, "authority.succeeded");
         s.resize(test::first_of(s, "certificate.registered"));
     }},
    {"an officer makes an approver",
     "account",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("account") && d.clear["account"] == "o1") {
                 d.clear["role"] = "officer";
             }
         }
         s.resize(test::first_of(s, "account.activated") + 4);
     }},
    {"an act that leaves another state",
     "account",
     [](Story& s) { clear_of(s, "account.left")["state"] = "active"; }},
    {"who activates takes a role",
     "account",
     [](Story& s) { clear_of(s, "account.activated", 1)["role"] = "administrator"; }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(actor_rules)

BOOST_DATA_TEST_CASE(a_lie_breaks_just_its_rule, boost::unit_test::data::make(lies), lie) {
    test::check(lie);
}

BOOST_AUTO_TEST_SUITE_END()
