#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/crypto/p256.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What a stamp says, the bytes that are signed for it, and the digits the signature is written in.
// Grammar, byte table and a worked example: FORMAT.md. Pure functions; any thread.
namespace ocop::stamp {

inline constexpr std::size_t lot_length_max = 20;
inline constexpr std::size_t host_length_max = 32;
inline constexpr std::size_t kid_digits = 4;
inline constexpr std::size_t signature_digits = 155;
inline constexpr std::size_t stamp_digits = kid_digits + signature_digits;  // of the `s` parameter

// The number of an issuing key, 0 to 9999, always written as four digits.
struct Kid {
    std::uint16_t number = 0;

    friend auto operator<=>(Kid const&, Kid const&) = default;
};

std::string to_text(Kid kid);
// Exactly four digits; malformed "kid_malformed".
Result<Kid> parse_kid(std::string_view text);
// In JSON a kid is its text.
void read_into(json::Reading& r, json::value const& v, Kid& out);
json::value write(Kid kid);

// One stamp: the trade item, the lot and the number. Identity is GTIN and serial.
struct Stamp {
    std::string gtin;          // 14 digits
    std::string lot;           // is_lot()
    std::uint64_t serial = 0;  // below serial_end

    friend bool operator==(Stamp const&, Stamp const&) = default;
};

// 1 to 20 of 0-9 A-Z and '-': a lot in its upper-case form.
bool is_lot(std::string_view text);

// "host" or "host:port", lower case, at most host_length_max characters: what may be printed in a
// stamp's URL. Malformed "stamp_host_malformed" with the reason.
Result<void> check_stamp_host(std::string_view host);

// "OCOP-STAMP-1" 00 kid 1D "01" gtin "10" lot 1D "21" serial.
Bytes signed_bytes(Kid kid, Stamp const& stamp);

// The 64 bytes as one big-endian number in decimal, zero-padded to 155 digits.
std::string encode_signature(crypto::P256Signature const& signature);
// Absent when it is not 155 digits, or the number is 2^512 or more. Ranges of r and s are for
// verify() to judge.
std::optional<crypto::P256Signature> decode_signature(std::string_view digits);

// What the `s` parameter holds.
struct Signature {
    Kid kid;
    crypto::P256Signature bytes{};

    friend bool operator==(Signature const&, Signature const&) = default;
};

std::string encode_stamp_digits(Signature const& signature);
// Absent when it is not 159 digits (malformed) or the number is too large (no signature at all).
std::optional<Signature> decode_stamp_digits(std::string_view digits);

// https://{host}/01/{gtin}/10/{lot}/21/{serial}?s={kid}{signature}. The host has passed
// check_stamp_host, the stamp is well formed (OCOP_ASSERT).
std::string write_stamp_url(std::string_view host, Stamp const& stamp, Signature const& signature);

}  // namespace ocop::stamp
