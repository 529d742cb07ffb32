#include "epcis/context.hpp"
#include "epcis/event_rules.hpp"
#include "epcis/sent.hpp"

#include <ocop/epcis/document.hpp>

namespace ocop::epcis {

namespace {

Error not_ours() {
    return {Errc::corrupt, "store_corrupt", "", "an event has not the form that it is kept in"};
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
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto const foreign = context.foreign_terms(events[i].event->context, list[i]);
        if (!foreign.empty()) {
            auto& own = list[i].get_object()["@context"];
            own = own.is_object() ? std::move(own) : json::value(json::object());
            own.get_object().insert(foreign.begin(), foreign.end());
        }
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
