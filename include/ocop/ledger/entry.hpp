#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// One leaf of the public ledger: what happened, without personal or commercial data.
// Byte form and a worked example: FORMAT.md beside this file.
namespace ocop::ledger {

using EntryIndex = std::uint64_t;
using Salt = std::array<std::uint8_t, 16>;

inline constexpr std::size_t entry_bytes_max = 65'535;  // tlog-tiles bundles carry a u16 length

struct Entry {
    std::string kind;        // "producer.registered", "order.approved"; see FORMAT.md
    std::string id;          // unique in the log; random
    Instant at;              // never earlier than the entry before
    std::string actor;       // random pseudonym of the account, or "system"
    std::string subject;     // "lot:09520000100018:L2611A"
    std::int64_t prev = -1;  // index of the entry before this one on the same subject; −1: none
    Hash state{};            // record_state() of the new record
    json::object clear;      // what an audit's rules need, integers and strings only

    friend bool operator==(Entry const&, Entry const&) = default;
};

// Whether encode_entry() can write the entry so that every RFC 8785 reader agrees on its bytes.
// Malformed "entry_malformed" with each fault, when
//   kind is not 1 to 64 of a-z 0-9 _ and .; id is not 32 lower-case hexadecimal digits;
//   actor or subject is not 1 to 256 bytes of UTF-8; prev is below −1; at is outside 1970 to 9999;
//   clear holds anything but strings of UTF-8, integers of at most 2^53 − 1 either side of zero,
//   and arrays and objects of these, at most 8 deep, with member names of 1 to 256 bytes.
// Too_large "entry_too_large" when the bytes would be more than entry_bytes_max.
Result<void> check_entry(Entry const& entry);
// The leaf's bytes: RFC 8785 of {v, kind, id, at, actor, subject, prev, state, clear}.
// The entry must pass check_entry() (OCOP_ASSERT).
std::string encode_entry(Entry const& entry);
// Both at once, for who writes many: the bytes, or the errors of check_entry().
Result<std::string> write_entry(Entry const& entry);
// Malformed "entry_malformed" for anything that encode_entry would not give back byte for byte.
Result<Entry> parse_entry(std::string_view bytes);

// SHA-256(salt ‖ RFC 8785 of the record). The record must have a canonical form (OCOP_ASSERT). The
// salt keeps a record that could be guessed from being confirmed by its hash; erasing the salt is
// how a record is forgotten.
bool has_canonical_form(json::value const& record);  // its numbers are finite
Hash record_state(Salt const& salt, json::value const& record);
// The same of a record that is RFC 8785 text already.
Hash text_state(Salt const& salt, std::string_view canonical);

}  // namespace ocop::ledger
