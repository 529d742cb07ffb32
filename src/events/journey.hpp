#pragma once

#include "events/story.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A lot's way from field to pack, as anyone may see it: which step, when, where, and whose record
// that is. Quantities, measurements, notes, who it was got from and handed to, and files stay with
// the parties (story.hpp).
namespace ocop::events {

struct JourneyStep {
    registry::Name name;
    Instant happened;
    std::optional<registry::Name> place;  // in the register
    std::optional<registry::Name> by;     // who recorded it, when that is not the lot's producer
    bool after_order = false;             // recorded after the lot's first stamp order
    bool declared_wrong = false;
};

struct Journey {
    std::vector<JourneyStep> steps;  // in the order of happening
    std::size_t more = 0;            // steps that are not among them
};

// The newest records that a journey is told from, so that a page of a lot with thousands of events
// costs no more than one with this many.
inline constexpr std::size_t journey_records_max = 64;

// At most `steps_max` of a lot of `producer`, the newest. Errors of the reads; corrupt
// "store_corrupt".
Result<Journey> journey_of_lot(
    store::Reader const& reader,
    std::string_view lot,  // canonical class
    std::string_view producer,
    std::size_t steps_max
);

}  // namespace ocop::events
