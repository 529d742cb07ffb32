#pragma once

#include <ocop/base/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The link in a stamp's QR code, read from what a camera, a person or a server's request line
// gives. Grammar: FORMAT.md. Pure functions; any thread.
namespace ocop::stamp {

// A GS1 Digital Link of a GTIN as this programme uses it; without `digits` it is an information
// page, with them it claims to be a stamp and then has lot and serial.
struct StampLink {
    std::string host;                     // lower case, ":port" unless none or 443
    std::string gtin;                     // 14 digits, right check digit
    std::optional<std::string> lot;       // is_lot(), upper case
    std::optional<std::uint64_t> serial;  // below serial_end
    std::optional<std::string> digits;    // the `s` parameter: 159 digits, kid and signature

    friend bool operator==(StampLink const&, StampLink const&) = default;
};

// Reads a whole URI. Lot and serial are decoded and folded to upper case; I and L in the serial to
// 1, O to 0. Other query parameters are ignored. Errors, all malformed: those of
// gs1::parse_digital_link, and
//  - "stamp_key_wrong": a Digital Link of another key than 01
//  - "stamp_path_wrong": something before /01, or, beside `s`, a qualifier that is not signed
//  - "stamp_lot_malformed": not 1 to 20 of 0-9, A-Z and '-'
//  - "stamp_serial_malformed": not ten Crockford characters
//  - "stamp_digits_malformed": `s` is not exactly 159 digits
//  - "stamp_digits_duplicated": `s` is there twice
//  - "stamp_incomplete": `s` without 10 or 21
Result<StampLink> read_link(std::string_view uri);

// The same from a request target, undecoded and split at '?' (the query without it), and the Host
// it was sent to. Errors as above.
Result<StampLink> read_link_target(
    std::string_view path, std::string_view query, std::string_view host
);

// Whether a query holds an `s` of 159 digits: the mark of a stamp, also in a URI that is no link
// of ours or no link at all. A page that imitates stamps carries it to look right.
bool is_stamp_shaped(std::string_view uri);

}  // namespace ocop::stamp
