#include "api/throttle.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <chrono>

namespace ocop::api {

namespace {

// Buckets refill by whole tokens a second, so a try costs several.
constexpr std::uint32_t try_cost = 6;
constexpr std::uint32_t code_cost = 30;
constexpr http::Allowance of_pair{50 * try_cost, 1};
constexpr http::Allowance of_client{100 * try_cost, 10};
constexpr http::Allowance of_account{100 * try_cost, 5};
constexpr http::Allowance of_codes{10 * code_cost, 1};
constexpr std::size_t id_chars = 22;  // 16 bytes

// Counted in tries, not in tokens.
std::optional<http::Quota> take(
    http::Buckets& buckets, http::Allowance allowance, std::string_view key, std::uint32_t cost
) {
    auto grant = buckets.take(key, std::chrono::steady_clock::now(), cost);
    if (grant.allowed) {
        return std::nullopt;
    }
    grant.limit /= cost;
    grant.remaining /= cost;
    return http::Quota{"sign-in", allowance.burst / allowance.per_second, grant};
}

std::string key_of(std::string_view a, std::string_view b) {
    return std::string(a) + '\n' + std::string(b);
}

}  // namespace

Throttle::Throttle(accounts::VaultKey const& vault, Random& random)
    : secret_(crypto::hmac_sha256(vault, as_bytes("device"))),
      pairs_(of_pair, random),
      clients_(of_client, random),
      accounts_(of_account, random),
      codes_(of_codes, random),
      providers_(of_client, random) {}

std::optional<http::Quota> Throttle::try_password(Try const& attempt) {
    if (is_known(attempt.login, attempt.device)) {
        return take(pairs_, of_pair, key_of(attempt.login, attempt.device), try_cost);
    }
    auto const pair = key_of(attempt.login, attempt.client);
    if (auto refused = take(pairs_, of_pair, pair, try_cost)) {
        return refused;
    }
    if (auto refused = take(clients_, of_client, attempt.client, try_cost)) {
        return refused;
    }
    return take(accounts_, of_account, attempt.login, try_cost);
}

std::optional<http::Quota> Throttle::try_code(CodeTry const& attempt) {
    auto const known = is_known(attempt.login, attempt.device);
    auto const key = key_of(attempt.account, known ? attempt.device : std::string_view());
    return take(codes_, of_codes, key, code_cost);
}

std::optional<http::Quota> Throttle::try_provider(std::string_view client) {
    return take(providers_, of_client, client, try_cost);
}

std::string Throttle::device_for(std::string_view login, Random& random) const {
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    auto const id = to_base64url(bytes);
    return id + mark(login, id);
}

bool Throttle::is_known(std::string_view login, std::string_view device) const {
    if (device.size() <= id_chars) {
        return false;
    }
    auto const wanted = mark(login, device.substr(0, id_chars));
    return crypto::equal_secret(as_bytes(device.substr(id_chars)), as_bytes(wanted));
}

std::string Throttle::mark(std::string_view login, std::string_view id) const {
    return to_base64url(crypto::hmac_sha256(secret_, as_bytes(key_of(login, id))));
}

}  // namespace ocop::api
