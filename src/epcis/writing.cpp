#include "epcis/event_rules.hpp"
#include "epcis/members.hpp"
#include "epcis/merged_context.hpp"
#include "epcis/sent.hpp"

#include <ocop/epcis/document.hpp>

#include <boost/json/serialize.hpp>

namespace ocop::epcis {

namespace {

Error not_ours() {
    return {Errc::corrupt, "store_corrupt", "", "an event has not the form that it is kept in"};
}

json::array event_list(std::span<Out const> events, EpcFormat format) {
    json::array list;
    list.reserve(events.size());
    for (auto const& out : events) {
        auto body = out.event->body;
        if (format == EpcFormat::never_translates && !out.event->sent.empty()) {
            never_translate(body, *out.event);
        }
        body["recordTime"] = to_text(out.record_time);
        list.push_back(std::move(body));
    }
    return list;
}

// The "@context" of the list's document; what is not in it is put into the events.
json::array contexts_of(std::span<Out const> events, json::array& list) {
    MergedContext const merged(events, list);
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (auto own = merged.own(events[i].event->context); !own.is_null()) {
            list[i].get_object()["@context"] = std::move(own);
        }
    }
    return merged.take();
}

json::object around(std::string_view type, Instant created, json::array context) {
    json::object out;
    out["@context"] = std::move(context);
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
    auto list = event_list(events, format);
    auto out = around("EPCISQueryDocument", created, contexts_of(events, list));
    json::object body;
    body["eventList"] = std::move(list);
    json::object results;
    results["queryName"] = query_name;
    if (!subscription.empty()) {
        results["subscriptionID"] = subscription;
    }
    results["resultsBody"] = std::move(body);
    out["epcisBody"].emplace_object()["queryResults"] = std::move(results);
    return out;
}

json::object document(std::span<Out const> events, EpcFormat format, Instant created) {
    auto list = event_list(events, format);
    auto out = around("EPCISDocument", created, contexts_of(events, list));
    out["epcisBody"].emplace_object()["eventList"] = std::move(list);
    return out;
}

// Put together as text, so that nothing of the event is copied.
std::string event_text(Event const& event) {
    std::string out = R"({"event":)";
    out += boost::json::serialize(event.body);
    out.append(R"(,"context":)").append(boost::json::serialize(event.context));
    json::object sent;
    for (auto const& [canonical, form] : event.sent) {
        sent[canonical] = form;
    }
    out.append(R"(,"sent":)").append(boost::json::serialize(sent)).append("}");
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
        event.sent.emplace_back(member.key(), view_of(member.value()));
    }
    auto const* type = body->get_object().if_contains("type");
    if (type == nullptr || !type->is_string()) {
        return not_ours();
    }
    event.type = type_of(view_of(*type));
    event.body = std::move(body->get_object());
    event.context = std::move(context->get_array());
    return event;
}

}  // namespace ocop::epcis
