#pragma once

#include "accounts/principal.hpp"
#include "events/index.hpp"

#include <ocop/epcis/query.hpp>

#include <unordered_map>

// Events for a query: which index to go by, what to filter, and pages.
//
// How a page is made (plan.hpp, stream.hpp):
//   1. Each condition that an index can answer is looked at, 64 postings first. Beside the query's
//      own these are: the parties of a caller of reach own, the producers of a caller's commune,
//      and the span of eventTime. Where eventTime matters, they are looked at further, to 512 and
//      4,096, until one is seen to the end or they turn out to hold much.
//   2. What is seen to the end gives the candidates: its events, less those that are not in others
//      that were seen to the end.
//   3. Else the lists are walked together, each leaping to where the others are: in the order of
//      numbers as far as the page needs. In the order of eventTime, to the end if that is near
//      (gather_postings_max), or the index of eventTime is walked. An order by an extension needs
//      every event that matches.
//   4. Candidates are loaded in order and held against caller and query.
// So a page costs what its answer does and, when no condition is selective, what the page does.
//
// Order: recordTime is the order of numbers; equal eventTimes, and equal values of an extension, go
// by number, in the direction asked for. Events without the field of an extension come last in
// ascending order.
namespace ocop::events {

using accounts::Principal;

inline constexpr std::size_t per_page_max = 1'000;

// What a page may cost. Past events_max, bytes_max or postings_max it ends where it stands, with
// fewer events than asked for, maybe none, and a token: who follows `next` to the end gets every
// event. So it does, with one event at least, past page_bytes_max. Bytes are of records; each page
// may go past either sum by one event.
struct Budget {
    std::uint64_t events_max = 20'000;  // loaded
    // Loaded, each byte counted Query::work times: what holding events against the query costs.
    std::uint64_t bytes_max = 8 << 20;
    std::uint64_t page_bytes_max = 4 << 20;  // of the events on the page: what it takes in memory
    std::uint64_t postings_max = 1'000'000;  // read, after the choice of an index
    std::uint64_t gather_postings_max = 65'536;
};

// A page asked for.
//
// A token says where the page before ended, how many events were given so far, and the newest event
// there was at the first page. So pages are cut from the events that were there at the first page
// in any order: none comes twice, none is left out, later ones are never among them. Nothing of it
// lives in memory, and it does not expire: GS1-Next-Page-Token-Expires may name any time. A token
// belongs to its query (conditions, order and limits; not per_page), and a caller of other reach
// sees with it what that caller may see. It is not secret and not signed: who forges one gets
// another page of what may be seen anyway. It tells how many events there are in all, and no more
// of events out of reach than the time of one that was looked at.
struct PageRequest {
    std::size_t per_page = 30;  // 1 to per_page_max; more is per_page_max
    std::string token;          // empty: the first page
    // What tells the query from others beside what a Query shows, since its filters are functions:
    // the caller's parameters as they were given, or the name of a stored query.
    std::string query_text;
    Budget budget;
};

// For ?explain.
struct Considered {
    std::string parameter;
    std::uint64_t postings = 0;  // seen; there are more unless `complete`
    bool complete = false;
};
BOOST_DESCRIBE_STRUCT(Considered, (), (parameter, postings, complete))

struct Explain {
    std::string plan;  // "candidates", "numbers", "join", "gather", "times", "sort"
    std::vector<std::string> driven_by;
    std::vector<Considered> considered;
    std::uint64_t postings_read = 0;
    std::uint64_t events_loaded = 0;
    std::uint64_t events_matched = 0;
    bool cut_short = false;  // by the budget
};
BOOST_DESCRIBE_STRUCT(
    Explain,
    (),
    (plan, driven_by, considered, postings_read, events_loaded, events_matched, cut_short)
)

struct FoundEvents {
    std::vector<EventRecord> events;
    std::optional<std::string> next;  // token of the next page
    Explain explain;
};

// `reader` is a snapshot, or a transaction. Errors:
//   malformed "page_token_invalid"   no token of ours, or another query's
//   too_large "query_too_large"      more events than max_event_count match (first page only)
//   too_large "query_too_complex"    max_event_count, or an order by an extension, would need more
//                                    than the budget to be true
//   corrupt "store_corrupt"
// Visible are: to reach all every event; to reach own those whose parties hold who.producer; to
// reach commune those that have a party of who.commune; to none, none.
Result<FoundEvents> find_events(
    store::Reader const& reader,
    Principal const& who,
    epcis::Query const& query,
    PageRequest const& page,
    epcis::MasterData const& master_data = epcis::MasterData()
);

// Whether `who` may know of events. Remembers communes of producers as `reader` has them; one
// thread.
class Visibility {
  public:
    Visibility(store::Reader const& reader, Principal const& who) : reader_(reader), who_(who) {}

    Result<bool> reaches(EventRecord const& record);

  private:
    Result<bool> is_of_commune(std::string const& producer);

    store::Reader const& reader_;
    Principal const& who_;
    std::unordered_map<std::string, bool> known_;
};

// The event, if it is there and for `who`.
Result<std::optional<EventRecord>> find_event_for(
    store::Reader const& reader, Principal const& who, EventNumber number
);

inline constexpr std::size_t events_of_id_max = 200;
inline constexpr std::size_t events_of_id_of_writer = 20;
inline constexpr std::size_t events_of_id_looked_max = 2'000;
inline constexpr std::size_t events_of_id_bytes_max = 4 << 20;

// The events with this eventID that are for `who`, the oldest first: what it names, then what
// declares it an error. Where there are many, the oldest of them; then the newest that the caller's
// own producer or an authority wrote; then the newest of others, no more than
// events_of_id_of_writer of one while there are others: until there are events_of_id_max, or, each
// time, events_of_id_looked_max were looked at or what was looked at has events_of_id_bytes_max.
// Events that are not for `who` are not looked at, unless its commune has too many producers. Those
// between are found by EQ_eventID, page by page.
Result<std::vector<EventRecord>> events_of_id_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

}  // namespace ocop::events
