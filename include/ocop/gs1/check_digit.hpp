#pragma once

#include <ocop/base/result.hpp>

#include <string>
#include <string_view>

// GS1 check digits (General Specifications, "Check digit calculations"): modulo 10 with weights 3
// and 1, the digit left of the check digit weighing 3. One rule serves GTIN-8, -12, -13 and -14,
// GLN, SSCC and GSRN. All functions are pure; any thread.
namespace ocop::gs1 {

// The digit that completes `body`, '0' to '9'. `body` holds digits only (OCOP_ASSERT) and may be
// of any length.
char check_digit(std::string_view body);

// True when `digits` is two or more digits of which the last is the check digit of the others.
bool has_check_digit(std::string_view digits);

// A GTIN of 8, 12, 13 or 14 digits to its 14-digit form (zeros on the left). Errors: malformed
// "gtin_malformed" (not digits, or another length), "check_digit_wrong" (the reason names the digit
// expected); the pointer is "01".
Result<std::string> parse_gtin(std::string_view text);

// A GLN: 13 digits, a right check digit.
bool is_gln(std::string_view text);

// An SSCC: 18 digits, a right check digit.
bool is_sscc(std::string_view text);

}  // namespace ocop::gs1
