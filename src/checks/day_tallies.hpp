#pragma once

#include "store/store.hpp"

#include <ocop/base/time.hpp>

#include <cstdint>
#include <vector>

// How many checks there were on a day, by the province that the buyer chose to say: what is left
// of them when the records of single checks are erased. At most 35 a day.
//
// At rest, space checks: 't' ‖ u16 day ‖ u8 province, 0 when it was not said → u64 checks
namespace ocop::checks {

struct DayTally {
    Day day;
    std::uint8_t province = 0;  // 0: not said
    std::uint64_t checks = 0;

    friend bool operator==(DayTally const&, DayTally const&) = default;
};

// Counts one check of today. Errors of the read; corrupt "store_corrupt".
Result<void> count_for_day(store::Transaction& tx, std::uint8_t province);

// From `first` on, by day and province. Errors of the scan; corrupt "store_corrupt".
Result<std::vector<DayTally>> tallies_since(store::Reader const& reader, Day first);

}  // namespace ocop::checks
