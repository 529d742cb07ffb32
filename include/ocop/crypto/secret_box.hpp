#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>

#include <array>
#include <string>
#include <string_view>

namespace ocop::crypto {

// Hands texts to someone who shall neither read nor change them, as a browser that keeps a cookie:
// XSalsa20-Poly1305 under a key that lives and dies with the object. Immutable; any thread.
//
// A box is nonce (24) ‖ ciphertext with its tag, as base64url. It says nothing about when it was
// made or how often it was opened; what is inside has to.
class SecretBox {
  public:
    explicit SecretBox(Random& random);
    ~SecretBox();
    SecretBox(SecretBox const&) = delete;
    SecretBox& operator=(SecretBox const&) = delete;

    std::string seal(std::string_view plain, Random& random) const;
    // Malformed "box_broken": not that form, of another object, or changed.
    Result<std::string> open(std::string_view box) const;

  private:
    std::array<std::uint8_t, 32> key_{};
};

}  // namespace ocop::crypto
