#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// EPCIS 2.0 events as values (GS1 EPCIS 2.0.1, CBV 2.0). document.hpp reads and writes them.
namespace ocop::epcis {

enum class EventType : std::uint8_t {
    object,
    aggregation,
    transaction,
    transformation,
    association,
    extended,  // a type of the user's own: its URI in member "type"
};

// A validated event in its stored form: the members of schema 2.0.1 and the user's extensions,
// without "@context" and without "recordTime", which is the repository's to say. Every identifier
// in a place that names an item, class, place, party or transaction is canonical
// (identifier.hpp), every word of the CBV is bare. Made by read_document() and read_event() alone.
struct Event {
    EventType type = EventType::object;
    json::object body;
    // What "@context" said beyond the standard's own: other contexts' URIs, and one object of
    // prefix → namespace at most. Empty for an event without extensions.
    json::array context;
    // What was sent in another form: canonical → as sent, and for a place sent otherwise than the
    // first of its value, its JSON pointer in `body` → as sent. Words too. For GS1-EPC-Format
    // Never_Translates; not part of the event's hash.
    std::vector<std::pair<std::string, std::string>> sent;
};

// Where an item stands in an event.
enum class ItemRole : std::uint8_t { epc, parent, child, input, output };

struct Item {
    ItemRole role = ItemRole::epc;
    bool is_class = false;  // from a quantity list
    std::string_view id;    // canonical; lives as long as the event
    // Of a quantity list's element.
    std::optional<double> quantity;
    std::string_view uom;  // UN/ECE Recommendation 20; empty: pieces
};

// Every entry of the what dimension, in the order of the lists: epcList, quantityList, parentID,
// childEPCs, childQuantityList, inputEPCList, inputQuantityList, outputEPCList, outputQuantityList.
std::vector<Item> items_of(Event const& event);

// The members by name; empty when absent.
std::string_view event_id(Event const& event);
std::string_view action_of(Event const& event);
std::string_view biz_step(Event const& event);
std::string_view disposition(Event const& event);
std::string_view read_point(Event const& event);    // its id
std::string_view biz_location(Event const& event);  // its id
std::string_view parent_id(Event const& event);
bool has_error_declaration(Event const& event);

// Rounded to the millisecond, half up, as the event hash does.
Instant event_time(Event const& event);

// "ObjectEvent", or the URI of an extended type.
std::string_view type_name(Event const& event);

// The namespace and local name of a member that is an extension ("ex:grade", or a full URI), by the
// event's context. A prefix that the context does not define is a scheme, and the key itself a URI.
struct ExpandedName {
    std::string ns;
    std::string local;
};

ExpandedName expand_name(Event const& event, std::string_view key);

}  // namespace ocop::epcis
