#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>

#include <array>
#include <string>
#include <string_view>

// Small secrets at rest (TOTP secrets) under a key that lies outside the database, so that a copy
// of the database alone tells nothing. XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), form
//   "OCOPBOX1" ‖ nonce (24) ‖ box (as long as the plain text, and 16)
// The nonce is random: 192 bits do not meet twice under one key. Any thread.
namespace ocop::crypto {

using BoxKey = std::array<std::uint8_t, 32>;

// `associated` says what the secret belongs to (the account and member it is stored in): a box that
// was moved to another place in the database does not open there. It is not stored in the box.
std::string seal_with_key(
    std::string_view plain, BoxKey const& key, std::string_view associated, Random& random
);

// Malformed "box_broken": not that form, another key, another `associated`, or changed bytes.
Result<std::string> open_with_key(
    std::string_view box, BoxKey const& key, std::string_view associated
);

}  // namespace ocop::crypto
