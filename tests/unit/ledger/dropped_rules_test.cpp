#include "story.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace ocop;

namespace {

using namespace test::tale;
using test::Lie;
using test::Story;

// About the producer htx3 of the good story, which was registered with a product, its trade item
// and its certificate, and undone again.
Lie const lies[] = {
    {"a producer is dropped that has a product", "dropped", [](Story& s) { s.erase(s.end() - 2); }},
    {"a product is dropped that has a trade item",
     "dropped",
     [](Story& s) { drop(s, "trade_item.dropped"); }},
    {"a product is dropped that has a certificate",
     "dropped",
     [](Story& s) { drop(s, "certificate.dropped"); }},
    {"a product is dropped that has a quota",
     "dropped",
     [](Story& s) {
         auto draft = the(s, "quota.declared");
         draft.actor = "o1";
         draft.clear["product"] = "25-08620-09-2026";
         draft.clear["producer"] = "htx3";
         draft.clear["quota"] = "25-08620-09-2026:2026";
         put_after(s, "certificate.dropped", draft);
     }},
    {"a trade item is dropped that has a lot",
     "dropped",
     [](Story& s) {
         put_after(
             s,
             "certificate.dropped",
             {"lot.registered",
              "o1",
              {{"gtin", "09520001100024"},
               {"lot", "L1"},
               {"made_on", "2026-11-20"},
               {"producer", "htx3"}}}
         );
     }},
    {"a trade item is dropped that an event named",
     "dropped",
     [](Story& s) {
         auto draft = the(s, "event.captured");
         draft.actor = "o1";
         draft.clear["event"] = "02";
         draft.clear.erase("producer");
         draft.clear["gtins"] = json::array{"09520001100024"};
         draft.clear["lots"] = json::array{};
         put_after(s, "certificate.dropped", draft);
     }},
    {"a producer is dropped whose people have access",
     "dropped",
     [](Story& s) {
         put_after(
             s,
             "certificate.dropped",
             {"account.invited",
              "o1",
              {{"account", "y1"},
               {"producer", "htx3"},
               {"role", "producer_owner"},
               {"state", "invited"}}}
         );
     }},
    {"a producer is dropped that has a place",
     "dropped",
     [](Story& s) {
         put_after(
             s,
             "certificate.dropped",
             {"place.registered", "o1", {{"place", "g3"}, {"producer", "htx3"}}}
         );
     }},
    {"a producer is dropped that was changed",
     "dropped",
     [](Story& s) {
         put_after(
             s,
             "certificate.dropped",
             {"producer.changed", "o1", {{"producer", "htx3"}, {"commune", "08620"}}}
         );
     }},
    {"a trade item is dropped that was changed",
     "dropped",
     [](Story& s) {
         auto draft = the(s, "trade_item.dropped");
         draft.kind = "trade_item.photo_changed";
         put_after(s, "certificate.dropped", draft);
     }},
    {"a certificate is dropped that a person confirmed",
     "dropped",
     [](Story& s) {
         auto& dropped = clear_of(s, "certificate.dropped");
         dropped["decision_sha256"] = "00";
         dropped["confirmations"] = by({{"o1", "authority:phu-tho/A"}});
         auto draft = the(s, "certificate.dropped");
         draft.kind = "certificate.confirmed";
         auto const at = static_cast<std::ptrdiff_t>(test::first_of(s, "certificate.dropped"));
         s.insert(s.begin() + at, draft);
     }},
    {"a certificate is dropped that has a later one",
     "dropped",
     [](Story& s) {
         auto draft = the(s, "certificate.registered", 1);
         draft.clear["certificate"] = "25-08620-09-2026.02";
         auto gone = draft;
         gone.kind = "certificate.dropped";
         auto const at = static_cast<std::ptrdiff_t>(test::first_of(s, "certificate.dropped"));
         s.insert(s.begin() + at + 1, gone);
         s.insert(s.begin() + at, draft);
     }},
    {"a certificate is dropped as another",
     "dropped",
     [](Story& s) { clear_of(s, "certificate.dropped")["stars"] = 4; }},
    {"what is dropped twice", "register", [](Story& s) { repeat(s, "trade_item.dropped"); }},
    {"what was dropped is gone",
     "register",
     [](Story& s) {
         put_after(
             s,
             "producer.dropped",
             {"place.registered", "o1", {{"place", "g3"}, {"producer", "htx3"}}}
         );
     }},
    {"a chain that goes on behind its end",
     "prev",
     [](Story& s) { the(s, "product.registered", 2).prev = 106; }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(dropped_rules)

BOOST_DATA_TEST_CASE(a_lie_breaks_just_its_rule, boost::unit_test::data::make(lies), lie) {
    test::check(lie);
}

BOOST_AUTO_TEST_SUITE_END()
