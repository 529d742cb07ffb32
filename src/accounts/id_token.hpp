#pragma once

#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>
#include <ocop/crypto/p256.hpp>
#include <ocop/crypto/rsa.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// ID tokens of an OpenID provider (Core §2, §3.1.3.7): who signed in, signed by a key that the
// provider publishes. Any thread.
namespace ocop::accounts {

// A published key (RFC 7517). Its kind fixes the algorithm: P-256 is ES256, RSA is RS256 (RFC 7518
// §3.1). No token chooses one.
struct OidcKey {
    std::string kid;  // may be empty
    std::variant<crypto::P256PublicKey, crypto::RsaPublicKey> key;
};

using OidcKeys = std::vector<OidcKey>;

// A JWK set. Keys of other kinds, for other uses, and broken ones are passed over (§5). unavailable
// "oidc_keys_malformed": not JSON, not a set, more than 64 keys, two usable keys of one kid, none
// usable.
Result<OidcKeys> parse_oidc_keys(std::string_view text);

struct OidcExpectations {
    std::string_view issuer;
    std::string_view audience;  // our client id
    std::string_view nonce;     // of the sign-in that this token shall end
    Instant now;
};

// The identity is issuer and subject together; an e-mail address may change hands.
struct OidcIdentity {
    std::string issuer;
    std::string subject;
    std::optional<std::string> email;
    bool email_verified = false;  // by the provider, as it says
};

// Judges a compact JWS (RFC 7515 §7.1) of at most 16 KiB. In this order: form; a header that brings
// no key of its own (jku, jwk, x5u, x5c) and no extension (crit), of type JWT or none; the key by
// kid, or the only one when the header names none; alg as that key's; signature; strict JSON; iss
// equal; aud with us, and azp us when it is there or aud has others; exp, iat and nbf within 60 s;
// nonce equal; sub 1 to 255 printable ASCII characters.
//   unauthenticated "oidc_key_unknown": no key of that kid. Fetch the set again, then believe it.
//   unauthenticated "oidc_token_refused": all else; the pointer names the member.
Result<OidcIdentity> verify_id_token(
    std::string_view token, OidcKeys const& keys, OidcExpectations const& expected
);

}  // namespace ocop::accounts
