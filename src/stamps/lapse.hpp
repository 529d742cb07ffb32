#pragma once

#include "registry/lot.hpp"
#include "stamps/moves.hpp"
#include "stamps/policy.hpp"

#include <optional>
#include <string>
#include <vector>

// Closing a lot, and what follows from it: stamps that were never activated lapse a while later.
//
// At rest, space stamps: 'c' ‖ i64 ms ‖ GTIN ‖ ':' ‖ lot → empty: the lot's stamps lapse then
namespace ocop::stamps {

// registry::close_lot(), and the day on which its stamps lapse. `key` as registry::lot_key().
Result<registry::Lot> close_lot(
    store::Transaction& tx, Principal const& who, Policy const& policy, std::string_view key
);

// The first lot whose stamps are due at `now`, by the key of its entry; none when none is.
Result<std::optional<std::string>> find_due(store::Reader const& reader, Instant now);

// Lets a lot's stamps lapse, a bounded number of ranges at a time; gives how many stamps did. An
// order that was active when issued has none. When nothing is left to do its entry goes, and
// find_due() gives the next.
Result<std::int64_t> lapse(store::Transaction& tx, std::string_view due);

}  // namespace ocop::stamps
