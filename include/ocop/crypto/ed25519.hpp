#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>

#include <array>

namespace ocop::crypto {

using Ed25519PublicKey = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;
using Ed25519Seed = std::array<std::uint8_t, 32>;  // RFC 8032 private key

// RFC 8032 pure Ed25519: the transparency log's notes and the high-water mark. Any thread.
class Ed25519PrivateKey {
  public:
    explicit Ed25519PrivateKey(Ed25519Seed const& seed);
    static Ed25519PrivateKey generate(Random& random);
    ~Ed25519PrivateKey();
    Ed25519PrivateKey(Ed25519PrivateKey const&) = default;
    Ed25519PrivateKey& operator=(Ed25519PrivateKey const&) = default;

    Ed25519PublicKey public_key() const;
    Ed25519Signature sign(ByteView message) const;

    ByteView seed() const { return {secret_.data(), 32}; }

  private:
    std::array<std::uint8_t, 64> secret_{};  // libsodium's form: seed ‖ public key
};

bool verify_ed25519(
    Ed25519PublicKey const& key, ByteView message, Ed25519Signature const& signature
);

}  // namespace ocop::crypto
