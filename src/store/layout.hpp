#pragma once

#include "store/store.hpp"

#include <ocop/ledger/frontier.hpp>
#include <ocop/ledger/tile.hpp>

#include <array>
#include <string>
#include <string_view>

// The store's own keys and values: the head in `meta` and the entries in `ledger`. FORMAT.md.
namespace ocop::store {

// On disk; by the enumerator's number.
inline constexpr std::array<char const*, space_count> space_names = {
    "meta",
    "registry",
    "stamps",
    "events",
    "event_index",
    "trace",
    "checks",
    "inspections",
    "accounts",
    "jobs",
    "audit",
    "ledger",
};

inline constexpr std::string_view reserved_prefix = "store.";  // of keys in `meta`
inline constexpr std::string_view head_key = "store.head";
inline constexpr std::string_view waypoint_prefix{"store.way\0", 10};
inline constexpr std::string_view origin_key = "store.origin";
inline constexpr std::string_view checkpoint_key = "store.checkpoint";
inline constexpr std::string_view entry_prefix = "e";
inline constexpr std::string_view tile_prefix = "t";

// A batch that reaches or passes a multiple of this many entries leaves a waypoint: open() hashes
// the entries behind the last one only.
inline constexpr std::uint64_t waypoint_entries = 65'536;

// Where the store stands after a batch: written with it, in the same write.
struct Head {
    std::uint64_t sequence = 0;  // batches written so far; 0 is the empty store
    Instant at;                  // of the last batch
    ledger::Frontier frontier;

    friend bool operator==(Head const&, Head const&) = default;
};

std::string encode_head(Head const& head);
// Corrupt "store_corrupt" for anything encode_head() would not give.
Result<Head> parse_head(std::string_view bytes);

std::string entry_key(ledger::EntryIndex index);
// Corrupt "store_corrupt" if it is not a key that entry_key() gives.
Result<ledger::EntryIndex> parse_entry_key(std::string_view key);

std::string waypoint_key(std::uint64_t size);
std::string tile_key(ledger::TileId const& tile);

// The head that `reader` sees, or of an empty store where there is none.
Result<Head> load_head(Reader const& reader);

inline Error corrupt(std::string reason) {
    return {Errc::corrupt, "store_corrupt", "", std::move(reason)};
}

}  // namespace ocop::store
