#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <string>
#include <string_view>

namespace ocop {

// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
// Either case; malformed on an odd length or another character.
Result<Bytes> from_hex(std::string_view text);

// RFC 4648 §5 without padding. Reading refuses padding, other characters and non-zero spare bits,
// so that one byte string has one text.
std::string to_base64url(ByteView bytes);
Result<Bytes> from_base64url(std::string_view text);

// RFC 4648 §4 with padding; reading is as strict.
std::string to_base64(ByteView bytes);
Result<Bytes> from_base64(std::string_view text);

// RFC 4648 §6 in upper case, without padding. Reading refuses padding, lower case, other characters
// and non-zero spare bits.
std::string to_base32(ByteView bytes);
Result<Bytes> from_base32(std::string_view text);

// Crockford base32, upper case, most significant digit first, exactly `digits` long.
// `value` must fit (OCOP_ASSERT).
std::string to_crockford(std::uint64_t value, int digits);
// Folds case, I and L to 1, O to 0. Malformed on U, other characters, no character, or more than
// 64 bits. Hyphens and spaces are not skipped.
Result<std::uint64_t> from_crockford(std::string_view text);

// Appends `text` with all but RFC 3986's unreserved characters escaped, upper-case digits; a space
// in a query is %20 too, which every reader takes.
void append_percent_encoded(std::string& out, std::string_view text);

// A decimal without sign or leading zeros ("0" is one), at most `max`.
Result<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max);

}  // namespace ocop
