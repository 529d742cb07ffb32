#pragma once

#include "prints/print_run.hpp"

// Which overt feature buyers are told of a stamp. Each scan asks, so it is kept by range and found
// by one seek, however many runs the order has.
//
// At rest, space stamps:
//   'y' 'f' ‖ order id ‖ 00 ‖ u64 last position → u64 first ‖ u32 copy ‖ OvertFeature (JSON)
// Ranges of an order do not overlap.
namespace ocop::prints {

// The positions of a run that is made tell its feature from now on, but for those that tell one of
// a higher copy. A run without a feature changes nothing. Corrupt "store_corrupt".
Result<void> put_overt(store::Transaction& tx, PrintRun const& run);

// That of the highest copy that is made and has one. Corrupt "store_corrupt".
Result<std::optional<OvertFeature>> overt_of(
    store::Reader const& reader, std::string_view order, std::int64_t position
);

}  // namespace ocop::prints
