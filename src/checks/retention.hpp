#pragma once

#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

// Receipts are kept for two years: who has one can see that long what became of the stamp.
namespace ocop::checks {

inline constexpr std::int64_t receipt_days = 730;

// The receipts among the next `count` from `from` (empty: the first) that are over at `now`, and
// where to go on (empty: that was all).
struct OldReceipts {
    std::vector<std::string> keys;
    std::string next;
};

Result<OldReceipts> old_receipts(
    store::Reader const& reader, std::string_view from, std::size_t count, Instant now
);
void erase_receipts(store::Transaction& tx, std::vector<std::string> const& keys);

}  // namespace ocop::checks
