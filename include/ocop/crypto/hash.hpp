#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>

#include <cstddef>
#include <memory>

namespace ocop::crypto {

// FIPS 180-4. Any thread.
Hash sha256(ByteView data);

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

// RFC 2104 with SHA-256.
Hash hmac_sha256(ByteView key, ByteView data);

// Compares in a time that depends on the lengths alone.
bool equal_secret(ByteView a, ByteView b);

// The operating system's generator, through OpenSSL. Any thread.
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override;
};

}  // namespace ocop::crypto
