#pragma once

#include "epcis/sent.hpp"

#include <ocop/base/json.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <optional>
#include <span>
#include <string_view>

// What the rules of documents and events are made of: values held against the formats of schema
// 2.0.1, objects against their members. A rule brings its value into the stored form in place, and
// puts what is wrong into the reading, at the pointer where it stands.
namespace ocop::epcis {

using Step = json::Reading::Step;

// What the rules of one event share. What it refers to outlives it.
struct Check {
    json::Reading& at;
    // Terms that "@context" defines here.
    json::object const& terms;
    // Of the event, when it has one that can be read; the time up to which it may lie.
    std::optional<Instant> event_time;
    Instant latest;
    // Set when a key or a value says something that only "@context" explains.
    bool uses_context = false;
    Changes changes;
};

using Rule = void (*)(Check&, json::value&);

// Each puts a fault where the value is not of the form, or the rule does not hold.
void check_text(Check& c, json::value& v);
void check_number(Check& c, json::value& v);
void check_boolean(Check& c, json::value& v);
void check_hex(Check& c, json::value& v);
void check_uri(Check& c, json::value& v);
// RFC 3339, as parse_instant() takes it.
void check_time(Check& c, json::value& v);
// A time of a sensor: not after the event's.
void check_sensor_time(Check& c, json::value& v);
// Of an item, class, place, party or transaction: canonical afterwards.
void check_identifier(Check& c, json::value& v);
// A bare word of the standard afterwards, or a URI of the user's own.
void check_word(Check& c, json::value& v, Vocabulary vocabulary);
// The value of an extension: any JSON, so deep that a document with it can be stored and answered.
void check_extension(Check& c, json::value& v);

inline constexpr std::size_t extension_depth_max = 20;

// Each entry by `rule`; a fault where the value is no array or has fewer than `size_min` entries.
void check_list(Check& c, json::value& v, std::size_t size_min, Rule rule);
// A fault at each string of a list that stands there before. What is no list is passed over.
void check_unique(Check& c, json::value const& v);

struct MemberRule {
    std::string_view name;
    Rule rule;
    bool required = false;
};

enum class Others {
    none,        // additionalProperties false
    extensions,  // keys that are URIs or CURIEs
    any,         // whatever the schema does not speak of
};

// The members of an object by their rules, and what else it holds.
void check_object(Check& c, json::value& v, std::span<MemberRule const> members, Others others);

// A member that no rule names, where extensions may stand; the reading stands at it.
void check_extension_member(Check& c, std::string_view key, json::value& v);

// A fault at the member when it is absent.
void require(Check& c, json::object const& o, std::string_view name);

}  // namespace ocop::epcis
