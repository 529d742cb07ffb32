#pragma once

#include "accounts/principal.hpp"
#include "events/subscription.hpp"
#include "store/store.hpp"

#include <ocop/epcis/query.hpp>

#include <cstddef>
#include <string>
#include <vector>

// The next events that a subscription has coming. Any thread.
namespace ocop::webhooks {

struct BatchLimits {
    std::size_t events_max = events::batch_events_max;
    std::size_t bytes_max =
        std::size_t{1024} * 1024;  // of the document, unless one event is longer
    // Events looked at, and the bytes of their records: bound how long a snapshot is held. The
    // event that reaches the bytes is the last, so that there is always one.
    std::size_t examined_max = 5'000;
    std::size_t examined_bytes_max = std::size_t{8} * 1024 * 1024;
};

// Which events.
struct Wanted {
    events::EventNumber after = 0;
    events::EventNumber through = UINT64_MAX;
    Instant recorded_until{INT64_MAX};
};

struct Batch {
    std::vector<events::EventRecord> events;  // in the order of their numbers
    events::EventNumber through = 0;  // all up to it were looked at; `after` when there was none
    Instant recorded;                 // of that event
    bool more = false;                // a limit ended it
};

// Those of `wanted` that `query` finds and `who` may see; the query, which may be a costly one, is
// not held against any other event.
Result<Batch> next_batch(
    store::Reader const& reader,
    epcis::Query const& query,
    accounts::Principal const& who,
    Wanted const& wanted,
    BatchLimits const& limits
);

// The EPCISQueryDocument of a batch. Events that would make it longer than `limits.bytes_max` are
// taken from the batch's end, which then has more.
std::string write_document(
    Batch& batch,
    events::Subscription const& subscription,
    Instant created,
    BatchLimits const& limits
);

}  // namespace ocop::webhooks
