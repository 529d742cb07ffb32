#include <ocop/base/assert.hpp>
#include <ocop/crypto/ed25519.hpp>

#include <sodium.h>

namespace ocop::crypto {

Ed25519PrivateKey::Ed25519PrivateKey(Ed25519Seed const& seed) {
    Ed25519PublicKey ignored{};
    OCOP_ASSERT(sodium_init() >= 0);
    crypto_sign_seed_keypair(ignored.data(), secret_.data(), seed.data());
}

Ed25519PrivateKey Ed25519PrivateKey::generate(Random& random) {
    Ed25519Seed seed{};
    random.fill(seed);
    Ed25519PrivateKey key(seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

Ed25519PrivateKey::~Ed25519PrivateKey() {
    sodium_memzero(secret_.data(), secret_.size());
}

Ed25519PublicKey Ed25519PrivateKey::public_key() const {
    Ed25519PublicKey out{};
    crypto_sign_ed25519_sk_to_pk(out.data(), secret_.data());
    return out;
}

Ed25519Signature Ed25519PrivateKey::sign(ByteView message) const {
    Ed25519Signature out{};
    crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), secret_.data());
    return out;
}

bool verify_ed25519(
    Ed25519PublicKey const& key, ByteView message, Ed25519Signature const& signature
) {
    return crypto_sign_verify_detached(
               signature.data(), message.data(), message.size(), key.data()
           ) == 0;
}

}  // namespace ocop::crypto
