#pragma once

#include "store/record.hpp"

#include <ocop/epcis/event.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Events at rest. Space events: 'e' ‖ u64 number → logged record.
namespace ocop::events {

// Counts captured events from 1 without gaps, in the order of their recordTime.
using EventNumber = std::uint64_t;

struct EventRecord {
    EventNumber number = 0;
    Instant recorded;      // recordTime: of the transaction that captured it
    std::string account;   // who captured it
    std::string producer;  // on whose behalf; empty: an authority's own
    // Producers who may read it: its own, and those it names as source or destination.
    std::vector<std::string> parties;
    // A lot in it had a stamp order already when it was recorded ("bổ sung sau").
    bool after_order = false;
    epcis::Event event;
};

std::string event_key(EventNumber number);

// Corrupt "store_corrupt".
Result<EventRecord> read_event_record(EventNumber number, std::string_view bytes);
Result<std::optional<EventRecord>> find_event(store::Reader const& reader, EventNumber number);

}  // namespace ocop::events
