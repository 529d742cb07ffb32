#pragma once

#include <ocop/base/time.hpp>

#include <string>
#include <string_view>

// How a subscriber knows that a delivery is ours, unchanged and new. The header is
//
//   GS1-Signature: HMAC-SHA256 t=1795316645,n=0h3k9w2mzq7x4c8v,s=<64 lower-case hex digits>
//
//   t  when this attempt was sent, in seconds since 1970-01-01T00:00Z
//   n  a random name of this attempt: no two attempts have the same
//   s  HMAC-SHA256 (RFC 2104) with the bytes of signatureToken as key, over the text
//      t "." n "." body, the body as it was sent
//
// A receiver computes s, compares it in constant time, refuses a t that is further than five
// minutes from its clock, and one whose n it has seen in that time. An event that is delivered
// twice (at least once is what is promised) has another t and n and the same eventID.
// Pure; any thread.
namespace ocop::webhooks {

struct Attempt {
    Instant at;
    std::string name;  // random_id()
};

std::string sign(std::string_view token, Attempt const& attempt, std::string_view body);

}  // namespace ocop::webhooks
