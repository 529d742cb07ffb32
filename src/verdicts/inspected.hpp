#pragma once

#include "verdicts/verdicts.hpp"

// What inspectors and officials found of a lot and of a stamp. Errors of the read.
namespace ocop::verdicts {

// lot_recalled, lot_held; `lot` has gtin and lot already.
Result<void> gather_inspected_lot(
    store::Reader const& reader, Instant now, stamp::Facts& facts, LotAnswer& lot
);

// stamp_held, stamp_copied.
Result<void> gather_inspected_stamp(
    store::Reader const& reader,
    stamp::Position position,
    Instant now,
    stamp::Facts& facts,
    StampAnswer& stamp
);

}  // namespace ocop::verdicts
