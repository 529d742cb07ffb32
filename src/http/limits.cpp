#include "http/limits.hpp"

namespace ocop::http {

namespace {

bool is_safe(Method method) {
    return method == Method::get || method == Method::head || method == Method::options;
}

}  // namespace

Limits::Limit::Limit(std::string_view name, Allowance allowance, Random& random) : policy(name) {
    if (!allowance.limits()) return;
    window_s = (allowance.burst + allowance.per_second - 1) / allowance.per_second;
    buckets.emplace(allowance, random);
}

std::optional<Quota> Limits::Limit::count(std::string_view key, TimePoint now) {
    if (!buckets) return std::nullopt;
    return Quota{policy, window_s, buckets->take(key, now)};
}

Limits::Limits(RateLimits const& rates, Random& random)
    : exempt_(rates.exempt),
      anonymous_writes_("anonymous", rates.anonymous_writes, random),
      account_requests_("account", rates.account_requests, random),
      handshakes_("handshakes", rates.handshakes, random) {}

bool Limits::admits_handshake(std::string_view peer, TimePoint now) {
    if (exempt_.contains(peer)) return true;
    auto const quota = handshakes_.count(client_of(peer), now);
    return !quota || quota->grant.allowed;
}

std::optional<Quota> Limits::count_anonymous(
    Route const& route, std::string_view peer, TimePoint now
) {
    if (route.access != Access::open || is_safe(route.method)) return std::nullopt;
    if (exempt_.contains(peer)) return std::nullopt;
    return anonymous_writes_.count(client_of(peer), now);
}

std::optional<Quota> Limits::count_account(std::string_view account, TimePoint now) {
    if (account.empty()) return std::nullopt;
    return account_requests_.count(account, now);
}

std::shared_ptr<void const> Limits::hold_body(
    Route const& route, std::string_view peer, std::uint64_t bytes
) {
    if (route.access != Access::open || bytes <= LargeBodies::open_bytes) return small_;
    return bodies_.try_hold(client_of(peer));
}

Response rate_limited(Quota const& quota, std::string_view request_id) {
    return problem_response(Error(Errc::too_many, "rate_limited"), request_id)
        .with("Retry-After", std::to_string(quota.grant.wait_s));
}

void tell_quota(std::optional<Quota> const& quota, Response& response) {
    if (!quota) return;
    auto const name = '"' + std::string(quota->policy) + '"';
    auto const& grant = quota->grant;
    response.with(
        "RateLimit-Policy",
        name + ";q=" + std::to_string(grant.limit) + ";w=" + std::to_string(quota->window_s)
    );
    response.with(
        "RateLimit",
        name + ";r=" + std::to_string(grant.remaining) + ";t=" + std::to_string(grant.wait_s)
    );
}

}  // namespace ocop::http
