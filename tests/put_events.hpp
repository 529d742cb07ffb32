#pragma once

#include "events/index.hpp"

#include <ocop/epcis/document.hpp>

#include <limits>
#include <span>
#include <string>
#include <vector>

// Events into a store as a capture writes them, without asking whose they are.
namespace ocop::test {

inline void put_event(store::Transaction& tx, events::EventRecord const& record) {
    std::string quoted;
    json::append_canonical_string(quoted, epcis::event_text(record.event));
    store::put_new_logged(
        tx,
        store::Space::events,
        events::event_key(record.number),
        {"event.captured", "tester", "event:" + std::to_string(record.number), {}},
        events::record_text(record, quoted)
    );
}

inline Result<void> index_records(
    store::Transaction& tx, std::span<events::EventRecord const> records
) {
    events::Terms terms;
    for (auto const& record : records) {
        terms.add(record.event);
    }
    events::Effort effort(std::numeric_limits<std::size_t>::max());
    return events::index_events(tx, records, terms, effort);
}

}  // namespace ocop::test
