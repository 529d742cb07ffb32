#include "story.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/time.hpp>
#include <ocop/ledger/kinds.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace ocop::test {

namespace {

struct Row {
    std::string_view kind;
    std::string_view actor;
    std::string_view clear;
};

// The order's members that stay; %s are those that its acts add.
#define ORDER_1                                                                        \
    R"("order":"n1","gtin":"09520001100017","lot":"L1","product":"25-08620-01-2026",)" \
    R"("producer":"htx1","count":1000,"stars":4,"certificate":"25-08620-01-2026.01",)" \
    R"("quota":"25-08620-01-2026:2026","content":100000)"
#define ORDER_2                                                                        \
    R"("order":"n2","gtin":"09520001100017","lot":"L1","product":"25-08620-01-2026",)" \
    R"("producer":"htx1","count":20,"stars":4,"certificate":"25-08620-01-2026.01",)"   \
    R"("quota":"25-08620-01-2026:2026","content":2000)"
#define CERTIFICATE                                                                          \
    R"("certificate":"25-08620-01-2026.01","product":"25-08620-01-2026","producer":"htx1",)" \
    R"("authority":"phu-tho","stars":4,"decision":"12/QĐ-UBND","issued_on":"2026-06-01")"
#define CONFIRMED                                                                              \
    R"(,"decision_sha256":"00","confirmations":[{"actor":"o1","unit":"authority:phu-tho/A"},)" \
    R"({"actor":"p1","unit":"authority:phu-tho/B"}])"
#define STAMPS R"("order":"n1","gtin":"09520001100017","lot":"L1","producer":"htx1")"
#define RUN_1                                                                          \
    R"("run":"r1","order":"n1","gtin":"09520001100017","lot":"L1","producer":"htx1",)" \
    R"("label":"1","first":1,"last":500,"format":"pdf","copy":1,"reprint":0)"
#define RUN_2                                                                          \
    R"("run":"r2","order":"n1","gtin":"09520001100017","lot":"L1","producer":"htx1",)" \
    R"("label":"2","first":1,"last":10,"format":"pdf","reprint":1,"deliveries":0)"
#define RUN_3                                                                                 \
    R"("run":"r3","order":"n1","gtin":"09520001100017","lot":"L1","producer":"htx1",)"        \
    R"("label":"3","first":11,"last":20,"format":"pdf","reprint":1,"deliveries":0,"copy":0,)" \
    R"("confirmations":[{"actor":"w1","unit":"producer:htx1"}])"
#define QUOTA                                                                            \
    R"("quota":"25-08620-01-2026:2026","product":"25-08620-01-2026","producer":"htx1",)" \
    R"("from":"2026-01-01","to":"2026-12-31","measure":"g")"
#define LOT_1 R"("gtin":"09520001100017","lot":"L1","producer":"htx1")"
#define KEY                                                                               \
    R"("kid":"0001","authority":"phu-tho","key":"BA","from":"2026-01-01T00:00:00.000Z",)" \
    R"("until":"2027-01-01T00:00:00.000Z")"
#define BY(actor, unit) R"({"actor":")" actor R"(","unit":")" unit R"("})"
#define O1 BY("o1", "authority:phu-tho/A")
#define P1 BY("p1", "authority:phu-tho/B")
#define P2 BY("p2", "authority:phu-tho/C")
#define C1 BY("c1", "commune:08620")
#define W1 BY("w1", "producer:htx1")
#define I1 BY("i1", "authority:phu-tho/D")

// clang-format off
constexpr Row rows[] = {
    {"authority.registered", "machine", R"({"authority":"phu-tho","level":"province"})"},
    {"authority.registered", "machine", R"({"authority":"vinh-phuc","level":"province"})"},
    {"account.invited", "machine", R"({"account":"o1","role":"officer","state":"invited","authority":"phu-tho","office":"A"})"},
    {"account.activated", "o1", R"({"account":"o1","role":"officer","state":"active","authority":"phu-tho","office":"A"})"},
    {"account.invited", "o1", R"({"account":"p1","role":"approver","state":"invited","authority":"phu-tho","office":"B"})"},
    {"account.activated", "p1", R"({"account":"p1","role":"approver","state":"active","authority":"phu-tho","office":"B"})"},
    {"account.invited", "o1", R"({"account":"p2","role":"approver","state":"invited","authority":"phu-tho","office":"C"})"},
    {"account.activated", "p2", R"({"account":"p2","role":"approver","state":"active","authority":"phu-tho","office":"C"})"},
    {"account.invited", "o1", R"({"account":"i1","role":"inspector","state":"invited","authority":"phu-tho","office":"D"})"},
    {"account.activated", "i1", R"({"account":"i1","role":"inspector","state":"active","authority":"phu-tho","office":"D"})"},
    {"account.invited", "o1", R"({"account":"g1","role":"guest_inspector","state":"invited","authority":"phu-tho","office":"D","expires_at":"2026-12-31T00:00:00.000Z"})"},
    {"account.invited", "o1", R"({"account":"c1","role":"commune_officer","state":"invited","commune":"08620"})"},
    {"account.activated", "c1", R"({"account":"c1","role":"commune_officer","state":"active","commune":"08620"})"},
    {"authority.succeeded", "o1", R"({"authority":"vinh-phuc","level":"province","successor":"phu-tho"})"},
    {"key.registered", "system", "{" KEY "}"},
    {"key.registered", "system", R"({"kid":"0002","authority":"phu-tho","key":"BB","from":"2026-01-01T00:00:00.000Z","until":"2027-01-01T00:00:00.000Z"})"},
    {"producer.registered", "o1", R"({"producer":"htx1","commune":"08621"})"},
    {"producer.registered", "o1", R"({"producer":"htx2","commune":"08620"})"},
    {"producer.changed", "o1", R"({"producer":"htx1","commune":"08620"})"},
    {"account.invited", "o1", R"({"account":"w1","role":"producer_owner","state":"invited","producer":"htx1"})"},
    {"account.activated", "w1", R"({"account":"w1","role":"producer_owner","state":"active","producer":"htx1"})"},
    {"account.invited", "c1", R"({"account":"w2","role":"producer_owner","state":"invited","producer":"htx2"})"},
    {"account.activated", "w2", R"({"account":"w2","role":"producer_owner","state":"active","producer":"htx2"})"},
    {"place.registered", "w1", R"({"place":"g1","producer":"htx1"})"},
    {"product.registered", "o1", R"({"product":"25-08620-01-2026","producer":"htx1","authority":"vinh-phuc","criteria_set":1})"},
    {"trade_item.registered", "w1", R"({"gtin":"09520001100017","product":"25-08620-01-2026","producer":"htx1","content":100,"measure":"g"})"},
    {"certificate.registered", "o1", "{" CERTIFICATE R"(,"last_day":"2029-06-01"})"},
    {"certificate.confirmed", "o1", "{" CERTIFICATE R"(,"last_day":"2029-06-01","decision_sha256":"00","confirmations":[)" O1 "]}"},
    {"certificate.confirmed", "p1", "{" CERTIFICATE R"(,"last_day":"2029-06-01")" CONFIRMED "}"},
    {"quota.declared", "w1", "{" QUOTA R"(,"limit":100000,"attested":0})"},
    {"quota.attested", "c1", "{" QUOTA R"(,"limit":150000,"attested":1})"},
    {"quota.raise_requested", "o1", "{" QUOTA R"(,"limit":150000,"attested":1,"raise":180000,"confirmations":[)" O1 "]}"},
    {"quota.raised", "p1", "{" QUOTA R"(,"limit":180000,"attested":1,"raise":180000,"confirmations":[)" O1 "," P1 "]}"},
    {"lot.registered", "w1", "{" LOT_1 R"(,"made_on":"2026-11-20"})"},
    {"order.requested", "w1", "{" ORDER_1 R"(,"left":80000})"},
    {"order.confirmed", "p1", "{" ORDER_1 R"(,"large_sum":900,"confirmations":[)" P1 "]}"},
    {"order.approved", "p2", "{" ORDER_1 R"(,"large_sum":900,"confirmations":[)" P1 "," P2 "]}"},
    {"order.issued", "p1", "{" ORDER_1 R"(,"confirmations":[)" P1 "," P2 R"(],"kid":"0001","epoch":0,"first":0})"},
    {"order.requested", "w1", "{" ORDER_2 R"(,"left":78000})"},
    {"order.cancelled", "w1", "{" ORDER_2 R"(,"left":80000})"},
    {"print_run.requested", "w1", "{" RUN_1 R"(,"deliveries":0})"},
    {"stamps.printed", "w1", "{" STAMPS R"(,"unit":"w1","from":["issued"],"to":"printed","positions":[[1,500]],"count":500,"basis":"print_run:r1"})"},
    {"print_run.made", "w1", "{" RUN_1 R"(,"unit":"w1","deliveries":0,"file":"00"})"},
    {"print_run.linked", "w1", "{" RUN_1 R"(,"deliveries":0,"file":"00"})"},
    {"print_run.delivered", "w1", "{" RUN_1 R"(,"unit":"w1","deliveries":1,"file":"00"})"},
    {"print_run.requested", "w1", "{" RUN_2 R"(,"copy":0,"confirmations":[)" W1 "]}"},
    {"print_run.confirmed", "c1", "{" RUN_2 R"(,"copy":2,"confirmations":[)" W1 "," C1 "]}"},
    {"print_run.failed", "w1", "{" RUN_2 R"(,"unit":"w1","copy":0,"confirmations":[)" W1 "," C1 "]}"},
    {"print_run.requested", "w1", "{" RUN_3 "}"},
    {"print_run.cancelled", "w1", "{" RUN_3 "}"},
    {"stamps.received", "w1", "{" STAMPS R"(,"from":["printed"],"to":"received","positions":[[1,300]],"count":300})"},
    {"stamps.activated", "w1", "{" STAMPS R"(,"from":["printed","received"],"to":"activated","positions":[[1,100],[301,310]],"count":110})"},
    {"stamps.opened", "buyer", "{" STAMPS R"(,"from":["activated"],"to":"opened","positions":[[5,5]],"count":1})"},
    {"stamps.spoiled", "w1", "{" STAMPS R"(,"from":["printed"],"to":"spoiled","positions":[[311,312]],"count":2})"},
    {"stamps.returned", "w1", "{" STAMPS R"(,"from":["received"],"to":"returned","positions":[[101,102]],"count":2})"},
    {"stamps.damaged", "w1", "{" STAMPS R"(,"from":["received"],"to":"damaged","positions":[[103,104]],"count":2,"evidence":"00"})"},
    {"stamps.lost", "w1", "{" STAMPS R"(,"from":["received"],"to":"lost","positions":[[105,105]],"count":1})"},
    {"stocktake.taken", "w1", R"({"order":"n1","producer":"htx1","on_hand":190,"book":195})"},
    {"destruction.proposed", "w1", R"({"destruction":"d1","order":"n1","producer":"htx1","positions":[[101,102]],"confirmations":[)" W1 "]}"},
    {"stamps.destroyed", "c1", "{" STAMPS R"(,"from":["returned"],"to":"destroyed","positions":[[101,102]],"count":2,"basis":"destruction:d1"})"},
    {"destruction.confirmed", "c1", R"({"destruction":"d1","order":"n1","producer":"htx1","positions":[[101,102]],"confirmations":[)" W1 "," C1 "]}"},
    {"stamps.seized", "i1", "{" STAMPS R"(,"from":["damaged"],"to":"seized","positions":[[103,104]],"count":2,"basis":"inspection:s1"})"},
    {"inspection.recorded", "i1", R"({"inspection":"s1","gtin":"09520001100017","lot":"L1","producer":"htx1","authority":"phu-tho","action":"seize","done":1})"},
    {"stamps.voided", "p1", "{" STAMPS R"(,"from":["issued"],"to":"voided","positions":[[900,910]],"count":11})"},
    {"hold.placed", "i1", R"({"hold":"h1","gtin":"09520001100017","lot":"L1","producer":"htx1","whole_lot":0,"authority":"phu-tho","until":"2026-11-30T00:00:00.000Z","confirmations":[)" I1 R"(],"stamps":[["n1",1,5]]})"},
    {"hold.confirmed", "p1", R"({"hold":"h1","gtin":"09520001100017","lot":"L1","producer":"htx1","whole_lot":0,"authority":"phu-tho","until":"2026-11-30T00:00:00.000Z","confirmations":[)" I1 "," P1 R"(],"stamps":[["n1",1,5]]})"},
    {"hold.lifted", "p2", R"({"hold":"h1","gtin":"09520001100017","lot":"L1","producer":"htx1","whole_lot":0,"authority":"phu-tho","until":"2026-11-30T00:00:00.000Z","confirmations":[)" I1 "," P1 R"(],"stamps":[["n1",1,5]]})"},
    {"recall.proposed", "i1", "{" LOT_1 R"(,"voluntary":0,"authority":"phu-tho","confirmations":[)" I1 "]}"},
    {"recall.ordered", "p1", "{" LOT_1 R"(,"voluntary":0,"authority":"phu-tho","decision":"7/QĐ","confirmations":[)" I1 "," P1 "]}"},
    {"recall.replied", "w1", "{" LOT_1 R"(,"voluntary":0,"authority":"phu-tho","decision":"7/QĐ","confirmations":[)" I1 "," P1 "]}"},
    {"recall.lift_proposed", "p1", "{" LOT_1 R"(,"voluntary":0,"authority":"phu-tho","decision":"7/QĐ","confirmations":[)" I1 "," P1 R"(],"lift_decision":"8/QĐ","lift_confirmations":[)" P1 "]}"},
    {"recall.lifted", "p2", "{" LOT_1 R"(,"voluntary":0,"authority":"phu-tho","decision":"7/QĐ","confirmations":[)" I1 "," P1 R"(],"lift_decision":"8/QĐ","lift_confirmations":[)" P1 "," P2 "]}"},
    {"recall.ordered", "w1", "{" LOT_1 R"(,"voluntary":1,"authority":""})"},
    {"event.captured", "w1", R"({"event":"00","type":"ObjectEvent","step":"shipping","producer":"htx1","gtins":["09520001100017"],"lots":["09520001100017:L1"]})"},
    {"event.captured", "w2", R"({"event":"01","type":"ObjectEvent","step":"receiving","producer":"htx2","gtins":["09520001100017"],"lots":["09520001100017:L1"]})"},
    {"lot.closed", "w1", "{" LOT_1 R"(,"made_on":"2026-11-20","closed_on":"2026-11-22"})"},
    {"stamps.lapsed", "system", "{" STAMPS R"(,"from":["received"],"to":"lapsed","positions":[[106,110]],"count":5})"},
    {"certificate.extend_proposed", "p1", "{" CERTIFICATE CONFIRMED R"(,"last_day":"2029-06-01","proposed":{"act":"extend","decision":"13/QĐ","confirmations":[)" P1 "]}}"},
    {"certificate.extended", "p2", "{" CERTIFICATE CONFIRMED R"(,"last_day":"2029-08-01","extension":"13/QĐ","act_confirmations":[)" P1 "," P2 "]}"},
    {"certificate.withdraw_proposed", "p1", "{" CERTIFICATE CONFIRMED R"(,"last_day":"2029-08-01","extension":"13/QĐ","proposed":{"act":"withdraw","decision":"14/QĐ","confirmations":[)" P1 "]}}"},
    {"certificate.withdrawn", "p2", "{" CERTIFICATE CONFIRMED R"(,"last_day":"2029-08-01","extension":"13/QĐ","withdrawal":"14/QĐ","ground":2,"effective_on":"2026-12-01","act_confirmations":[)" P1 "," P2 "]}"},
    {"certificate.reinstate_proposed", "p1", "{" CERTIFICATE CONFIRMED R"(,"last_day":"2029-08-01","extension":"13/QĐ","withdrawal":"14/QĐ","ground":2,"effective_on":"2026-12-01","proposed":{"act":"reinstate","decision":"15/QĐ","confirmations":[)" P1 "]}}"},
    {"certificate.reinstated", "p2", "{" CERTIFICATE CONFIRMED R"(,"last_day":"2029-08-01","extension":"13/QĐ","withdrawal":"14/QĐ","ground":2,"effective_on":"2026-12-01","reinstatement":"15/QĐ","reinstated_on":"2026-11-22","act_confirmations":[)" P1 "," P2 "]}"},
    {"key.revoked", "o1", "{" KEY R"(,"revoked_at_size":20})"},
    {"account.invited", "w1", R"({"account":"x1","role":"producer_staff","state":"invited","producer":"htx1"})"},
    {"account.activated", "x1", R"({"account":"x1","role":"producer_staff","state":"active","producer":"htx1"})"},
    {"account.role_changed", "w1", R"({"account":"x1","role":"producer_owner","state":"active","producer":"htx1"})"},
    {"account.disabled", "o1", R"({"account":"x1","role":"producer_owner","state":"disabled","producer":"htx1"})"},
    {"account.enabled", "o1", R"({"account":"x1","role":"producer_owner","state":"active","producer":"htx1"})"},
    {"account.recovered", "c1", R"({"account":"x1","role":"producer_owner","state":"active","producer":"htx1"})"},
    {"account.left", "x1", R"({"account":"x1","role":"producer_owner","state":"left","producer":"htx1"})"},
    {"account.erased", "o1", R"({"account":"x1","role":"producer_owner","state":"erased","producer":"htx1"})"},
};

// clang-format on

std::string unit_of(std::string const& actor, std::map<std::string, std::string> const& units) {
    auto const found = units.find(actor);
    return found == units.end() ? actor : found->second;
}

void note_unit(json::object const& clear, std::map<std::string, std::string>& units) {
    auto const text = [&clear](char const* member) {
        auto const* const v = clear.if_contains(member);
        return v == nullptr ? std::string() : std::string(std::string_view(v->get_string()));
    };
    auto unit = !text("producer").empty()  ? "producer:" + text("producer")
                : !text("commune").empty() ? "commune:" + text("commune")
                                           : "authority:" + text("authority");
    if (!text("office").empty()) {
        unit += "/" + text("office");
    }
    units[text("account")] = unit;
}

}  // namespace

