#pragma once

#include "store/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Receipts are kept for two years: who has one can see that long what became of the stamp. Records
// of single checks are kept for some weeks; then only counts are left (checks.hpp).
namespace ocop::checks {

inline constexpr std::int64_t default_record_days = 90;

// Keys of the records of checks made on `last_old` or before, at most `count`, from `from` on
// (empty: the first). Fewer than `count`: these were all. Errors of the scan.
Result<std::vector<std::string>> old_records(
    store::Reader const& reader, std::string_view from, std::size_t count, Day last_old
);
// The last day whose records are over today: `days` 1 keeps those of today alone.
Day last_old_day(Day today, std::int64_t days);

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
// Erases records or receipts.
void erase_keys(store::Transaction& tx, std::vector<std::string> const& keys);

}  // namespace ocop::checks
