#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>

#include <string>
#include <string_view>

// Small secrets at rest under a passphrase: "OCOPSEAL1" ‖ salt (16) ‖ nonce (24) ‖
// XSalsa20-Poly1305 box, keyed by Argon2id (64 MiB, 2 passes) of the passphrase and salt.
namespace ocop::crypto {

std::string seal(std::string_view plain, std::string_view passphrase, Random& random);
// Malformed "seal_broken": not that form, another passphrase, or changed bytes.
Result<std::string> open_seal(std::string_view sealed, std::string_view passphrase);

}  // namespace ocop::crypto
