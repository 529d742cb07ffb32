#pragma once

#include <ocop/base/bytes.hpp>

#include <array>
#include <memory>

namespace ocop::crypto {

using AesKey = std::array<std::uint8_t, 16>;
using AesBlock = std::array<std::uint8_t, 16>;

// AES-128 of single blocks (FIPS 197), as a pseudo-random function: never a way to encrypt data.
// Keyed once; one thread at a time, and cheap enough to make per use.
class Aes128 {
  public:
    explicit Aes128(AesKey const& key);
    ~Aes128();
    Aes128(Aes128 const&) = delete;
    Aes128& operator=(Aes128 const&) = delete;

    AesBlock encrypt(AesBlock const& block);

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace ocop::crypto
