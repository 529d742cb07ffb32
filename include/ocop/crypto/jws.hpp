#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/crypto/p256.hpp>

#include <functional>
#include <string>
#include <string_view>

// Flattened JWS (RFC 7515 §7.2.2), ES256 (RFC 7518 §3.4) only: the form of our trust list, offline
// bundle and key certificates. The algorithm is fixed by us, never chosen by the file.
namespace ocop::crypto {

using SignBytes = std::function<Result<P256Signature>(ByteView)>;

// {"payload", "protected", "signature"} as JSON text, with the JCS form of `payload` inside.
// `kid` and `type` go into the protected header. Fails only as `sign` does.
Result<std::string> sign_jws(
    json::value const& payload, std::string_view type, std::string_view kid, SignBytes const& sign
);

struct Jws {
    std::string kid;
    std::string type;
    json::value payload;
    std::string signed_bytes;  // what the signature covers: protected "." payload
    P256Signature signature{};
    json::object header;  // unprotected; says nothing by itself

    bool verify(P256PublicKey const& key) const;
};

// Reads without judging: call verify(). Malformed "jws_malformed": not that form, alg other than
// ES256, unknown critical headers, payload that is not JSON; too_large above `bytes_max`.
Result<Jws> parse_jws(std::string_view text, std::size_t bytes_max);
Result<Jws> read_jws(json::object const& envelope);

}  // namespace ocop::crypto
