#pragma once

#include "alerts/alert.hpp"
#include "checks/unissued.hpp"

#include <map>
#include <string>

namespace ocop::alerts {

// Raises key_compromise for each key, about what was met of it: one open alert a key, so at most as
// many a day as there are keys, and nobody's but for those who reach all. Its figures ("scans",
// "scans_in_other_orders") go on while it is open; its stamps are named as GTIN:LOT:SERIAL. What is
// met after it was closed is told from the next legal day on. Errors of raise().
Result<void> raise_unissued(
    store::Transaction& tx, std::map<std::string, checks::UnissuedOfKey> const& keys
);

}  // namespace ocop::alerts
