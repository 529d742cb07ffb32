#pragma once

#include "inspections/inspections.hpp"

namespace ocop::inspections {

// Does the action of an inspection that is about to be recorded, all of it or nothing, and tells
// the producer's owners; gives the hold's id into the record. What it refuses: the errors of
// holds.hpp, copied.hpp, recalls.hpp and move_stamps(); refused "stamp_elsewhere" (stamps of
// another lot than the one inspected); conflict "stamp_state"; refused "stamp_not_issued". An
// act on stamps is also on those at `positions`, which the record then has too.
Result<void> act(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    Inspection& inspection,
    std::vector<std::optional<stamp::Position>> const& positions
);

// Those of runs_of() when all of them are of the inspection's lot. refused "stamp_elsewhere".
Result<std::vector<CounterRun>> runs_inspected(
    store::Reader const& reader,
    Principal const& who,
    Inspection const& inspection,
    std::int64_t most
);

}  // namespace ocop::inspections
