#pragma once

#include "events/postings.hpp"

#include <span>

// Writing and reading the index of events; postings.hpp says what lies where.
namespace ocop::events {

// What an event is listed under, as it stands in keys: all of it that its parties do not say.
struct IndexTerm {
    List list = List::event_type;
    std::string prefix;     // list_prefix() of the value
    std::string value_key;  // of a list with known values; else empty
    std::string text;       // the value, where the key holds its hash; else empty
};

// The costly half of the work; needs nothing of the transaction.
std::vector<IndexTerm> index_terms(epcis::Event const& event);

// Lists `records`, whose numbers rise without gaps from that of the transaction's events before and
// which all have its time, under all that find.hpp finds them by. Their own records are the
// caller's to write. One call for all events of a transaction costs least: events that share a
// value share its key. Called for each alone the index answers the same.
// Also: Transaction's own refusals at its end (an index of 500 events with 10 items each has about
// 0.4 MiB). Errors of get().
// `terms` are the index_terms() of each record's event, at its index.
Result<void> index_events(
    store::Transaction& tx,
    std::span<EventRecord const> records,
    std::span<std::vector<IndexTerm> const* const> terms
);

// The greatest number indexed; 0 when there is none.
Result<EventNumber> last_event(store::Reader const& reader);

// The greatest number of an event recorded before `time`; 0 when there is none.
Result<EventNumber> last_event_before(store::Reader const& reader, Instant time);

// Numbers of the events with this eventID, the newest first: an event and what declares it an
// error. Whoever asks for somebody looks at `parties` next (Visibility in find.hpp).
Result<std::vector<EventNumber>> numbers_of_event_id(
    store::Reader const& reader, std::string_view id
);

// Numbers of the events that have `value` in `list`, the newest first, from the greatest below
// `below` on, at most `limit`. Values as in an event: canonical. Anybody's events.
Result<std::vector<EventNumber>> numbers_in(
    store::Reader const& reader,
    List list,
    std::string_view value,
    EventNumber below,
    std::size_t limit
);

// The same for all that names `klass` or something under it in any role: a lot's story.
Result<std::vector<EventNumber>> numbers_under_class(
    store::Reader const& reader, std::string_view klass, EventNumber below, std::size_t limit
);

// The values of an event in a list, canonical, each once: what index_events() lists it under.
std::vector<std::string> values_in(EventRecord const& record, List list);

}  // namespace ocop::events
