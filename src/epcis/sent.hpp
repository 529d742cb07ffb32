#pragma once

#include <ocop/epcis/event.hpp>

#include <string>
#include <utility>
#include <vector>

// What an event's identifiers and words were when they were sent (Event::sent).
namespace ocop::epcis {

// A value that was brought into its canonical form, in place.
struct Change {
    json::value const* at;
    std::string form;  // as sent
};

// Gathered while an event is checked. The values may not move until to_sent() is done.
struct Changes {
    std::vector<Change> changed;
    std::vector<json::value const*> kept;  // canonical when they came
};

// Canonical → as sent; and for a place that was sent otherwise than the first place of the same
// value, its JSON pointer in the event → as sent. Sorted.
std::vector<std::pair<std::string, std::string>> to_sent(
    json::object const& body, Changes const& changes
);

// Puts back into a copy of the event's body what was sent.
void never_translate(json::object& body, Event const& event);

}  // namespace ocop::epcis
