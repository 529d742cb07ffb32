#pragma once

#include "pins/pins.hpp"
#include "signer/signer.hpp"
#include "verdicts/counting.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/random.hpp>

#include <map>
#include <string>
#include <string_view>

// A check with a scratch PIN: what is asked of the signer, what is written, and the verdict that
// comes of it. The PIN itself ends in prepare_pin_check().
namespace ocop::verdicts {

// What comes with the scan.
struct GivenPin {
    std::string_view pin;  // must live until the call that takes it returns
    checks::Visitor visitor;
    checks::Place place;
};

struct PinCheck {
    Judgement judged;  // of the scan, without a PIN
    pins::NewTry request;
    checks::NewCheck counted;
    // What each outcome that there may be comes to, signed (answering.hpp).
    std::map<pins::Outcome, std::string> answers;
};

// Asks the signer. Blocks as it does; for the pool.
//   malformed "pin_malformed", "pin_check_wrong": a slip of the finger, which costs no try
//   refused "pin_not_taken": not a scanned stamp of ours whose order has PINs
//   unavailable "register_unreadable"
Result<PinCheck> prepare_pin_check(
    signer::Signer& signer, Random& random, Judgement judged, GivenPin given
);

struct PinChecked {
    pins::PinReceipt pin;
    checks::Receipt check;
    // With the outcome; where there is a ticket, as if no PIN had been given.
    Judgement judged;
};

// Counts the try and the check, and writes both receipts under the request's token. The check's
// says `pin_pending` (or what stands above it) where there is a ticket. Errors of
// pins::record_try().
Result<PinChecked> record_pin_check(store::Transaction& tx, PinCheck const& check);

stamp::PinFact fact_of(pins::Outcome outcome);

// What the holder of a ripe receipt is told now: the link judged again, with the outcome. A first
// use is one for pins::same_use_ms; later it was used before, on that day.
Judgement judge_again(Verdicts const& verdicts, pins::PinReceipt const& receipt, std::string host);

}  // namespace ocop::verdicts
