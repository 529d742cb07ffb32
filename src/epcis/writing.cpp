#include "epcis/context.hpp"
#include "epcis/event_rules.hpp"

#include <ocop/epcis/document.hpp>

#include <unordered_map>

namespace ocop::epcis {

namespace {

Error not_ours() {
    return {Errc::corrupt, "store_corrupt", "", "an event has not the form that it is kept in"};
}

// As an event brought them; empty where it brought the canonical ones.
using SentForms = std::unordered_map<std::string_view, std::string_view>;

// A text, or each text of a list.
void send_back(json::value& v, SentForms const& sent) {
    if (auto* list = v.if_array()) {
        for (auto& entry : *list) {
            send_back(entry, sent);
        }
    } else if (auto const found = sent.find(text_of(v)); found != sent.end() && v.is_string()) {
        v.get_string().assign(found->second);
    }
}

// A member of an object, or of each object of a list.
void send_back_member(json::value& v, std::string_view name, SentForms const& sent) {
    if (auto* list = v.if_array()) {
        for (auto& entry : *list) {
            send_back_member(entry, name, sent);
        }
    } else if (auto* o = v.if_object()) {
        if (auto* found = o->if_contains(name)) {
            send_back(*found, sent);
        }
    }
}

// What was made canonical: members, and members of the objects in them.
constexpr std::string_view translated[] = {
    "epcList",
    "parentID",
    "childEPCs",
    "inputEPCList",
    "outputEPCList",
    "transformationID",
    "bizStep",
    "disposition"};

struct Inner {
    std::string_view member;
    std::string_view name;
};

constexpr Inner translated_inside[] = {
    {"quantityList", "epcClass"},
    {"childQuantityList", "epcClass"},
    {"inputQuantityList", "epcClass"},
    {"outputQuantityList", "epcClass"},
    {"readPoint", "id"},
    {"bizLocation", "id"},
    {"bizTransactionList", "type"},
    {"bizTransactionList", "bizTransaction"},
    {"sourceList", "type"},
    {"sourceList", "source"},
    {"destinationList", "type"},
    {"destinationList", "destination"},
    {"persistentDisposition", "set"},
    {"persistentDisposition", "unset"},
    {"errorDeclaration", "reason"},
};

void send_reports_back(json::value& elements, SentForms const& sent) {
    auto* list = elements.if_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        auto* element = (*list)[i].if_object();
        auto* reports = element != nullptr ? element->if_contains("sensorReport") : nullptr;
        if (reports != nullptr) {
            send_back_member(*reports, "type", sent);
            send_back_member(*reports, "exception", sent);
            send_back_member(*reports, "component", sent);
        }
    }
}

// Puts back what the identifiers and words were when they were sent.
void never_translate(json::object& body, Event const& event) {
    SentForms sent;
    sent.reserve(event.sent.size());
    for (auto const& [canonical, form] : event.sent) {
        sent.emplace(canonical, form);
    }
    for (auto const name : translated) {
        if (auto* found = body.if_contains(name)) {
            send_back(*found, sent);
        }
    }
    for (auto const& inner : translated_inside) {
        if (auto* found = body.if_contains(inner.member)) {
            send_back_member(*found, inner.name, sent);
        }
    }
    if (auto* found = body.if_contains("sensorElementList")) {
        send_reports_back(*found, sent);
    }
}

json::array event_list(std::span<Out const> events, EpcFormat format, MergedContext& context) {
    json::array list;
    list.reserve(events.size());
    for (auto const& out : events) {
        auto body = out.event->body;
        if (format == EpcFormat::never_translates && !out.event->sent.empty()) {
            never_translate(body, *out.event);
        }
        body["recordTime"] = to_text(out.record_time);
        if (auto own = context.add(out.event->context); !own.empty()) {
            body["@context"] = std::move(own);
        }
        list.push_back(std::move(body));
    }
    return list;
}

json::object around(std::string_view type, Instant created, MergedContext& context) {
    json::object out;
    out["@context"] = context.take();
    out["type"] = type;
    out["schemaVersion"] = schema_version;
    out["creationDate"] = to_text(created);
    return out;
}

}  // namespace

json::object query_document(
    std::span<Out const> events,
    EpcFormat format,
    Instant created,
    std::string_view query_name,
    std::string_view subscription
) {
    MergedContext context;
    json::object body;
    body["eventList"] = event_list(events, format, context);
    json::object results;
    results["queryName"] = query_name;
    if (!subscription.empty()) {
        results["subscriptionID"] = subscription;
    }
    results["resultsBody"] = std::move(body);
    auto out = around("EPCISQueryDocument", created, context);
    out["epcisBody"].emplace_object()["queryResults"] = std::move(results);
    return out;
}

json::object document(std::span<Out const> events, EpcFormat format, Instant created) {
    MergedContext context;
    auto list = event_list(events, format, context);
    auto out = around("EPCISDocument", created, context);
    out["epcisBody"].emplace_object()["eventList"] = std::move(list);
    return out;
}

json::object event_to_json(Event const& event) {
    json::object sent;
    sent.reserve(event.sent.size());
    for (auto const& [canonical, form] : event.sent) {
        sent[canonical] = form;
    }
    json::object out;
    out["event"] = event.body;
    out["context"] = event.context;
    out["sent"] = std::move(sent);
    return out;
}

Result<Event> event_from_json(json::value&& value) {
    auto v = std::move(value);
    auto* stored = v.if_object();
    if (stored == nullptr || stored->size() != 3) {
        return not_ours();
    }
    auto* body = stored->if_contains("event");
    auto* context = stored->if_contains("context");
    auto* sent = stored->if_contains("sent");
    if (body == nullptr || context == nullptr || sent == nullptr || !body->is_object() ||
        !context->is_array() || !sent->is_object()) {
        return not_ours();
    }
    Event event;
    for (auto const& member : sent->get_object()) {
        if (!member.value().is_string()) {
            return not_ours();
        }
        event.sent.emplace_back(member.key(), text_of(member.value()));
    }
    auto const* type = body->get_object().if_contains("type");
    if (type == nullptr || !type->is_string()) {
        return not_ours();
    }
    event.type = type_of(text_of(*type));
    event.body = std::move(body->get_object());
    event.context = std::move(context->get_array());
    return event;
}

}  // namespace ocop::epcis
