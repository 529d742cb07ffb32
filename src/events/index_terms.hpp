#pragma once

#include "events/index.hpp"

#include <span>
#include <string>
#include <vector>

// The index of events, with the costly half of its work done before the transaction.
namespace ocop::events {

// What an event is listed under, as it stands in keys: all of it that its parties do not say.
struct IndexTerm {
    List list = List::event_type;
    std::string prefix;     // list_prefix() of the value
    std::string value_key;  // of a list with known values; else empty
    std::string text;       // the value, where the key holds its hash; else empty
};

// Needs nothing of the transaction.
std::vector<IndexTerm> index_terms(epcis::Event const& event);

// index_events() with the index_terms() of each record's event, at its index in `terms`.
Result<void> index_events(
    store::Transaction& tx,
    std::span<EventRecord const> records,
    std::span<std::vector<IndexTerm> const* const> terms
);

}  // namespace ocop::events
