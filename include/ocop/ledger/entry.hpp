#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <cstdint>
#include <string>

// One leaf of the public ledger: what happened, without personal or commercial data.
// Byte form and a worked example: FORMAT.md beside this file.
namespace ocop::ledger {

using EntryIndex = std::uint64_t;
using Salt = std::array<std::uint8_t, 16>;

inline constexpr std::size_t entry_bytes_max = 65'535;  // tlog-tiles bundles carry a u16 length

struct Entry {
    std::string kind;     // "producer.registered", "order.approved"; see FORMAT.md
    std::string id;       // unique in the log; random
    Instant at;           // never earlier than the entry before
    std::string actor;    // random pseudonym of the account, or "system"
    std::string subject;  // "lot:09520000100018:L2611A"
    std::int64_t prev = -1;  // index of the entry before this one on the same subject; −1: none
    Hash state{};            // record_state() of the new record
    json::object clear;      // what an audit's rules need, integers and strings only

    friend bool operator==(Entry const&, Entry const&) = default;
};

// The leaf's bytes: RFC 8785 of {v, kind, id, at, actor, subject, prev, state, clear}.
std::string encode_entry(Entry const& entry);
// Malformed "entry_malformed" for anything that encode_entry would not give back byte for byte.
Result<Entry> parse_entry(std::string_view bytes);

// SHA-256(salt ‖ RFC 8785 of the record). The salt keeps a record that could be guessed from being
// confirmed by its hash; erasing the salt is how a record is forgotten.
Hash record_state(Salt const& salt, json::value const& record);

}  // namespace ocop::ledger
