#pragma once

#include <ocop/epcis/event.hpp>

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// EPCIS documents in JSON and JSON-LD (schema 2.0.1, formats asserted) in and out of events.
// Pure; any thread.
namespace ocop::epcis {

inline constexpr std::string_view epcis_context =
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";
inline constexpr std::string_view schema_version = "2.0";
inline constexpr std::size_t depth_max = 32;
// 500 events of 200 values each, or a document of 2 MiB whose values are of 20 bytes.
inline constexpr std::size_t values_max = 100'000;
// Of each list of an event. More do not fit into an event that is stored: the shortest identifier
// takes six bytes there ("a:b" and a comma).
inline constexpr std::size_t list_entries_max = 8192;

struct Reading {
    Instant now;  // eventTime may be at most `future_ms` after it
    std::int64_t future_ms = 60'000;
    std::size_t events_max = 500;  // a document of more is too_large "capture_limit_exceeded"
    // Of an event as JSON text, canonical. Looked at before events are hashed; from below, so that
    // one that is little longer may pass.
    std::size_t event_bytes_max = std::numeric_limits<std::size_t>::max();
};

struct Document {
    std::vector<Event> events;
    // Pointer of each event in the text ("/epcisBody/eventList/3"), for faults found later.
    std::vector<std::string> pointers;
    // vocabularyList of the header, or of a query's results; empty when absent. As it was sent.
    json::array master_data;
    std::string master_data_pointer;  // of it in the text
};

// An EPCISDocument, EPCISQueryDocument, or one bare event with an @context. Every event comes back
// canonical and with an eventID: its hash where it brought none. The value is consumed; it comes
// from json::parse() with depth_max and values_max.
// Errors: malformed "validation_failed" with up to json::faults_max faults, each with the pointer
// into the whole value; too_large "capture_limit_exceeded", "event_too_large".
//
// Beyond the schema: identifiers' syntax and check digits, parentID on ADD and DELETE of an
// aggregation, ILMD only where the standard has it, sensor times ≤ eventTime, eventTime not in the
// future, an eventID that claims to be a hash is this event's, and no EPC twice in two forms. An
// error declaration without an eventID gets its event's hash, in which declarations do not count:
// the eventID of the original, if that had none either. An @context names other contexts and
// defines prefixes of the user's own: not keywords, schemes of URIs, nor the standard's terms and
// prefixes (but cbvmda). Bounds: an @context of 16 KiB and 100 entries, extensions 20 deep,
// list_entries_max; of an event with a longer list nothing else is read. Times are those that
// parse_instant() takes: no leap second, years from 1970.
//
// Nothing else is refused: members of an event of the user's own type that are not the standard's
// may have any name, as the schema has it, and so may those of vocabularies.
Result<Document> read_document(json::value&& value, Reading const& reading);

// One bare event (POST /events). Errors as above; a document is malformed here.
Result<Event> read_event(json::value&& value, Reading const& reading);

// The stored form (FORMAT.md): {"event": …, "context": […], "sent": {…}}. Costly.
std::string event_text(Event const& event);

// Back to an Event without checking anything again: corrupt "store_corrupt" when it is not what
// event_text() wrote. `value` comes from json::parse().
Result<Event> event_from_json(json::value&& value);

// How identifiers leave (header GS1-EPC-Format).
enum class EpcFormat : std::uint8_t { digital_link, never_translates };

struct Out {
    Event const* event = nullptr;
    Instant record_time;
};

// An EPCISQueryDocument with the events' contexts merged so that no event changes what another one
// says: a term stands in the document's @context when all events that define it agree and no other
// has a use for it, and the URL of a context when every event has it; all else stays in the events'
// own. `subscription` may be empty.
json::object query_document(
    std::span<Out const> events,
    EpcFormat format,
    Instant created,
    std::string_view query_name,
    std::string_view subscription = {}
);

// The same as an EPCISDocument, for export.
json::object document(std::span<Out const> events, EpcFormat format, Instant created);

}  // namespace ocop::epcis
