#pragma once

#include "store/store.hpp"

#include <cstdint>
#include <string_view>

// How many stamps a lot has, over all its orders: kept beside the orders so that a page reads one
// record. At rest, space stamps: 'M' ‖ GTIN ‖ ':' ‖ lot → u64 issued ‖ u64 applied.
namespace ocop::stamps {

struct LotTotals {
    std::uint64_t issued = 0;
    std::uint64_t applied = 0;  // reported as applied to goods, whatever became of them then
};

// Errors of the read; corrupt "store_corrupt".
Result<LotTotals> totals_of_lot(
    store::Reader const& reader, std::string_view gtin, std::string_view lot
);
Result<void> add_to_lot(
    store::Transaction& tx, std::string_view gtin, std::string_view lot, LotTotals const& more
);

}  // namespace ocop::stamps
