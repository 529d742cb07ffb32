#pragma once

#include <ocop/base/result.hpp>
#include <ocop/crypto/p256.hpp>
#include <ocop/stamp/payload.hpp>

#include <cstdint>
#include <map>

namespace ocop::stamp {

enum class SignatureState : std::uint8_t { good, bad };

// Says whether a stamp's signature is good under the key its kid names. Whether the key may be
// trusted, and whether the stamp was issued, are other questions. Add the keys first, then verify
// from any thread. The one place where stamp signatures are judged: a faster method replaces what
// is behind verify_bytes() and nothing else.
class StampVerifier {
  public:
    // Conflict "kid_taken" when the kid has another key already; the same key again is fine.
    Result<void> add_key(Kid kid, crypto::P256PublicKey const& key);

    bool has(Kid kid) const { return keys_.contains(kid); }

    // An unknown kid is bad. Only low s is good (see crypto::P256PublicKey::verify).
    SignatureState verify(Stamp const& stamp, Signature const& signature) const;
    SignatureState verify_bytes(Kid kid, ByteView message, crypto::P256Signature const& signature)
        const;

  private:
    std::map<Kid, crypto::P256PublicKey> keys_;
};

}  // namespace ocop::stamp
