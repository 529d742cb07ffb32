#pragma once

#include "checks/checks.hpp"
#include "pages/frame.hpp"
#include "pins/pins.hpp"
#include "verdicts/verdicts.hpp"

namespace ocop::pages {

// What a check told its holder then, and what the register says now. `now` judges the receipt's
// serial as if it were typed: the receipt keeps no signature.
http::Response receipt_page(
    Frame frame, checks::Receipt const& receipt, verdicts::Judgement const& now
);

// The same of a check with a PIN whose outcome may be told: `now` judges the link again with it, so
// that who confirmed the stamp sees that as long as they keep the link. Who did may say that the
// pack is open now.
http::Response pin_receipt_page(
    Frame frame,
    checks::Receipt const& receipt,
    pins::PinReceipt const& pin,
    verdicts::Judgement const& now
);

// Asks for patience and refreshes itself, by header, since scripts may be off.
http::Response ticket_page(Frame frame, pins::PinReceipt const& pin);

}  // namespace ocop::pages
