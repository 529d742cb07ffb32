#pragma once

#include "epcis/check.hpp"

#include <ocop/epcis/event.hpp>

namespace ocop::epcis {

EventType type_of(std::string_view name);  // extended for a name that is not the standard's

bool is_event_member(std::string_view name);  // of any of the standard's types

// The members of an event and the rules between them; the reading stands at the event. "@context"
// and "type" have been looked at before.
void check_event(Check& c, EventType type, json::object& body);

}  // namespace ocop::epcis
