#pragma once

#include "api/services.hpp"
#include "verdicts/pin_check.hpp"

// Scratch PINs for programs: a check that brings one, the receipt that tells its outcome, and the
// buyer's word that the pack is open. Anyone may call them; the limits are those of pins/pins.hpp.
namespace ocop::api {

// 201 with the answer; 202 with Retry-After where there is a ticket, whose receipt tells the
// outcome once it has matured. Problems: those of verdicts::prepare_pin_check() and
// pins::record_try().
http::Answer check_with_pin(
    Services& services,
    http::Request const& request,
    verdicts::Judgement judged,
    verdicts::GivenPin given
);

// The receipt of a check; of one with a PIN, its member `pin` says {state: "waiting", ripe_at} or
// {state: "judged", outcome, answer}, the answer as it is now.
http::Handler show_receipt(Services& services);

// Takes no body: {opened_at}. Errors of pins::record_opened().
http::Handler tell_opened(Services& services);

}  // namespace ocop::api
