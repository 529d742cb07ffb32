#pragma once

#include "accounts/principal.hpp"
#include "events/walk.hpp"

// What of a query an index can answer, and how much of it there is: the choice that find.hpp
// describes. One thread; holds the reader by reference.
namespace ocop::events {

using accounts::Principal;

// Where the answers of a query can lie, by what is known before any list is read.
struct Scope {
    Numbers numbers;
    std::optional<Instant> from, before;  // eventTime, half-open

    bool holds(Instant time) const {
        return (!from || time >= *from) && (!before || time < *before);
    }

    bool has_times() const { return from || before; }

    TimeWalk::Range times() const;
};

// A condition that an index can answer: events that are in one of some lists, or in the span of
// eventTime.
struct Source {
    std::string parameter;
    std::vector<std::string> prefixes;  // of the lists; empty: the span of eventTime
};

// The lists of the events that a producer wrote, or is a party of.
std::vector<std::string> lists_of_party(std::string_view producer);

// The producers of a commune officer's commune; absent when they are too many to be of use.
Result<std::optional<Source>> commune_source(store::Reader const& reader, Principal const& who);

// All events, by their types.
Result<Source> everything(store::Reader const& reader);

// What a look at a source showed.
struct Seen {
    Source source;
    std::vector<Posting> postings;  // within the scope; numbers fall
    std::uint64_t looked_at = 0;
    bool complete = false;  // there are no more

    // Of the numbers down to the last one seen, how many are among them, 0 to 1.
    double density(Numbers numbers) const;
};

// An index that is looked at for its events one by one meets `wanted` of them soon when that is
// within so many.
inline constexpr double soon_max = 1'000;

struct Plan {
    std::vector<Seen> seen;
    // Events that are in each source that was seen to the end; absent when none was. Numbers fall.
    std::optional<std::vector<Posting>> candidates;
    std::vector<std::string> driven_by;  // parameters
    std::uint64_t postings_read = 0;

    // Whether walking any order that knows nothing of the lists meets `wanted` of their events
    // soon, by what was seen of them. False without lists.
    bool is_soon_met(Numbers numbers, double wanted) const;
};

// Looks at all sources of the query, no further than it takes to see one to the end, or to see that
// none needs to be: walking lists together in the order of numbers costs what the page holds, so
// only another order and a span of time are worth more than a glance.
Result<Plan> make_plan(
    store::Reader const& reader,
    epcis::Query const& query,
    Principal const& who,
    Scope const& scope,
    double wanted
);

// Walks the sources of `plan` that are lists, together; absent when there are none.
std::optional<JoinWalk> join_of(
    store::Reader const& reader, Plan const& plan, Numbers numbers, Direction direction
);

UnionWalk union_of(
    store::Reader const& reader, Source const& source, Numbers numbers, Direction direction
);

}  // namespace ocop::events
