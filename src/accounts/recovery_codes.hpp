#pragma once

#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Codes on paper for the day the phone is lost: each opens the second factor once. 80 random bits,
// as four groups of four Crockford characters, "7Q2K-0M9D-XTB4-8HZR". The store keeps their SHA-256
// alone; there is nothing to guess, so no slow hash is needed. Pure functions; any thread.
namespace ocop::accounts {

inline constexpr int recovery_code_count = 10;

// The only time they are known.
std::vector<std::string> new_recovery_codes(Random& random);

// The code that a person typed, as it was printed: case, spaces and hyphens do not matter, O is 0,
// I and L are 1. Empty when it cannot be one.
std::optional<std::string> normalise_recovery_code(std::string_view typed);

// What is stored of a code in its printed form: hex SHA-256.
std::string hash_recovery_code(std::string_view code);

// True when `typed` is one of the codes of `hashes`, whose hash is then taken out; the caller
// stores the rest in the transaction that lets the person in. Looks at every hash, whichever fits.
bool use_recovery_code(std::vector<std::string>& hashes, std::string_view typed);

}  // namespace ocop::accounts
