#pragma once

#include "epcis/context.hpp"

#include <ocop/epcis/document.hpp>

#include <optional>
#include <string>

namespace ocop::epcis {

// Reads the events of one document, one after the other. What the constructor is given outlives it.
class EventReader {
  public:
    // `context` is what the document's "@context" says, for events without one of their own.
    EventReader(json::Reading& at, Reading const& reading, Context context);

    // The event where the reading stands; consumed.
    void read(json::value& v);

    // The events with their eventIDs. Errors: malformed "validation_failed" with the faults of the
    // reading, or those of the eventIDs; too_large "event_too_large" with the pointer of the first.
    Result<Document> finish() &&;

  private:
    void read_body(json::object& body, Event& event);

    json::Reading& at_;
    Reading const& reading_;
    Context context_;
    json::array context_array_;  // to_array(context_), made once for all events
    Document document_;
    std::optional<std::string> too_large_;  // pointer of the first event of too many bytes
};

}  // namespace ocop::epcis
