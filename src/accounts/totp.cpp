#include "accounts/totp.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::accounts {

namespace {

constexpr std::int64_t step_ms = 30'000;
constexpr std::size_t digits = 6;
constexpr std::uint32_t modulus = 1'000'000;

}  // namespace

TotpSecret new_totp_secret(Random& random) {
    TotpSecret secret{};
    random.fill(secret);
    return secret;
}

std::string hotp(ByteView secret, std::uint64_t counter) {
    auto const message = ByteWriter().u64(counter).take();
    auto const mac = crypto::hmac_sha1(secret, as_bytes(message));
    std::size_t const offset = mac.back() & 15;
    auto const word = ByteReader(as_text(mac).substr(offset, 4)).u32() & 0x7FFFFFFF;
    auto code = std::to_string(word % modulus);
    code.insert(0, digits - code.size(), '0');
    return code;
}

std::int64_t totp_step(Instant at) {
    OCOP_ASSERT(at.ms >= 0);
    return at.ms / step_ms;
}

std::optional<std::int64_t> match_totp(
    TotpSecret const& secret, std::string_view code, Instant now, std::int64_t last_step
) {
    auto const present = totp_step(now);
    std::int64_t matched = -1;
    // No way out early: how near a wrong code came must not show in the time.
    for (auto step = present - 1; step <= present + 1; ++step) {
        auto const expected = hotp(secret, static_cast<std::uint64_t>(step));
        bool const same = crypto::equal_secret(as_bytes(expected), as_bytes(code));
        matched = same && step > last_step ? step : matched;
    }
    return matched < 0 ? std::nullopt : std::optional(matched);
}

std::string totp_uri(std::string_view issuer, TotpSecret const& secret, std::string_view login) {
    std::string uri = "otpauth://totp/";
    append_percent_encoded(uri, issuer);
    uri += ':';
    append_percent_encoded(uri, login);
    uri += "?secret=" + to_base32(secret) + "&issuer=";
    append_percent_encoded(uri, issuer);
    return uri + "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace ocop::accounts
