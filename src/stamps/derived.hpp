#pragma once

#include "store/store.hpp"

#include <ocop/ledger/logged_state.hpp>

// What lies beside the logged records of stamps and is no leaf: ranges, next counters, segments,
// quota sums, totals of lots. All of it follows from the logged records, which an audit has
// confirmed by then.
namespace ocop::stamps {

// Makes them anew from orders and moves, and compares. Holds the segments of all orders. Corrupt
// "store_corrupt" with the first that differs, by its key's tag and what it is of:
//   r  the range of an issued order, where its entry lies, and no range besides
//   n  the next counter of an epoch, which is behind its last range
//   s  each stamp's state, whether it was printed, when it was activated, and by which entry
//   Q  what the orders of a quota take
//   M  how many stamps of a lot were issued, and applied
//   m, t  that each move and stocktake lies under its entry's index
// Errors of the reader.
Result<void> check_derived(store::Reader const& reader);

// Holds the same keys against what the log's entries alone say, without a look at the records they
// were made of: each issued order's range and its stamps' states, the counters that are taken, the
// next ones, what quotas gave. There is no range besides. Errors as above.
Result<void> check_against_log(store::Reader const& reader, ledger::LoggedState const& logged);

}  // namespace ocop::stamps