Story good_story() {
    Story out;
    for (auto const& row : rows) {
        auto clear = json::parse(row.clear);
        BOOST_TEST_REQUIRE(clear.has_value(), row.clear);
        out.push_back({std::string(row.kind), std::string(row.actor), clear->as_object()});
    }
    return out;
}

std::size_t first_of(Story const& story, std::string_view kind) {
    auto const found = std::find_if(story.begin(), story.end(), [kind](Draft const& draft) {
        return draft.kind == kind;
    });
    BOOST_TEST_REQUIRE((found != story.end()));
    return static_cast<std::size_t>(found - story.begin());
}

std::vector<std::string> write(Story const& story) {
    std::vector<std::string> out;
    std::map<std::string, std::int64_t> last;
    std::map<std::string, std::string> units;
    std::int64_t events = 0;
    ledger::Entry entry;
    entry.at = *parse_instant("2026-11-22T00:00:00Z");
    for (auto const& draft : story) {
        entry.kind = draft.kind;
        auto const number = std::to_string(out.size());
        entry.id = std::string(32 - number.size(), '0') + number;
        entry.at.ms += draft.minutes * 60'000;
        entry.actor = draft.actor;
        entry.clear = draft.clear;
        if (draft.kind.starts_with("account.") && draft.clear.contains("account")) {
            note_unit(draft.clear, units);
        }
        if (!entry.clear.contains("unit")) {
            entry.clear["unit"] = unit_of(draft.actor, units);
        }
        auto const* const kind = ledger::find_kind(draft.kind);
        bool const whole = kind != nullptr && ledger::fault_in_clear(*kind, entry.clear).empty();
        entry.subject = whole ? ledger::subject_of(*kind, entry.clear) : "nothing";
        if (entry.subject.empty()) {
            entry.subject = "event:" + std::to_string(++events);
        }
        entry.subject = draft.subject.value_or(entry.subject);
        auto const [at, fresh] = last.try_emplace(entry.subject, -1);
        entry.prev = kind == nullptr || kind->single ? -1 : at->second;
        if (kind != nullptr && !kind->single) {
            at->second = static_cast<std::int64_t>(out.size());
        }
        entry.prev = draft.prev.value_or(entry.prev);
        out.push_back(ledger::encode_entry(entry));
    }
    return out;
}

std::vector<ledger::Violation> replay(std::vector<std::string> const& entries) {
    std::vector<ledger::Violation> out;
    ledger::RuleReplay rules([&out](ledger::Violation violation) {
        out.push_back(std::move(violation));
    });
    for (auto const& entry : entries) {
        rules.add(entry);
    }
    rules.finish();
    return out;
}

}  // namespace ocop::test
