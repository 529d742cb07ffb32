#pragma once

#include "events/story.hpp"

#include <ocop/epcis/document.hpp>

#include <string>
#include <string_view>
#include <vector>

// A lot's whole story for other systems: its events and those of what it was made of.
namespace ocop::events {

// Bounds of one export. What lies past them is left out, and it is said.
struct ExportLimits {
    std::size_t things_max = 200;  // lots and other inputs
    std::size_t events_max = 5'000;
    std::size_t depth_max = 16;  // steps back
};

struct LotExport {
    std::vector<EventRecord> records;  // in the order of recording, each once
    // Which bounds were met: "things", "events", "depth", "story" (a thing with more than
    // story_events_max events). Empty: nothing that `who` may see was left out.
    std::vector<std::string> cut;
};

// Breadth first, by the inputs of transformations that gave the thing; every event that `who` may
// know of and no other, so that a story ends where the caller's reach does. Errors of
// events_of_lot().
Result<LotExport> export_lot(
    store::Reader const& reader,
    Principal const& who,
    std::string_view lot,
    ExportLimits limits = {}
);

// As an EPCISDocument.
json::object document_of(LotExport const& found, epcis::EpcFormat format, Instant created);

}  // namespace ocop::events
