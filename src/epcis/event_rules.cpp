#include "epcis/event_rules.hpp"

#include "epcis/member_rules.hpp"
#include "epcis/members.hpp"

#include <ocop/epcis/document.hpp>

#include <algorithm>
#include <array>

namespace ocop::epcis {

namespace {

// Which types have a member.
enum : unsigned {
    object = 1,
    aggregation = 2,
    transaction = 4,
    transformation = 8,
    association = 16,
    extended = 32,
    all = 63,
    nested = aggregation | association,  // a parent and its children
    acting = all & ~transformation,
    with_epcs = object | transaction | extended,
    with_children = nested | extended,
    transforming = transformation | extended,
};

struct EventMember {
    std::string_view name;
    unsigned types;
    Rule rule;
};

constexpr EventMember event_members[] = {
    {"type", all, check_text},
    {"eventTime", all, check_event_time},
    {"eventTimeZoneOffset", all, check_zone_offset},
    {"eventID", all, check_uri},
    {"action", acting, check_action},
    {"bizStep", all, check_biz_step},
    {"disposition", all, check_disposition},
    {"readPoint", all, check_place},
    {"bizLocation", all, check_place},
    {"epcList", with_epcs, check_identifiers},
    {"quantityList", with_epcs, check_quantities},
    {"parentID", with_children | transaction, check_identifier},
    {"childEPCs", with_children, check_identifiers},
    {"childQuantityList", with_children, check_quantities},
    {"inputEPCList", transforming, check_identifiers},
    {"inputQuantityList", transforming, check_quantities},
    {"outputEPCList", transforming, check_identifiers},
    {"outputQuantityList", transforming, check_quantities},
    {"transformationID", transforming, check_identifier},
    {"bizTransactionList", all, check_biz_transactions},
    {"sourceList", all, check_sources},
    {"destinationList", all, check_destinations},
    {"sensorElementList", all, check_sensor_elements},
    {"ilmd", object | transformation | extended, check_ilmd},
    {"persistentDisposition", all, check_persistent_disposition},
    {"certificationInfo", all, check_certification_info},
    {"errorDeclaration", all, check_error_declaration},
    {"recordTime", all, check_time},
};

// Lists that the schema wants without repetition; the others' entries may repeat.
constexpr std::string_view unique_lists[] = {"inputEPCList", "outputEPCList"};

enum class Listed { absent, empty, filled };

// What is no array has its own fault already, and counts as filled.
Listed listed(json::object const& body, std::string_view name) {
    auto const* found = body.if_contains(name);
    if (found == nullptr) {
        return Listed::absent;
    }
    auto const* list = found->if_array();
    return list != nullptr && list->empty() ? Listed::empty : Listed::filled;
}

bool filled(json::object const& body, std::string_view name) {
    return listed(body, name) == Listed::filled;
}

// A fault where one of the lists has to have an entry: at the one that is empty, else at the event.
void lacks(
    Check& c, json::object const& body, std::span<std::string_view const> lists, char const* reason
) {
    for (auto const name : lists) {
        if (listed(body, name) == Listed::empty) {
            Step step(c.at, name);
            c.at.fault("must have at least one entry");
            return;
        }
    }
    c.at.fault(reason);
}

bool adds_or_observes(json::object const& body) {
    auto const action = text_in(body, "action");
    return action == "ADD" || action == "OBSERVE";
}

void check_object_event(Check& c, json::object const& body) {
    static constexpr std::string_view lists[] = {"quantityList", "sensorElementList"};
    require(c, body, "action");
    bool const sensed = filled(body, "sensorElementList") && body.contains("readPoint");
    if (!body.contains("epcList") && !filled(body, "quantityList") && !sensed) {
        lacks(
            c,
            body,
            lists,
            "must have an epcList, a quantityList, or a sensorElementList with a readPoint"
        );
    }
    auto const action = text_in(body, "action");
    if (body.contains("ilmd") && (action == "OBSERVE" || action == "DELETE")) {
        Step step(c.at, "ilmd");
        c.at.fault("may stand with action ADD alone");
    }
}

void check_children(Check& c, json::object const& body) {
    static constexpr std::string_view lists[] = {"childEPCs", "childQuantityList"};
    if (adds_or_observes(body) && !filled(body, lists[0]) && !filled(body, lists[1])) {
        lacks(c, body, lists, "must have childEPCs or a childQuantityList unless action is DELETE");
    }
}

void check_aggregation(Check& c, json::object const& body) {
    require(c, body, "action");
    auto const action = text_in(body, "action");
    if (action == "ADD" || action == "DELETE") {
        require(c, body, "parentID");
    }
    check_children(c, body);
}

void check_association(Check& c, json::object const& body) {
    require(c, body, "action");
    require(c, body, "parentID");
    check_children(c, body);
}

void check_transaction(Check& c, json::object const& body) {
    static constexpr std::string_view lists[] = {"quantityList"};
    require(c, body, "action");
    require(c, body, "bizTransactionList");
    if (listed(body, "bizTransactionList") == Listed::empty) {
        Step step(c.at, "bizTransactionList");
        c.at.fault("must have at least one entry");
    }
    if (adds_or_observes(body) && !body.contains("epcList") && !filled(body, lists[0])) {
        lacks(c, body, lists, "must have an epcList or a quantityList unless action is DELETE");
    }
}

void check_transformation(Check& c, json::object const& body) {
    static constexpr std::array<std::string_view, 2> inputs{"inputEPCList", "inputQuantityList"};
    static constexpr std::array<std::string_view, 2> outputs{"outputEPCList", "outputQuantityList"};
    bool const has_input = filled(body, inputs[0]) || filled(body, inputs[1]);
    bool const has_output = filled(body, outputs[0]) || filled(body, outputs[1]);
    if (has_input && has_output) {
        return;
    }
    bool const named = body.contains("transformationID");
    if (!has_input && !has_output) {
        lacks(
            c, body, inputs, "must have inputs and outputs, or a transformationID and one of both"
        );
    } else if (!named && !has_input) {
        lacks(c, body, inputs, "must have inputs, or a transformationID");
    } else if (!named) {
        lacks(c, body, outputs, "must have outputs, or a transformationID");
    }
}

void check_between(Check& c, EventType type, json::object const& body) {
    switch (type) {
        case EventType::object:
            check_object_event(c, body);
            break;
        case EventType::aggregation:
            check_aggregation(c, body);
            break;
        case EventType::transaction:
            check_transaction(c, body);
            break;
        case EventType::transformation:
            check_transformation(c, body);
            break;
        case EventType::association:
            check_association(c, body);
            break;
        case EventType::extended:
            break;
    }
}

struct TypeName {
    std::string_view name;
    EventType type;
};

constexpr TypeName type_names[] = {
    {"ObjectEvent", EventType::object},
    {"AggregationEvent", EventType::aggregation},
    {"TransactionEvent", EventType::transaction},
    {"TransformationEvent", EventType::transformation},
    {"AssociationEvent", EventType::association},
};

EventMember const* find_member(std::string_view name) {
    auto const* found =
        std::find_if(std::begin(event_members), std::end(event_members), [&](auto const& m) {
            return m.name == name;
        });
    return found != std::end(event_members) ? found : nullptr;
}

void check_event_member(Check& c, EventType type, std::string_view key, json::value& v) {
    auto const* known = find_member(key);
    if (known == nullptr) {
        // The schema leaves the members of an event of one's own to its context.
        if (type == EventType::extended) {
            c.uses_context = true;
            check_extension(c, v);
        } else {
            check_extension_member(c, key, v);
        }
    } else if ((known->types & (1U << static_cast<unsigned>(type))) == 0) {
        c.at.fault("is no member of an event of this type");
    } else {
        known->rule(c, v);
    }
}

// Before any entry is looked at: what the lists of one event cost is bounded.
bool check_lengths(Check& c, json::object const& body) {
    bool good = true;
    for (auto const& member : event_members) {
        auto const* found = body.if_contains(member.name);
        auto const* list = found != nullptr ? found->if_array() : nullptr;
        if (list != nullptr && list->size() > list_entries_max) {
            Step step(c.at, member.name);
            c.at.fault("must have at most " + std::to_string(list_entries_max) + " entries");
            good = false;
        }
    }
    return good;
}

}  // namespace

EventType type_of(std::string_view name) {
    auto const* found = std::find_if(
        std::begin(type_names), std::end(type_names), [&](auto const& t) { return t.name == name; }
    );
    return found != std::end(type_names) ? found->type : EventType::extended;
}

bool is_event_member(std::string_view name) {
    return find_member(name) != nullptr;
}

void check_event(Check& c, EventType type, json::object& body) {
    if (!check_lengths(c, body)) {
        return;
    }
    require(c, body, "eventTime");
    require(c, body, "eventTimeZoneOffset");
    if (auto const* found = body.if_contains("eventTime")) {
        auto const time = parse_instant(view_of(*found));
        c.event_time = time ? std::optional(*time) : std::nullopt;
    }
    for (auto& member : body) {
        Step step(c.at, member.key());
        check_event_member(c, type, member.key(), member.value());
    }
    for (auto const name : unique_lists) {
        if (auto const* found = body.if_contains(name)) {
            Step step(c.at, name);
            check_unique(c, *found);
        }
    }
    if (auto const* found = body.if_contains("epcList"); found && type == EventType::object) {
        Step step(c.at, "epcList");
        check_unique(c, *found);
    }
    check_between(c, type, body);
}

}  // namespace ocop::epcis
