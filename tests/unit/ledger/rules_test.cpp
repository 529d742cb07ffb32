#include "story.hpp"

#include <ocop/ledger/kinds.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

using namespace ocop;
using namespace ocop::ledger;

namespace {

using namespace test::tale;
using test::Draft;
using test::Lie;
using test::Story;

// A second order like the first, up to where it is issued, behind it.
void order_again(Story& story, std::int64_t first) {
    Story more;
    for (auto const* const kind :
         {"order.requested", "order.confirmed", "order.approved", "order.issued"}) {
        auto draft = the(story, kind);
        draft.clear["order"] = "n3";
        draft.clear["count"] = 10;
        draft.clear["content"] = 1'000;
        if (draft.clear.contains("left")) {
            draft.clear["left"] = 79'000;
        }
        if (draft.clear.contains("first")) {
            draft.clear["first"] = first;
        }
        more.push_back(draft);
    }
    for (std::size_t i = 0; i < 2; ++i) {
        auto& other = clear_of(story, i == 0 ? "order.requested" : "order.cancelled", i == 0);
        other["left"] = other.at("left").get_int64() - 1'000;
    }
    auto const at = static_cast<std::ptrdiff_t>(test::first_of(story, "order.issued") + 1);
    story.insert(story.begin() + at, more.begin(), more.end());
}

Lie const lies[] = {
    {"a kind that nobody knows",
     "kind",
     [](Story& s) {
         s.push_back({"order.forgotten", "system", {}});
     }},
    {"a member is missing", "kind", [](Story& s) { clear_of(s, "stocktake.taken").erase("book"); }},
    {"a member too many", "kind", [](Story& s) { clear_of(s, "stocktake.taken")["name"] = "A"; }},
    {"a member of another type",
     "kind",
     [](Story& s) { clear_of(s, "stocktake.taken")["book"] = "1"; }},
    {"a day that does not exist",
     "kind",
     [](Story& s) { clear_of(s, "certificate.reinstated")["reinstated_on"] = "2026-02-30"; }},
    {"positions out of order",
     "kind",
     [](Story& s) {
         clear_of(s, "stamps.lapsed")["positions"] = json::array{json::array{9, 8}};
     }},
    {"another subject",
     "subject",
     [](Story& s) { the(s, "stocktake.taken").subject = "order:n9"; }},
    {"an event's number is left out",
     "subject",
     [](Story& s) { the(s, "event.captured", 1).subject = "event:3"; }},
    {"time goes back", "time", [](Story& s) { the(s, "hold.lifted").minutes = -1; }},
    {"an entry names none before it", "prev", [](Story& s) { the(s, "hold.lifted").prev = -1; }},
    {"an entry names an older one",
     "prev",
     [](Story& s) { the(s, "certificate.extended").prev = 26; }},
    {"a move names one before it", "prev", [](Story& s) { the(s, "stamps.opened").prev = 3; }},
    {"a producer acts for another",
     "owner",
     [](Story& s) { the(s, "stocktake.taken").actor = "w2"; }},
    {"a commune acts for another's",
     "owner",
     [](Story& s) { clear_of(s, "producer.registered", 1)["commune"] = "08699"; }},
    {"a lot of another's goods",
     "owner",
     [](Story& s) {
         the(s, "lot.registered").actor = "o1";
         clear_of(s, "lot.registered")["producer"] = "htx2";
     }},
    {"a stranger's event", "stranger", [](Story& s) { drop(s, "event.captured"); }},
    {"goods that are not registered",
     "register",
     [](Story& s) {
         drop(s, "place.registered");
         s.push_back({"place.registered", "o1", {{"place", "g2"}, {"producer", "htx9"}}});
     }},
    {"a place twice",
     "register",
     [](Story& s) {
         s.push_back({"place.registered", "o1", {{"place", "g1"}, {"producer", "htx1"}}});
     }},
    {"another decision",
     "certificate",
     [](Story& s) { clear_of(s, "certificate.extended")["decision"] = "99/QĐ"; }},
    {"another day for the last",
     "certificate",
     [](Story& s) { clear_of(s, "certificate.extend_proposed")["last_day"] = "2030-06-01"; }},
    {"an extension that is too long",
     "certificate",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("last_day") && d.clear["last_day"] == "2029-08-01") {
                 d.clear["last_day"] = "2029-12-31";
             }
         }
     }},
    {"withdrawn twice",
     "certificate",
     [](Story& s) {
         auto const proposed = the(s, "certificate.withdraw_proposed");
         auto const done = the(s, "certificate.withdrawn");
         put_after(s, "certificate.withdrawn", done);
         put_after(s, "certificate.withdrawn", proposed);
     }},
    {"an act that was not proposed",
     "certificate",
     [](Story& s) { drop(s, "certificate.withdraw_proposed"); }},
    {"a province gives 5 stars",
     "certificate",
     [](Story& s) {
         s.resize(test::first_of(s, "certificate.confirmed"));
         clear_of(s, "certificate.registered")["stars"] = 5;
     }},
    {"an act by another decision",
     "certificate",
     [](Story& s) { clear_of(s, "certificate.extended")["extension"] = "99/QĐ"; }},
    {"a certificate that begins withdrawn",
     "certificate",
     [](Story& s) {
         auto& c = clear_of(s, "certificate.registered");
         c["issued_on"] = "2026-06-02";
         for (auto& d : s) {
             if (d.clear.contains("issued_on")) {
                 d.clear["issued_on"] = "2026-06-02";
             }
         }
     }},
    {"a lot closed twice",
     "lot",
     [](Story& s) {
         auto draft = the(s, "lot.closed");
         put_after(s, "lot.closed", draft);
     }},
    {"an order for a closed lot",
     "lot",
     [](Story& s) {
         auto const draft = the(s, "lot.closed");
         drop(s, "lot.closed");
         put_after(s, "order.requested", draft);
     }},
    {"a key revoked twice", "key", [](Story& s) { repeat(s, "key.revoked"); }},
    {"another public key", "key", [](Story& s) { clear_of(s, "key.revoked")["key"] = "BC"; }},
    {"a key before its window",
     "key",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("kid") && d.clear["kid"] == "0001" && d.clear.contains("from")) {
                 d.clear["from"] = "2026-11-23T00:00:00.000Z";
             }
         }
     }},
    {"a key after its window",
     "key",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("kid") && d.clear["kid"] == "0001" && d.clear.contains("until")) {
                 d.clear["until"] = "2026-11-22T01:00:00.000Z";
             }
         }
     }},
    {"a key that is revoked",
     "key",
     [](Story& s) {
         auto draft = the(s, "key.revoked");
         drop(s, "key.revoked");
         put_after(s, "key.registered", draft);
         clear_of(s, "key.revoked")["revoked_at_size"] = 1;
     }},
    {"a key of another authority",
     "key",
     [](Story& s) {
         for (auto& d : s) {
             if (d.kind.starts_with("key.") && d.clear["kid"] == "0001") {
                 d.clear["authority"] = "ha-noi";
             }
         }
     }},
    {"more than the quota has",
     "quota",
     [](Story& s) {
         clear_of(s, "quota.raise_requested")["raise"] = 150'001;
         auto& q = clear_of(s, "quota.raised");
         q["raise"] = 150'001;
         q["limit"] = 150'001;
         clear_of(s, "trade_item.registered")["content"] = 200;
         for (auto& d : s) {
             if (d.clear.contains("content") && d.kind != "trade_item.registered") {
                 d.clear["content"] = d.clear["content"].get_int64() * 2;
             }
         }
         clear_of(s, "order.requested")["left"] = 0;
     }},
    {"a sum that is wrong",
     "quota",
     [](Story& s) { clear_of(s, "order.cancelled")["left"] = 80'001; }},
    {"content that is not the count's",
     "quota",
     [](Story& s) { clear_of(s, "trade_item.registered")["content"] = 99; }},
    {"a lot of another season",
     "quota",
     [](Story& s) {
         for (auto& d : s) {
             if (d.kind.starts_with("lot.")) {
                 d.clear["made_on"] = "2025-11-20";
             }
         }
     }},
    {"a limit that rises unasked",
     "quota",
     [](Story& s) { clear_of(s, "quota.raise_requested")["limit"] = 170'000; }},
    {"attested twice", "quota", [](Story& s) { repeat(s, "quota.attested"); }},
    {"who asks approves",
     "self_approval",
     [](Story& s) { the(s, "order.requested").actor = "p1"; }},
    {"who declares attests",
     "self_approval",
     [](Story& s) {
         the(s, "quota.declared").actor = "o1";
         the(s, "quota.attested").actor = "o1";
     }},
    {"a large order by one",
     "two_persons",
     [](Story& s) {
         drop(s, "order.confirmed");
         clear_of(s, "order.approved")["confirmations"] = by({{"p2", "authority:phu-tho/C"}});
         clear_of(s, "order.issued")["confirmations"] = by({{"p2", "authority:phu-tho/C"}});
     }},
    {"two of one unit",
     "two_persons",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("office") && d.clear["office"] == "C") {
                 d.clear["office"] = "B";
             }
         }
         for (auto& d : s) {
             for (auto const* const m :
                  {"confirmations", "act_confirmations", "lift_confirmations"}) {
                 if (d.clear.contains(m)) {
                     for (auto& p : d.clear[m].as_array()) {
                         if (p.at("actor") == "p2") {
                             p.as_object()["unit"] = "authority:phu-tho/B";
                         }
                     }
                 }
             }
         }
     }},
    {"a confirmation of somebody else",
     "two_persons",
     [](Story& s) {
         clear_of(s, "recall.ordered")["confirmations"] =
             by({{"i1", "authority:phu-tho/D"}, {"p2", "authority:phu-tho/C"}});
     }},
    {"a certificate confirmed by one unit",
     "two_persons",
     [](Story& s) {
         drop(s, "order.requested");
         s.resize(test::first_of(s, "quota.declared"));
         clear_of(s, "account.invited", 1)["office"] = "A";
         clear_of(s, "account.activated", 1)["office"] = "A";
         clear_of(s, "certificate.confirmed", 1)["confirmations"] =
             by({{"o1", "authority:phu-tho/A"}, {"p1", "authority:phu-tho/A"}});
     }},
    {"an act by one person",
     "two_persons",
     [](Story& s) { clear_of(s, "certificate.withdrawn").erase("act_confirmations"); }},
    {"a certificate of 5 stars",
     "certified",
     [](Story& s) {
         clear_of(s, "authority.registered")["level"] = "ministry";
         for (auto& d : s) {
             if (d.clear.contains("stars")) {
                 d.clear["stars"] = 5;
             }
         }
     }},
    {"other stars than the certificate's",
     "certified",
     [](Story& s) { clear_of(s, "order.issued")["stars"] = 3; }},
    {"a certificate that nobody confirmed twice",
     "certified",
     [](Story& s) {
         s.erase(
             s.begin() + static_cast<std::ptrdiff_t>(test::first_of(s, "certificate.confirmed")) + 1
         );
         s.resize(test::first_of(s, "certificate.extend_proposed") - 3);
     }},
    {"a certificate out of force",
     "certified",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("issued_on")) {
                 d.clear["issued_on"] = "2023-06-01";
                 d.clear["last_day"] = "2026-06-01";
             }
         }
         s.resize(test::first_of(s, "certificate.extend_proposed"));
     }},
    {"an order that nobody approved",
     "order",
     [](Story& s) {
         drop(s, "order.approved");
         clear_of(s, "order.issued")["confirmations"] = by({{"p1", "authority:phu-tho/B"}});
     }},
    {"an order issued twice",
     "order",
     [](Story& s) {
         auto draft = the(s, "order.issued");
         draft.clear["first"] = 5'000;
         put_after(s, "order.issued", draft);
     }},
    {"an order cancelled when issued",
     "order",
     [](Story& s) {
         auto draft = the(s, "order.cancelled");
         draft.clear["order"] = "n1";
         draft.clear["count"] = 1'000;
         draft.clear["content"] = 100'000;
         draft.clear["left"] = 180'000;
         put_after(s, "order.cancelled", draft);
     }},
    {"more stamps than were asked for",
     "order",
     [](Story& s) { clear_of(s, "order.approved")["count"] = 1'001; }},
    {"counters issued twice", "range", [](Story& s) { order_again(s, 0); }},
    {"counters that overlap", "range", [](Story& s) { order_again(s, 999); }},
    {"a stamp goes back",
     "stamp",
     [](Story& s) {
         auto draft = the(s, "stamps.received");
         draft.clear["from"] = json::array{"activated"};
         draft.clear["positions"] = json::array{json::array{50, 50}};
         draft.clear["count"] = 1;
         put_after(s, "stamps.activated", draft);
         clear_of(s, "stocktake.taken")["book"] = 196;
     }},
    {"a state that is not theirs",
     "stamp",
     [](Story& s) { clear_of(s, "stamps.received")["from"] = json::array{"issued"}; }},
    {"a count that is wrong", "stamp", [](Story& s) { clear_of(s, "stamps.lapsed")["count"] = 4; }},
    {"stamps that the order has not",
     "stamp",
     [](Story& s) {
         clear_of(s, "stamps.voided")["positions"] = json::array{json::array{900, 1'001}};
     }},
    {"destroyed without confirmation",
     "destruction",
     [](Story& s) { drop(s, "destruction.confirmed"); }},
    {"destroyed without proposal",
     "destruction",
     [](Story& s) {
         clear_of(s, "destruction.proposed")["positions"] = json::array{json::array{101, 103}};
         clear_of(s, "destruction.confirmed")["positions"] = json::array{json::array{101, 103}};
     }},
    {"printed without a run",
     "print",
     [](Story& s) { clear_of(s, "stamps.printed")["basis"] = "print_run:r9"; }},
    {"printed outside of the run",
     "print",
     [](Story& s) {
         for (auto& d : s) {
             if (d.clear.contains("run") && d.clear["run"] == "r1") {
                 d.clear["last"] = 499;
             }
         }
     }},
    {"a sample beside others",
     "register",
     [](Story& s) { clear_of(s, "authority.registered", 1)["demo"] = 1; }},
    {"two quotas of a season",
     "quota",
     [](Story& s) {
         auto draft = the(s, "quota.declared");
         draft.clear["quota"] = "25-08620-01-2026:2026B";
         put_after(s, "quota.raised", draft);
     }},
    {"attested to more than was declared",
     "quota",
     [](Story& s) { clear_of(s, "quota.attested")["limit"] = 170'000; }},
    {"counters that no epoch has",
     "range",
     [](Story& s) { clear_of(s, "order.issued")["first"] = std::int64_t{1} << 46; }},
    {"counters of an epoch that is none",
     "range",
     [](Story& s) { clear_of(s, "order.issued")["epoch"] = 16; }},
    {"active before they were issued",
     "stamp",
     [](Story& s) { clear_of(s, "stamps.activated")["on"] = "2026-11-21"; }},
    {"active tomorrow",
     "stamp",
     [](Story& s) { clear_of(s, "stamps.activated")["on"] = "2026-11-23"; }},
    {"lapsed in an open lot", "stamp", [](Story& s) { drop(s, "lot.closed"); }},
    {"a count of stock that the book does not have",
     "order",
     [](Story& s) { clear_of(s, "stocktake.taken")["book"] = 194; }},
    {"printed again without a second person",
     "print",
     [](Story& s) {
         auto draft = the(s, "print_run.requested");
         draft.clear["run"] = "r8";
         draft.clear["first"] = 500;
         put_after(s, "print_run.made", draft);
     }},
    {"a run ended in another's name",
     "print",
     [](Story& s) {
         auto& d = the(s, "print_run.made");
         d.actor = "w2";
         d.clear["unit"] = "w2";
     }},
    {"a run made with stamps unprinted",
     "print",
     [](Story& s) {
         clear_of(s, "stamps.printed")["positions"] = json::array{json::array{1, 499}};
         clear_of(s, "stamps.printed")["count"] = 499;
     }},
    {"a run made twice", "print", [](Story& s) { repeat(s, "print_run.made"); }},
};

std::string lines_of(std::vector<std::string> const& entries) {
    std::string out;
    for (auto const& entry : entries) {
        out += entry + "\n";
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules)

BOOST_AUTO_TEST_CASE(a_good_log_breaks_no_rule) {
    auto const found = test::replay(test::write(test::good_story()));
    BOOST_TEST(found.empty(), test::words_of(found));
}

// The certificate in force on the day: the order's is the newer one from then on.
BOOST_AUTO_TEST_CASE(a_certificate_renewed_while_an_order_waits_breaks_nothing) {
    auto story = test::good_story();
    auto const second = std::string("25-08620-01-2026.02");
    Story renewed{
        the(story, "certificate.registered"),
        the(story, "certificate.confirmed"),
        the(story, "certificate.confirmed", 1)};
    for (auto& draft : renewed) {
        draft.clear["certificate"] = second;
    }
    auto const at = static_cast<std::ptrdiff_t>(test::first_of(story, "order.requested") + 1);
    story.insert(story.begin() + at, renewed.begin(), renewed.end());
    for (auto const* const kind : {"order.confirmed", "order.approved", "order.issued"}) {
        clear_of(story, kind)["certificate"] = second;
    }
    auto const found = test::replay(test::write(story));
    BOOST_TEST(found.empty(), test::words_of(found));
}

BOOST_AUTO_TEST_CASE(the_good_log_has_every_kind_and_is_the_vector_of_the_format) {
    auto const story = test::good_story();
    for (auto const& kind : kinds()) {
        bool const there = std::any_of(story.begin(), story.end(), [&](Draft const& draft) {
            return draft.kind == kind.name;
        });
        BOOST_TEST(there, kind.name);
    }
    auto const text = lines_of(test::write(story));
    std::ifstream file(std::string(OCOP_TESTS_DIR) + "/vectors/ledger-kinds-v1.jsonl");
    std::string const kept{std::istreambuf_iterator<char>(file), {}};
    if (text != kept) {
        std::ofstream("ledger-kinds-v1.jsonl") << text;
    }
    BOOST_TEST((text == kept), "the new vector is ledger-kinds-v1.jsonl here");
}

BOOST_DATA_TEST_CASE(a_lie_breaks_just_its_rule, boost::unit_test::data::make(lies), lie) {
    test::check(lie);
}

BOOST_AUTO_TEST_CASE(each_rule_has_a_lie) {
    std::set<std::string_view> told{
        "entry",
        "inspection",
        "device",
        "actor",
        "right",
        "account",
        "dropped"};  // of the last six, files of their own
    for (auto const& lie : lies) {
        told.insert(lie.rule);
    }
    for (auto const& rule : ledger::rules()) {
        BOOST_TEST(told.count(rule.id) == 1U, rule.id);
        told.erase(rule.id);
    }
    BOOST_TEST(told.empty());
}

BOOST_AUTO_TEST_CASE(a_leaf_that_is_no_entry_breaks_the_first_rule) {
    auto entries = test::write(test::good_story());
    entries.back() += " ";
    auto const found = test::replay(entries);
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().rule == "entry");
    BOOST_TEST(found.front().entry == entries.size() - 1);
}

// Whatever is left out of a log, its numbers and chains mended, something is missed; but for what
// nothing later rests on.
BOOST_AUTO_TEST_CASE(an_entry_left_out_is_missed_where_something_rests_on_it) {
    auto const story = test::good_story();
    std::size_t missed = 0;
    for (std::size_t i = 0; i < story.size(); ++i) {
        auto less = story;
        less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
        missed += test::replay(test::write(less)).empty() ? 0 : 1;
    }
    BOOST_TEST(missed > story.size() / 2);
}

BOOST_AUTO_TEST_SUITE_END()
