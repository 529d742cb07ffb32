#pragma once

#include "http/addresses.hpp"
#include "http/buckets.hpp"
#include "http/large_bodies.hpp"
#include "http/message.hpp"
#include "http/route.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How much one client may ask of the server. What all of them together may is bounded elsewhere:
// connections, the pool's queue and the commit queue answer 503.
namespace ocop::http {

// A client is an IPv4 address or an IPv6 /64 (client_of). The address is the connection's own:
// X-Forwarded-For, Forwarded and their like are never read, because anyone can send them.
//
// Reads that anyone may make (GET, HEAD, OPTIONS of an open route) have no limit by address: behind
// a carrier's NAT thousands of buyers share one, and a scan must always be answered.
//
// Requests that the gate refuses (401) have none either. Guessing is hopeless at any speed, since
// tokens and session ids are 256 random bits, and an unknown one costs us one point read. But a
// count of failures by address would let one misconfigured phone lock out the honest accounts
// behind the same NAT, and a count by address and credential is evaded by making credentials up. A
// gate or route that checks a secret people choose or type (password, PIN, one-time code) must
// bring a limit of its own, by account.
struct RateLimits {
    // Requests to open routes that are neither GET, HEAD nor OPTIONS, per client.
    Allowance anonymous_writes{240, 4};
    // Requests that the gate let through, per request.account.
    Allowance account_requests{6'000, 200};
    // TLS handshakes, per client. Above it the socket is closed at once.
    Allowance handshakes{1'000, 200};
    // Addresses and blocks ("192.0.2.0/24") that have no limit on handshakes and anonymous writes:
    // known exits of carriers' NATs, proxies of ours.
    std::vector<std::string> exempt;
};

// Where a client stands with the limit that counted its request.
struct Quota {
    std::string_view policy;     // "anonymous" or "account"
    std::uint32_t window_s = 1;  // in which an empty bucket fills
    Grant grant;
};

// The limits in use. Any thread.
class Limits {
  public:
    using TimePoint = Buckets::TimePoint;

    // Throws std::runtime_error on an entry of `exempt` that is no block. Numbers above
    // Allowance::number_max are a bug (OCOP_ASSERT).
    Limits(RateLimits const& rates, Random& random);

    // Whether a connection from that address may start TLS.
    bool admits_handshake(std::string_view peer, TimePoint now);

    // Counts a request, or gives nothing when no limit is on it. That the quota's grant is refused
    // is for the caller to act on.
    std::optional<Quota> count_anonymous(Route const& route, std::string_view peer, TimePoint now);
    // An empty account is not counted.
    std::optional<Quota> count_account(std::string_view account, TimePoint now);

    // A place for a body of that length on an open route, by client; null when there is none. A
    // small one needs none and has one.
    std::shared_ptr<void const> hold_body(
        Route const& route, std::string_view peer, std::uint64_t bytes
    );

  private:
    struct Limit {
        Limit(std::string_view name, Allowance allowance, Random& random);
        std::optional<Quota> count(std::string_view key, TimePoint now);

        std::string_view policy;
        std::uint32_t window_s = 1;
        std::optional<Buckets> buckets;  // empty: off
    };

    AddressBlocks const exempt_;
    Limit anonymous_writes_;
    Limit account_requests_;
    Limit handshakes_;
    LargeBodies bodies_;
    std::shared_ptr<void const> const small_ = std::make_shared<char>();
};

// 429 "rate_limited", with Retry-After: nothing was done.
Response rate_limited(Quota const& quota, std::string_view request_id);

// Adds RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-11 §3, §4): q the
// burst, w the window, r what remains, t the seconds until there is one more.
void tell_quota(std::optional<Quota> const& quota, Response& response);

}  // namespace ocop::http
