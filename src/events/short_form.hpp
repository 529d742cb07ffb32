#pragma once

#include "events/templates.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>
#include <ocop/epcis/document.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// An event as people tell it, and the EPCIS 2.0 event that it becomes. Pure; any thread.
namespace ocop::events {

// A JSON number, whole or not, as it was sent.
struct Number {
    json::value value = nullptr;

    double as_double() const;
};

void read_into(json::Reading& r, json::value const& v, Number& out);
json::value write(Number const& v);

struct Amount {
    Number value;
    std::string unit;  // g, kg, ml, l, piece
};
BOOST_DESCRIBE_STRUCT(Amount, (), (value, unit))

// What went in or came out: a lot of ours (gtin and lot), or any other URI (`id`).
struct ShortItem {
    std::optional<std::string> gtin;
    std::optional<std::string> lot;
    std::optional<std::string> id;
    std::optional<Amount> quantity;
};
BOOST_DESCRIBE_STRUCT(ShortItem, (), (gtin, lot, id, quantity))

struct Measurement {
    std::string type;  // temperature, humidity, or a word of the CBV ("Mass")
    Number value;
    std::optional<std::string> unit;  // "°C", "%", "kg", …, or a code of UN/ECE Rec. 20
};
BOOST_DESCRIBE_STRUCT(Measurement, (), (type, value, unit))

struct ShortEvent {
    std::string step;  // of the catalogue (find_step), or a bare business step of the CBV
    std::optional<std::string> chain;
    std::optional<std::string> place;      // its id in the register
    std::optional<std::string> time;       // RFC 3339; absent: now
    std::optional<std::string> time_zone;  // "+07:00"; absent: that of `time`, else Vietnam's
    std::optional<Amount> quantity;        // of the lot
    std::optional<std::vector<ShortItem>> inputs;
    std::optional<std::vector<ShortItem>> outputs;
    std::optional<std::string> to;    // a place's or producer's id
    std::optional<std::string> from;  // the same
    std::optional<std::vector<Measurement>> measurements;
    std::optional<std::string> material;
    std::optional<std::int64_t> phi_days;
    std::optional<std::string> notes;
    std::optional<std::vector<std::string>> photos;     // SHA-256, 64 hex digits
    std::optional<std::vector<std::string>> documents;  // the same: certificates, test reports
};
BOOST_DESCRIBE_STRUCT(
    ShortEvent,
    (),
    (step,
     chain,
     place,
     time,
     time_zone,
     quantity,
     inputs,
     outputs,
     to,
     from,
     measurements,
     material,
     phi_days,
     notes,
     photos,
     documents)
)

inline constexpr std::size_t short_items_max = 100;
inline constexpr std::size_t short_measurements_max = 50;
inline constexpr std::size_t short_files_max = 20;
inline constexpr std::size_t notes_chars_max = 2000;
inline constexpr std::size_t material_chars_max = 200;
inline constexpr std::int64_t phi_days_max = 365;

// A fault in both languages; the pointer is into the short form.
struct FormFault {
    std::string pointer;
    std::string vi;
    std::string en;
};

// The lot that the event is told of.
struct AboutLot {
    std::string gtin;  // 14 digits
    std::string lot;
};

// A party that the register knows: a producer, at a place of it or not.
struct Party {
    std::string producer;
    std::string place;  // empty: none was named
};

// What the register said of the ids in the form. One that it does not know stays empty, and is a
// fault of the form.
struct Resolved {
    std::optional<std::string> place;  // its key
    std::optional<Party> to;
    std::optional<Party> from;
};

// The EPCIS event of a form, and which part of the form each part of it comes from.
struct Built {
    json::value event;  // one bare event with its @context
    // Pointer in the event → pointer in the form; the longest that leads to a place names it.
    std::vector<std::pair<std::string, std::string>> origins;
};

struct BuildResult {
    Built built;                    // meaningful when there are no faults
    std::vector<FormFault> faults;  // every one that the form has
};

// What becomes of what:
//   the step       bizStep, disposition, type and action, by the catalogue; "ocop:step". A bare
//                  step is a TransformationEvent with inputs or outputs, else an ObjectEvent,
//                  OBSERVE.
//   the lot        of an ObjectEvent: quantityList. Of a TransformationEvent the one side that
//                  is not given, with `quantity`; with both given it must be on one of them.
//   place          readPoint; bizLocation too, unless the goods leave by this step
//   to, from       destinationList, sourceList: possessing_party, owning_party where the step
//                  hands over for good, location when it is a place
//   measurements   one sensorElement at the event's time
//   the rest       "ocop:material", "ocop:phiDays", "ocop:notes", "ocop:photos",
//                  "ocop:documents"
BuildResult build_event(
    ShortEvent const& form, AboutLot const& lot, Resolved const& names, Instant now
);

// An error of read_event() or capture with its pointers turned to those of the form.
Error in_form_terms(Error error, Built const& built);

// malformed "event_form_invalid" with the English reasons.
Error form_error(std::vector<FormFault> const& faults);

// The UN/ECE code of a unit of ours: "KGM"; empty for a piece; nullopt for what is none.
std::optional<std::string_view> uom_of(std::string_view unit);
// The unit of ours; the code itself where there is none; "piece" for an empty one.
std::string_view unit_of(std::string_view uom);

// The members of ours in a captured event. Empty where absent or not in our form.
std::string_view extension_text(epcis::Event const& event, std::string_view local);
// Of an array, the entries that are hashes of files; nothing of what is no array.
std::vector<Hash> extension_hashes(epcis::Event const& event, std::string_view local);
std::optional<std::int64_t> extension_number(epcis::Event const& event, std::string_view local);

}  // namespace ocop::events
