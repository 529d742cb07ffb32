#pragma once

#include "stamps/ranges.hpp"
#include "store/store.hpp"

#include <ocop/stamp/serial.hpp>

#include <optional>
#include <string>
#include <vector>

// What was found of runs of stamps: a small record a run, found by one seek, as issued ranges are.
// Runs of one tag do not overlap.
// At rest, space inspections: tag ‖ epoch ‖ u64 last counter → u64 first counter ‖ id.
namespace ocop::inspections {

inline constexpr char held_mark = 'm';    // id of the hold
inline constexpr char copied_mark = 'c';  // id of the inspection

struct Mark {
    std::uint64_t first = 0;  // counters
    std::uint64_t last = 0;
    std::string id;
};

// The mark that holds `position`, or nothing.
Result<std::optional<Mark>> find_mark(
    store::Reader const& reader, char tag, stamp::Position position
);
// Those that touch the counters first to last.
Result<std::vector<Mark>> marks_in(
    store::Reader const& reader, char tag, std::uint8_t epoch, Mark const& run
);
// The run must touch none that is there.
void put_mark(store::Transaction& tx, char tag, std::uint8_t epoch, Mark const& mark);
void erase_mark(store::Transaction& tx, char tag, std::uint8_t epoch, Mark const& mark);

// Marks what of the run is not marked yet.
Result<void> add_mark(store::Transaction& tx, char tag, std::uint8_t epoch, Mark const& run);

}  // namespace ocop::inspections
