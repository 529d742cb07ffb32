#include "epcis/event_reader.hpp"
#include "epcis/header.hpp"
#include "epcis/members.hpp"

#include <ocop/epcis/document.hpp>

#include <algorithm>

namespace ocop::epcis {

namespace {

// Digits in groups parted by dots.
bool is_version(std::string_view text) {
    bool after_digit = false;
    for (char const c : text) {
        bool const digit = c >= '0' && c <= '9';
        if (!digit && (c != '.' || !after_digit)) {
            return false;
        }
        after_digit = digit;
    }
    return after_digit;
}

void check_version(Check& c, json::value& v) {
    if (!is_version(view_of(v))) {
        c.at.fault("must be numbers parted by dots, such as 2.0");
    }
}

void pass(Check& /*c*/, json::value& /*v*/) {}  // read elsewhere

constexpr MemberRule body_members[] = {
    {"eventList", pass, true},
};

constexpr MemberRule results_body_members[] = {
    {"eventList", pass, true},
    {"vocabularyList", check_vocabularies},
};

void check_results_body(Check& c, json::value& v) {
    check_object(c, v, results_body_members, Others::extensions);
}

constexpr MemberRule results_members[] = {
    {"queryName", check_text, true},
    {"subscriptionID", check_text},
    {"resultsBody", check_results_body, true},
};

void check_results(Check& c, json::value& v) {
    check_object(c, v, results_members, Others::extensions);
}

constexpr MemberRule query_body_members[] = {
    {"queryResults", check_results, true},
};

void check_body(Check& c, json::value& v) {
    check_object(c, v, body_members, Others::any);
}

void check_query_body(Check& c, json::value& v) {
    check_object(c, v, query_body_members, Others::extensions);
}

constexpr MemberRule document_members[] = {
    {"@context", pass, true},
    {"id", check_uri},
    {"type", pass},
    {"schemaVersion", check_version, true},
    {"creationDate", check_time, true},
    {"instanceIdentifier", check_text},
    {"sender", check_text},
    {"receiver", check_text},
    {"epcisHeader", check_header},
    {"epcisBody", check_body, true},
};

constexpr MemberRule query_document_members[] = {
    {"@context", pass, true},
    {"id", check_uri},
    {"type", pass},
    {"schemaVersion", check_version},
    {"creationDate", check_time},
    {"epcisBody", check_query_body, true},
};

// Where the parts lie in either kind of document.
struct Shape {
    std::span<MemberRule const> members;
    std::span<std::string_view const> events;
    std::span<std::string_view const> master_data;
};

constexpr std::string_view event_path[] = {"epcisBody", "eventList"};
constexpr std::string_view master_data_path[] = {
    "epcisHeader", "epcisMasterData", "vocabularyList"};
constexpr std::string_view query_event_path[] = {
    "epcisBody", "queryResults", "resultsBody", "eventList"};
constexpr std::string_view query_master_data_path[] = {
    "epcisBody", "queryResults", "resultsBody", "vocabularyList"};

constexpr Shape document_shape{document_members, event_path, master_data_path};
constexpr Shape query_document_shape{
    query_document_members, query_event_path, query_master_data_path};

json::value* find_at(json::value& v, std::span<std::string_view const> path) {
    auto* here = &v;
    for (auto const name : path) {
        auto* o = here->if_object();
        here = o != nullptr ? o->if_contains(name) : nullptr;
        if (here == nullptr) {
            return nullptr;
        }
    }
    return here;
}

// What is around the events, by the schema.
void check_around(json::Reading& at, json::value& v, Shape const& shape, Context& context) {
    if (auto const* found = v.get_object().if_contains("@context")) {
        Step step(at, "@context");
        add_context(at, *found, context);
    }
    Check check{
        .at = at,
        .terms = context.terms,
        .event_time = {},
        .latest = {},
        .uses_context = false,
        .changes = {}};
    check_object(check, v, shape.members, Others::extensions);
}

void read_list(json::Reading& at, json::value& v, EventReader& events) {
    auto* list = v.if_array();
    if (list == nullptr) {
        at.fault("must be an array");
        return;
    }
    for (std::size_t i = 0; i < list->size() && !at.is_full(); ++i) {
        Step step(at, std::to_string(i));
        events.read((*list)[i]);
    }
}

// Calls `then` where the reading has stepped down the path.
template <class F>
void step_down(json::Reading& at, std::span<std::string_view const> path, F const& then) {
    if (path.empty()) {
        then();
        return;
    }
    Step step(at, path.front());
    step_down(at, path.subspan(1), then);
}

std::string pointer_of(std::span<std::string_view const> path) {
    std::string out;
    for (auto const name : path) {
        out.append("/").append(name);
    }
    return out;
}

Error too_many(std::span<std::string_view const> path, std::size_t max) {
    return Error(
        Errc::too_large,
        "capture_limit_exceeded",
        pointer_of(path),
        "must have at most " + std::to_string(max) + " events"
    );
}

Result<Document> read_shape(json::value& v, Reading const& reading, Shape const& shape) {
    auto* list = find_at(v, shape.events);
    if (list != nullptr && list->is_array() && list->get_array().size() > reading.events_max) {
        return too_many(shape.events, reading.events_max);
    }
    json::Reading at(json::Mode::strict);
    Context context;
    check_around(at, v, shape, context);
    EventReader events(at, reading, std::move(context));
    if (list != nullptr) {
        step_down(at, shape.events, [&] { read_list(at, *list, events); });
    }
    auto out = std::move(events).finish();
    auto* master_data = find_at(v, shape.master_data);
    if (out && master_data != nullptr) {
        out->master_data = std::move(master_data->get_array());
        out->master_data_pointer = pointer_of(shape.master_data);
    }
    return out;
}

Result<Document> read_bare(json::value& v, Reading const& reading) {
    json::Reading at(json::Mode::strict);
    if (auto const* o = v.if_object(); o != nullptr && !o->contains("@context")) {
        Step step(at, "@context");
        at.fault("is required");
    }
    EventReader events(at, reading, {});
    events.read(v);
    return std::move(events).finish();
}

std::string_view type_in(json::value const& v) {
    auto const* o = v.if_object();
    return o != nullptr ? text_in(*o, "type") : std::string_view();
}

}  // namespace

Result<Document> read_document(json::value&& value, Reading const& reading) {
    auto v = std::move(value);
    auto const type = type_in(v);
    if (type == "EPCISDocument") {
        return read_shape(v, reading, document_shape);
    }
    if (type == "EPCISQueryDocument") {
        return read_shape(v, reading, query_document_shape);
    }
    return read_bare(v, reading);
}

Result<Event> read_event(json::value&& value, Reading const& reading) {
    auto v = std::move(value);
    auto const type = type_in(v);
    if (type == "EPCISDocument" || type == "EPCISQueryDocument") {
        return Error(
            Errc::malformed, "validation_failed", "/type", "must be an event, not a document"
        );
    }
    auto read = read_bare(v, reading);
    if (!read) {
        return read.error();
    }
    return std::move(read->events.front());
}

}  // namespace ocop::epcis
