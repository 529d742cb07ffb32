#pragma once

#include "accounts/principal.hpp"
#include "events/record.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

// Which of a lot's events its story tells.
namespace ocop::events {

using accounts::Principal;

// Events of one lot that are looked at. A lot of more has a part of them in its story, and the
// story says so.
inline constexpr std::size_t story_events_max = 2'000;
// Of these, what is kept for others than the lot's owner, authorities and the caller.
inline constexpr std::size_t story_events_of_others = 500;
// Others among whom that is shared.
inline constexpr std::size_t story_writers_max = 256;

struct LotChoice {
    std::vector<EventNumber> numbers;  // fall
    bool cut = false;                  // there are others
};

// Of the events that name `lot` (a canonical class), or a thing in it, all, or where they are more
// than story_events_max: those of its owner, of authorities and of the caller first, in turns, then
// those of each other writer, in turns; of each the newest. So nobody to whom a lot was handed
// writes another's steps out of its story. What nobody's turn gave is filled with the newest.
//
// The cost is bounded however many there are: some lists are read to as many postings as are told,
// and the owner's is joined with the lot's, which may read as many postings as a page of a query
// (Budget). Past that, older steps of the owner are among what is cut: to bring it about, others
// must have written under the lot between tens of thousands of its owner's events.
//
// The numbers are of anybody's events: whether the caller may know of them is asked of each.
// Errors of the reads; corrupt "store_corrupt".
Result<LotChoice> choose_of_lot(
    store::Reader const& reader, Principal const& who, std::string_view lot
);

}  // namespace ocop::events
