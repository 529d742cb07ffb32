#pragma once

#include "accounts/principal.hpp"
#include "events/postings.hpp"

// The values that events of this repository have, for the top-level resources of EPCIS (/epcs,
// /bizSteps, …): found by leaping from value to value, so that a page costs what it holds.
namespace ocop::events {

using accounts::Principal;

inline constexpr std::size_t values_page_max = 1'000;

struct ValuePage {
    std::vector<std::string> values;
    std::optional<std::string> next;  // `after` of the next page
};

// The values in `list` (one that has_known_values()) of events that are for `who`: find.hpp says
// which. Each once, in the order of their keys: those with a hash in it first (more than 128 bytes)
// by hash, then the others by their bytes. At most `limit` (1 to values_page_max), after `after`;
// empty: from the first. Identifiers by their finest key. Corrupt "store_corrupt".
Result<ValuePage> list_values(
    store::Reader const& reader,
    Principal const& who,
    List list,
    std::string_view after,
    std::size_t limit
);

// Whether list_values() would give `value`, an identifier by its finest key: one look-up for each
// producer that `who` sees, whatever there is of events. Corrupt "store_corrupt".
Result<bool> knows_value(
    store::Reader const& reader, Principal const& who, List list, std::string_view value
);

// The same as list_values() of any list and of all events, for the service itself.
Result<std::vector<std::string>> values_of(
    store::Reader const& reader, List list, std::string_view after, std::size_t limit
);

}  // namespace ocop::events
