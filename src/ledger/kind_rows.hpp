#pragma once

#include <string_view>

// The table of kinds as FORMAT.md has it, a noun a row: what it is about, its acts, and its
// members.
namespace ocop::ledger {

struct KindRow {
    std::string_view noun;
    std::string_view acts;     // what has been done to it
    std::string_view subject;  // noun of the subject, ':', members; '!' before: a record each time
    // name, then: nothing a text, # an integer, @ a day, ^ an instant, [] texts, [-] positions,
    // [o] spans, [c] confirmations, {p} a proposal; ? behind: may be missing. `unit` is in all.
    std::string_view members;
};

// clang-format off
inline constexpr KindRow kind_rows[] = {
    {"account", "invited activated disabled enabled role_changed recovered left erased",
     "account:account", "account role state producer? commune? authority? office? expires_at^?"},
    {"authority", "registered succeeded", "authority:authority",
     "authority level demo# successor?"},
    {"producer", "registered changed dropped", "producer:producer", "producer commune"},
    {"place", "registered", "place:place", "place producer"},
    {"product", "registered dropped", "product:product",
     "product producer authority criteria_set#"},
    {"trade_item", "registered photo_changed dropped", "trade_item:gtin",
     "gtin product producer content# measure"},
    {"certificate",
     "registered confirmed extend_proposed extended withdraw_proposed withdrawn "
     "reinstate_proposed reinstated dropped",
     "certificate:certificate",
     "certificate product producer authority stars# decision issued_on@ last_day@ "
     "decision_sha256? confirmations[c]? extension? withdrawal? ground#? effective_on@? "
     "reinstatement? reinstated_on@? act_confirmations[c]? proposed{p}? dossier?"},
    {"lot", "registered closed", "lot:gtin:lot", "gtin lot producer made_on@ closed_on@?"},
    {"key", "registered revoked", "key:kid",
     "kid authority key from^ until^ revoked_at_size#?"},
    {"quota", "declared attested raise_requested raised", "quota:quota",
     "quota product producer from@ to@ measure declared# limit# attested# raise#? "
     "confirmations[c]?"},
    {"order", "requested confirmed approved issued cancelled", "order:order",
     "order gtin lot product producer count# stars# certificate quota content# left#? "
     "active# pins# confirmations[c]? large_sum#? kid? epoch#? first#?"},
    {"stamps",
     "printed received activated opened spoiled returned damaged lost destroyed seized voided "
     "lapsed",
     "!order:order",
     "order gtin lot producer from[] to positions[-] count# on@? evidence? basis?"},
    {"stocktake", "taken", "!order:order", "order producer on_hand# book#"},
    {"destruction", "proposed confirmed", "destruction:destruction",
     "destruction order producer positions[-] confirmations[c] evidence?"},
    {"print_run", "requested confirmed cancelled made failed linked delivered", "print_run:run",
     "run order gtin lot producer label first# last# format copy# reprint# deliveries# "
     "confirmations[c]? file? covert?"},
    {"inspection", "recorded lift_proposed lifted", "inspection:inspection",
     "inspection gtin lot producer authority action done# stamps[o]? "
     "lift_confirmations[c]? device?"},
    {"device", "enrolled revoked", "device:device", "device account key"},
    {"hold", "placed confirmed lifted", "hold:hold",
     "hold gtin lot producer whole_lot# authority until^ confirmations[c] stamps[o]?"},
    {"recall", "proposed refused dropped ordered lift_proposed lifted replied", "recall:gtin:lot",
     "gtin lot producer voluntary# authority until^? decision? confirmations[c]? lift_decision? "
     "lift_confirmations[c]?"},
    {"event", "captured", "!event:", "event type step? producer? gtins[] lots[] declares_error#?"},
};
// clang-format on

}  // namespace ocop::ledger
