#pragma once

#include "store/store.hpp"

// What decides whether a stamp is held or was found copied lies beside the logged records and is no
// leaf. All of it follows from holds and inspections, which an audit has confirmed by then.
namespace ocop::inspections {

// Does again, in the order of the log, what holds and findings did to marks, and compares. Corrupt
// "store_corrupt" with the first key that differs:
//   m  stamps that a hold marked, until a later one took them over; also of holds that are over
//   c  stamps that a standing finding marked
//   l  the latest hold of a lot
//   C  the findings that stand
// Errors of the reader.
Result<void> check_marks(store::Reader const& reader);

}  // namespace ocop::inspections
