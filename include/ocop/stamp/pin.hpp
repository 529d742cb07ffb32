#pragma once

#include <ocop/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The number under a stamp's scratch layer: eight digits and a check digit, so that a slip of the
// finger is not taken for a guess. What a stamp's PIN is, only the signer knows. Pure functions;
// any thread.
namespace ocop::stamp {

inline constexpr std::size_t pin_digits = 9;  // with the check digit
inline constexpr std::uint32_t pin_number_end = 100'000'000;

// The check digit of a text of digits alone (OCOP_ASSERT), by H. Michael Damm's quasigroup of
// order 10 (thesis, Marburg 2004): every single wrong digit and every exchange of neighbours,
// also with the check digit itself, is seen.
char damm_digit(std::string_view digits);

// "123456789": the number (below pin_number_end, OCOP_ASSERT), zero-padded, and its check digit.
std::string format_pin(std::uint32_t number);
// As it is printed: "123 456 789". `pin` as format_pin gives it (OCOP_ASSERT).
std::string group_pin(std::string_view pin);

// Nine digits with spaces, hyphens and dots anywhere between; gives the nine. Malformed with
// pointer "pin": "pin_malformed" (not that form), "pin_check_wrong". The text is in no fault.
Result<std::string> parse_pin(std::string_view text);

}  // namespace ocop::stamp
