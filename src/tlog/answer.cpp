#include "tlog/answer.hpp"

#include <ocop/stamp/verdict.hpp>

#include <algorithm>

namespace ocop::tlog {

namespace {

using ledger::LoggedStamp;
using stamp::Facts;

bool is_void(std::string_view state) {
    constexpr std::string_view lawful[] = {"issued", "printed", "received", "activated", "opened"};
    return std::find(std::begin(lawful), std::end(lawful), state) == std::end(lawful);
}

stamp::CertificateTerm term_of(LoggedStamp const& known) {
    stamp::CertificateTerm out;
    out.issued = known.certified_on;
    if (known.last_day != stamp::certificate_end(known.certified_on)) {
        out.extended_until = known.last_day;
    }
    if (known.withdrawn_from) {
        out.withdrawal =
            stamp::Withdrawal{known.withdrawal_ground, *known.withdrawn_from, known.reinstated_on};
    }
    return out;
}

Facts facts_of(LoggedStamp const& known, Day today) {
    Facts out;
    out.today = today;
    out.key_revoked_at_size = known.key_revoked_at_size;
    out.order_entry_index = known.entry;
    out.lot_recalled = known.recalled;
    out.lot_held = known.held;
    out.lot_made = known.lot_made;
    out.certificate = term_of(known);
    out.issue = stamp::IssueFact::issued;
    out.activated = known.activated;
    out.stamp_copied = known.copied;
    if (is_void(known.state)) {
        out.voided = stamp::VoidReason::cancelled;  // any: the reason is not in the verdict
    }
    out.order_has_pins = known.pins;
    return out;
}

// Whether `code` is the headline for one of the things that the log does not tell.
bool may_be(std::string_view code, Facts facts) {
    using stamp::PinFact;
    for (auto const asked : {stamp::Asked::link, stamp::Asked::typed_serial}) {
        facts.asked = asked;
        facts.signature =
            asked == stamp::Asked::link ? stamp::SignatureFact::good : stamp::SignatureFact::none;
        for (auto const pin :
             {PinFact::none, PinFact::wrong, PinFact::first_use, PinFact::used_before}) {
            facts.pin = pin;
            for (bool const past : {false, true}) {
                facts.lot_best_before = past ? add_days(facts.today, -1) : facts.today;
                if (code_of(decide(facts).headline) == code) {
                    return true;
                }
            }
        }
    }
    return false;
}

std::string say(LoggedStamp const& known) {
    std::string out(known.state);
    out += known.recalled ? ", its lot recalled" : "";
    out += known.held ? ", held" : "";
    out += known.copied ? ", found copied" : "";
    out += known.withdrawn_from ? ", its certificate withdrawn" : "";
    out += known.key_revoked_at_size ? ", its key revoked" : "";
    out += known.activated ? "" : ", never activated";
    return out;
}

}  // namespace

std::vector<std::string> contradictions(
    stamp::SignedAnswer const& answer,
    std::optional<LoggedStamp> const& known,
    LogTimes const& times
) {
    std::vector<std::string> out;
    if (times.next && answer.at.ms - times.next->ms > stale_ms_max) {
        out.push_back("the log had more entries since " + to_text(*times.next));
    }
    if (times.last && times.last->ms - answer.at.ms > stale_ms_max) {
        out.push_back("the log had so many entries only at " + to_text(*times.last));
    }
    if (!known) {
        out.push_back(
            "no stamp " + std::to_string(answer.position) + " of order " + answer.order +
            " was issued"
        );
        return out;
    }
    if (known->gtin != answer.gtin || known->lot != answer.lot) {
        out.push_back("the order is of lot " + known->lot + " of " + known->gtin);
    }
    if (static_cast<std::int64_t>(known->entry) != answer.entry) {
        out.push_back("the order was issued by entry " + std::to_string(known->entry));
    }
    if (!may_be(answer.verdict, facts_of(*known, legal_day(answer.at)))) {
        out.push_back("\"" + answer.verdict + "\" was said of a stamp that is " + say(*known));
    }
    return out;
}

}  // namespace ocop::tlog
