#pragma once

#include "events/lot_choice.hpp"
#include "registry/values.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What happened to a lot, as people read it: its events in the order of happening.
namespace ocop::events {

// The records of all events that name the lot, or a thing in it, and that `who` may know of, in the
// order of happening (eventTime, then number). Error declarations are among them.
struct LotEvents {
    std::vector<EventRecord> records;
    bool cut = false;  // there are others that were not looked at (choose_of_lot())
};

// `lot` is a canonical class (lot_identifier()). Errors of the reads; corrupt "store_corrupt".
Result<LotEvents> events_of_lot(
    store::Reader const& reader, Principal const& who, std::string_view lot
);

// What a story tells as one: an event with the declarations that it is wrong, in the order of the
// records; none: it stands. A declaration whose event is not among the records is told by itself,
// as its own correction.
struct Judged {
    EventRecord const* record = nullptr;
    std::vector<EventRecord const*> corrections;
};

// In the order of the records, which outlive it. An eventID is its producer's to give, so that a
// declaration is about events of its id that the same producer captured. An authority's is also
// about those of anybody that say what it repeats of them (one event hash).
std::vector<Judged> judge(std::vector<EventRecord> const& records);

// Of a place or producer: what the register calls it now.
struct NamedRef {
    std::string uri;
    std::optional<std::string> id;  // in the register
    std::optional<registry::Name> name;
};
BOOST_DESCRIBE_STRUCT(NamedRef, (), (uri, id, name))

struct StoryItem {
    std::string id;  // canonical
    std::optional<std::string> gtin;
    std::optional<std::string> lot;
    std::optional<std::string> serial;
    std::optional<registry::Name> name;  // of a trade item in the register
    json::value quantity;                // a number, or null
    std::optional<std::string> unit;     // g, kg, ml, l, piece, or a code of UN/ECE Rec. 20
};
BOOST_DESCRIBE_STRUCT(StoryItem, (), (id, gtin, lot, serial, name, quantity, unit))

struct StoryMeasurement {
    std::string type;
    json::value value;
    std::optional<std::string> unit;
};
BOOST_DESCRIBE_STRUCT(StoryMeasurement, (), (type, value, unit))

struct StoryStep {
    std::optional<std::string> key;  // of the catalogue
    std::string biz_step;            // empty: none was said
    registry::Name name;
};
BOOST_DESCRIBE_STRUCT(StoryStep, (), (key, biz_step, name))

// A declaration that an event was wrong. It stands beside the event, never instead of it.
struct Correction {
    EventNumber number = 0;
    std::optional<NamedRef> producer;
    std::string declared_at;
    Instant recorded;
    std::optional<std::string> reason;
    std::vector<std::string> corrective_events;  // their eventIDs
};
BOOST_DESCRIBE_STRUCT(
    Correction, (), (number, producer, declared_at, recorded, reason, corrective_events)
)

struct StoryFile {
    std::string sha256;
    // Of a photo: where its copy for the public is (without scheme and host).
    std::optional<std::string> url;
};
BOOST_DESCRIBE_STRUCT(StoryFile, (), (sha256, url))

struct StoryEvent {
    EventNumber number = 0;
    std::string event_id;
    std::string type;
    StoryStep step;
    std::optional<std::string> action;
    std::optional<std::string> disposition;
    Instant happened;
    std::string time_zone;
    Instant recorded;
    std::int64_t apart_minutes = 0;  // recorded − happened
    bool late = false;               // more than 48 hours apart, either way
    bool after_order = false;        // recorded after the lot's first stamp order: "bổ sung sau"
    bool declared_wrong = false;     // there are corrections
    std::optional<NamedRef> producer;
    std::optional<NamedRef> place;
    std::vector<StoryItem> items;  // of events that are no transformation
    std::vector<StoryItem> inputs;
    std::vector<StoryItem> outputs;
    std::vector<NamedRef> from;
    std::vector<NamedRef> to;
    std::vector<StoryMeasurement> measurements;
    std::optional<std::string> material;
    std::optional<std::int64_t> phi_days;
    std::optional<std::string> notes;
    std::vector<StoryFile> photos;
    std::vector<StoryFile> documents;
    std::vector<Correction> corrections;
};
BOOST_DESCRIBE_STRUCT(
    StoryEvent,
    (),
    (number,
     event_id,
     type,
     step,
     action,
     disposition,
     happened,
     time_zone,
     recorded,
     apart_minutes,
     late,
     after_order,
     declared_wrong,
     producer,
     place,
     items,
     inputs,
     outputs,
     from,
     to,
     measurements,
     material,
     phi_days,
     notes,
     photos,
     documents,
     corrections)
)

struct StoryPage {
    std::vector<StoryEvent> events;
    std::optional<EventNumber> next;  // `after` of the next page: number of the last event of this
    bool cut = false;                 // see story_events_max
};

struct StoryRequest {
    std::string lot;        // canonical class
    EventNumber after = 0;  // the event that the page before ended with; 0: from the start
    std::size_t limit = 50;
};

// Errors of events_of_lot(); malformed "story_page_invalid" when `after` is no event of it.
Result<StoryPage> lot_story(
    store::Reader const& reader, Principal const& who, StoryRequest const& request
);

// Where the public copy of a photo is, by the hash of its original: path alone.
std::string photo_path(Hash const& sha256);

// One event as it is told in a story, without corrections.
Result<StoryEvent> tell(store::Reader const& reader, EventRecord const& record);

}  // namespace ocop::events
