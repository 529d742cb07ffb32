#include "epcis/event_reader.hpp"

#include "epcis/event_rules.hpp"
#include "epcis/members.hpp"

#include <ocop/epcis/event_hash.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>

namespace ocop::epcis {

namespace {

// The type by name; a fault where there is none that an event can have.
bool read_type(json::Reading& at, json::object const& body, EventType& out) {
    auto const* found = body.if_contains("type");
    Step step(at, "type");
    if (found == nullptr) {
        at.fault("is required");
        return false;
    }
    auto const name = view_of(*found);
    out = type_of(name);
    if (out == EventType::extended && !is_uri(name)) {
        at.fault("must be a type of the standard's events, or the URI of your own");
        return false;
    }
    return true;
}

// Gives the event its hash as eventID, or holds a hash that it was sent with against it.
void settle_id(Event& event, std::string const& pointer, std::vector<Fault>& faults) {
    if (!event.body.contains("eventID")) {
        event.body["eventID"] = event_hash(event);
        return;
    }
    auto checked = check_event_id(event);
    if (checked.has_value()) {
        return;
    }
    for (auto& fault : checked.error().faults) {
        if (faults.size() < json::faults_max) {
            faults.push_back({pointer + fault.pointer, std::move(fault.reason)});
        }
    }
}

// Takes from `left` what a value has at least as text; false once that is more than is left.
bool fits(json::value const& v, std::size_t& left) {
    std::size_t bytes = 1;
    if (auto const* text = v.if_string()) {
        bytes = text->size() + 2;
    } else if (auto const* list = v.if_array()) {
        bytes = list->size() + 1;  // brackets and commas
    } else if (auto const* o = v.if_object()) {
        bytes = 4 * o->size() + 1;  // with the quotes and colons of the keys
        for (auto const& member : *o) {
            bytes += member.key().size();
        }
    }
    if (bytes > left) {
        return false;
    }
    left -= bytes;
    if (auto const* list = v.if_array()) {
        return std::all_of(list->begin(), list->end(), [&](auto const& e) {
            return fits(e, left);
        });
    }
    auto const* o = v.if_object();
    return o == nullptr || std::all_of(o->begin(), o->end(), [&](auto const& member) {
               return fits(member.value(), left);
           });
}

bool fits(json::object const& body, std::size_t left) {
    return std::all_of(body.begin(), body.end(), [&](auto const& member) {
        return fits(member.value(), left);
    });
}

}  // namespace

EventReader::EventReader(json::Reading& at, Reading const& reading, Context context)
    : at_(at),
      reading_(reading),
      context_(std::move(context)),
      context_array_(to_array(context_)) {}

void EventReader::read(json::value& v) {
    auto* body = v.if_object();
    if (body == nullptr) {
        at_.fault("must be an object");
        return;
    }
    Event event;
    if (!read_type(at_, *body, event.type)) {
        return;
    }
    read_body(*body, event);
    if (!too_large_ && !fits(*body, reading_.event_bytes_max)) {
        too_large_ = at_.pointer();
    }
    event.body = std::move(*body);
    document_.events.push_back(std::move(event));
    document_.pointers.push_back(at_.pointer());
}

// Under the event's own context, if it has one, on top of the document's.
void EventReader::read_body(json::object& body, Event& event) {
    Context own;
    bool const has_own = body.contains("@context");
    if (has_own) {
        own = context_;
        Step step(at_, "@context");
        add_context(at_, body.at("@context"), own);
        body.erase("@context");
    }
    Check check{
        .at = at_,
        .terms = has_own ? own.terms : context_.terms,
        .event_time = {},
        .latest = Instant{reading_.now.ms + reading_.future_ms},
        .uses_context = event.type == EventType::extended,
        .changes = {}};
    check_event(check, event.type, body);
    event.sent = to_sent(body, check.changes);
    body.erase("recordTime");  // moves members, so after to_sent()
    if (check.uses_context) {
        event.context = has_own ? to_array(own) : context_array_;
    }
}

Result<Document> EventReader::finish() && {
    if (at_.faults().empty() && too_large_) {
        return Error(
            Errc::too_large,
            "event_too_large",
            std::move(*too_large_),
            "an event has at most " + std::to_string(reading_.event_bytes_max) + " bytes"
        );
    }
    if (at_.faults().empty()) {
        for (std::size_t i = 0; i < document_.events.size(); ++i) {
            settle_id(document_.events[i], document_.pointers[i], at_.faults());
        }
    }
    if (!at_.faults().empty()) {
        return Error(Errc::malformed, "validation_failed", std::move(at_.faults()));
    }
    return std::move(document_);
}

}  // namespace ocop::epcis
