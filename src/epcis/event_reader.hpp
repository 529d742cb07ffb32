#pragma once

#include "epcis/context.hpp"

#include <ocop/epcis/document.hpp>

namespace ocop::epcis {

// Reads the events of one document, one after the other. What the constructor is given outlives it.
class EventReader {
  public:
    // `context` is what the document's "@context" says, for events without one of their own.
    EventReader(json::Reading& at, Reading const& reading, Context context);

    // The event where the reading stands; consumed.
    void read(json::value& v);

    // The events with their eventIDs. Errors: malformed "validation_failed" with the faults of the
    // reading, or those of the eventIDs.
    Result<Document> finish() &&;

  private:
    void read_body(json::object& body, Event& event);

    json::Reading& at_;
    Reading const& reading_;
    Context context_;
    json::array context_array_;  // to_array(context_), made once for all events
    Document document_;
};

}  // namespace ocop::epcis
