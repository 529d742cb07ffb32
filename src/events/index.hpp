#pragma once

#include "events/effort.hpp"
#include "events/terms.hpp"

#include <span>
#include <string_view>
#include <vector>

// Writing and reading the index of events; postings.hpp says what lies where.
namespace ocop::events {

// Whether the event is listed by its writer too, under the classes of it that has_writers() names:
// where it may name what is another's. What only the writer is a party of names none but its own,
// or nobody's (Rights::parties_of()), unless it is an input: so that the steps of an owner, which
// most events are, cost no key more. These are among what its owner wrote (List::writer).
bool is_listed_by_writer(EventRecord const& record);

// Lists the events of a document under all that find.hpp finds them by. `records` are its events at
// their places, those with the number 0 left out; the other numbers rise without gaps from that of
// the transaction's events before, and all have its time. The records themselves are the caller's
// to write. One call for all events of a transaction costs least: events that share a value share
// its key. Called for each alone the index answers the same.
// Also: Transaction's own refusals at its end (an index of 500 events with 10 items each has about
// 0.4 MiB). Takes of `effort` a key for each chunk, and for each party of each event that has a
// value that its parties know, unless the event before had the same parties. Errors of get() and
// of Effort.
Result<void> index_events(
    store::Transaction& tx, std::span<EventRecord const> records, Terms const& terms, Effort& effort
);

// The greatest number indexed, which stands under a key of its own; 0 when there is none.
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

// The same for those of one writer that are listed by it; an authority's: "".
Result<std::vector<EventNumber>> numbers_of_writer(
    store::Reader const& reader, std::string_view klass, std::string_view writer, std::size_t limit
);

// Whose events under `klass` are listed by writer, in order, at most `limit`: a look for each,
// however many events there are.
Result<std::vector<std::string>> writers_under_class(
    store::Reader const& reader, std::string_view klass, std::size_t limit
);

}  // namespace ocop::events
