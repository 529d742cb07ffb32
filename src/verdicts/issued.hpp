#pragma once

#include "verdicts/verdicts.hpp"

namespace ocop::verdicts {

// A stamp of an issued order.
struct IssuedStamp {
    stamps::StampOrder const& order;
    std::int64_t number = 0;  // its position in the order, from 1
    stamp::Position position;
    Instant now;
};

// What is known of it, into the facts and the answer; the answer has its `stamp`. Errors of the
// reads; corrupt "store_corrupt".
Result<void> gather_issued(
    store::Reader const& reader, IssuedStamp const& issued, stamp::Facts& facts, Answer& answer
);

}  // namespace ocop::verdicts
