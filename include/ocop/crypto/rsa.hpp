#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <memory>

namespace ocop::crypto {

// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2; RS256 of RFC 7518 §3.3): only to check what others
// signed. We sign with ECDSA. Immutable, cheap to copy, any thread.
class RsaPublicKey {
  public:
    // Modulus and exponent, big-endian without leading zeros. Malformed "key_malformed": a modulus
    // of less than 2,048 bits (RFC 7518 §3.3) or more than 8,192 (a check's cost grows with the
    // square), an even one, or an exponent that is even or not in 2^16..2^32 (FIPS 186-4 B.3.1;
    // every key in use has 65,537).
    static Result<RsaPublicKey> from_numbers(ByteView modulus, ByteView exponent);

    // True when `signature` is as long as the modulus and good for the SHA-256 of `message`.
    bool verify(ByteView message, ByteView signature) const;

  private:
    struct Key;

    explicit RsaPublicKey(std::shared_ptr<Key const> key) : key_(std::move(key)) {}

    std::shared_ptr<Key const> key_;
};

}  // namespace ocop::crypto
