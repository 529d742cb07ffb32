#pragma once

#include "store/record.hpp"

#include <ocop/epcis/event.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Events at rest. Space events: 'e' ‖ u64 number → logged record.
//
// The record holds the event as JSON text in a string, not as JSON: it is made before the
// transaction, is not formatted again to be hashed, and an event of any depth stays within the
// store's own.
namespace ocop::events {

// Counts captured events from 1 without gaps, in the order of their recordTime.
using EventNumber = std::uint64_t;

struct EventRecord {
    EventNumber number = 0;
    Instant recorded;      // recordTime: of the transaction that captured it
    std::string account;   // who captured it
    std::string producer;  // on whose behalf; empty: an authority's own
    // Producers who may read it: its own, those it names as source or destination, and the owners
    // of what it names (Rights::parties_of).
    std::vector<std::string> parties;
    // A lot in it had a stamp order already when it was recorded ("bổ sung sau").
    bool after_order = false;
    epcis::Event event;
};

std::string event_key(EventNumber number);

// The record as RFC 8785 text, for store::put_new_logged(). `quoted` is epcis::event_text() as a
// JSON string: costly, and needs nothing of the transaction, so that it is made before.
std::string record_text(EventRecord const& record, std::string_view quoted);

// Corrupt "store_corrupt", also for a record of another number.
Result<EventRecord> read_event_record(EventNumber number, std::string_view bytes);
Result<std::optional<EventRecord>> find_event(store::Reader const& reader, EventNumber number);

}  // namespace ocop::events
