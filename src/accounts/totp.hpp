#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The second factor: codes that an authenticator app and we compute from a shared secret and the
// time. RFC 6238 over RFC 4226 with what all apps speak: HMAC-SHA1, six digits, steps of 30 s since
// 1970. Pure functions; any thread. Whoever holds a secret or its URI can sign in as its owner:
// neither is logged, and at rest secrets lie in a box (ocop/crypto/box.hpp).
namespace ocop::accounts {

using TotpSecret = std::array<std::uint8_t, 20>;  // as long as the MAC: RFC 4226 §4, R6

TotpSecret new_totp_secret(Random& random);

// The six digits of RFC 4226 §5.3 at `counter`.
std::string hotp(ByteView secret, std::uint64_t counter);

// Which step a time lies in; the counter of its code. `at` is not before 1970.
std::int64_t totp_step(Instant at);

// The step whose code this is: the present one, the one before or the one after (RFC 6238 §5.2: a
// clock that is slow or fast, a code typed as it changed), and later than `last_step`, the step
// that was last accepted for this secret (−1: none yet). The caller stores the step in the
// transaction that lets the person in; so a code works once (RFC 6238 §5.2), also across restarts.
// Of two steps with the same code the later. Takes the same time for every six digits. The space
// that apps show in the middle is for the caller to take out.
std::optional<std::int64_t> match_totp(
    TotpSecret const& secret, std::string_view code, Instant now, std::int64_t last_step
);

// What an app reads as a QR code: otpauth://totp/{issuer}:{login}?secret=…&issuer=… The secret is
// in it as RFC 4648 base32 without padding, which is also what a person types who cannot scan.
std::string totp_uri(std::string_view issuer, TotpSecret const& secret, std::string_view login);

}  // namespace ocop::accounts
