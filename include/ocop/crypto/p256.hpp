#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>

// ECDSA on P-256 with SHA-256 (FIPS 186-4), as admitted by TT 15/2025/TT-BKHCN.
namespace ocop::crypto {

using P256Signature = std::array<std::uint8_t, 64>;  // r ‖ s, big-endian
using P256Point = std::array<std::uint8_t, 65>;      // 04 ‖ x ‖ y

// A public key. Immutable, cheap to copy, any thread.
class P256PublicKey {
  public:
    // Malformed "key_malformed": not 65 bytes of an uncompressed point on the curve.
    static Result<P256PublicKey> from_point(ByteView point);
    // "-----BEGIN PUBLIC KEY-----", SubjectPublicKeyInfo. Malformed as above.
    static Result<P256PublicKey> from_pem(std::string_view pem);

    P256Point point() const;
    std::string to_pem() const;

    // True when `signature` is good for the SHA-256 of `message` and has the one form we accept:
    // 1 ≤ r < n and 1 ≤ s ≤ n/2. The other s of each pair (n − s) also satisfies ECDSA; refusing it
    // keeps one signature to one byte string.
    bool verify(ByteView message, P256Signature const& signature) const;

    // The same for what others sign by RFC 7518 §3.4 (ES256), where either s is right: 1 ≤ s < n.
    // Never for a stamp, nor for anything whose signature's bytes are an identity.
    bool verify_either_s(ByteView message, P256Signature const& signature) const;

    friend bool operator==(P256PublicKey const& a, P256PublicKey const& b) {
        return a.point() == b.point();
    }

  private:
    friend class P256PrivateKey;
    struct Key;

    explicit P256PublicKey(std::shared_ptr<Key const> key) : key_(std::move(key)) {}

    bool satisfies(ByteView message, P256Signature const& signature) const;

    std::shared_ptr<Key const> key_;
};

// Whether r and s are in range and s is the lower of its pair; what verify() asks before any
// arithmetic on the curve.
bool is_canonical(P256Signature const& signature);

// A private key. Immutable; any thread. The bytes live in OpenSSL's memory and are cleared there.
class P256PrivateKey {
  public:
    static P256PrivateKey generate();
    // From the 32-byte secret scalar, for golden vectors and derived keys. Malformed
    // "key_malformed" outside 1..n−1.
    static Result<P256PrivateKey> from_scalar(ByteView scalar);
    // PKCS#8, encrypted with PBKDF2 and AES-256-CBC. Malformed "key_malformed" also when the
    // passphrase is wrong: the two cannot be told apart.
    static Result<P256PrivateKey> from_encrypted_pem(
        std::string_view pem, std::string_view passphrase
    );
    std::string to_encrypted_pem(std::string_view passphrase) const;
    std::string to_plain_pem() const;  // for the TLS library only

    P256PublicKey public_key() const;
    // Always in the accepted form (low s). Signatures of one message differ from call to call.
    P256Signature sign(ByteView message) const;

  private:
    explicit P256PrivateKey(std::shared_ptr<P256PublicKey::Key const> key) : key_(std::move(key)) {}

    std::shared_ptr<P256PublicKey::Key const> key_;
};

// A certificate of `key` for TLS, signed by itself: for development and tests.
// `names` are DNS names, or IP addresses where they parse as such. PEM.
std::string make_self_signed_certificate(
    P256PrivateKey const& key, std::string_view const* names, std::size_t count, int days
);

}  // namespace ocop::crypto
