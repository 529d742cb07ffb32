#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace ocop::crypto {

// FIPS 180-4. Any thread.
Hash sha256(ByteView data);
// The same of `first` ‖ `second`.
Hash sha256(ByteView first, ByteView second);

// SHA-256 over pieces. One thread at a time.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 const&) = delete;
    Sha256& operator=(Sha256 const&) = delete;

    Sha256& add(ByteView data);
    Hash finish();  // once; the object is spent

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

// Other hashes, for texts that others have hashed with them: FIPS 180-4 and FIPS 202. Any thread.
enum class OtherHash : std::uint8_t { sha384, sha512, sha3_256 };

Bytes hash_with(OtherHash algorithm, ByteView data);

// RFC 2104 with SHA-256.
Hash hmac_sha256(ByteView key, ByteView data);

using Sha1Mac = std::array<std::uint8_t, 20>;

// RFC 2104 with SHA-1, for one-time codes alone (RFC 4226), because the apps that people have speak
// nothing else. That SHA-1 has collisions does not touch it: HMAC needs a compression function that
// is a pseudo-random function under a secret key (RFC 6194 §3.3), and six digits of it are shown.
Sha1Mac hmac_sha1(ByteView key, ByteView data);

// Compares in a time that depends on the lengths alone.
bool equal_secret(ByteView a, ByteView b);

// The operating system's generator, through OpenSSL. Any thread.
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override;
};

}  // namespace ocop::crypto
