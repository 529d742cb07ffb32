#include "cli/answers.hpp"

#include <ocop/epcis/document.hpp>

#include <optional>

namespace ocop::cli {

namespace {

constexpr std::int64_t status_conflict = 409;
constexpr json::Limits answer_limits{std::size_t{64} << 20, 64};

struct JobAnswer {
    bool running = false;
    std::optional<std::vector<JobError>> errors;
};
BOOST_DESCRIBE_STRUCT(JobAnswer, (), (running, errors))

Error malformed(std::string what, std::string reason) {
    return {Errc::unavailable, "answer_malformed", std::move(what), std::move(reason)};
}

Error no_job(std::string reason) {
    return malformed("capture job", std::move(reason));
}

Error no_page(std::string reason) {
    return malformed("page of events", std::move(reason));
}

// The contexts besides the standard's.
void add_own_contexts(json::value const& context, json::array& out) {
    auto const add = [&](json::value const& each) {
        if (!each.is_string() || each.get_string() != epcis::epcis_context) {
            out.push_back(each);
        }
    };
    if (!context.is_array()) {
        add(context);
        return;
    }
    for (auto const& each : context.get_array()) {
        add(each);
    }
}

json::value const* member(json::value const* v, char const* name) {
    return v != nullptr && v->is_object() ? v->get_object().if_contains(name) : nullptr;
}

json::array const* find_events(json::value const& document) {
    auto const* const body = member(&document, "epcisBody");
    auto const* const results = member(member(body, "queryResults"), "resultsBody");
    auto const* const list = member(results != nullptr ? results : body, "eventList");
    return list != nullptr ? list->if_array() : nullptr;
}

}  // namespace

Result<JobOutcome> read_capture_job(std::string_view body, std::uint64_t sent) {
    auto const value = json::parse(body, answer_limits);
    if (!value) {
        return no_job("is no JSON");
    }
    auto job = json::read<JobAnswer>(*value, json::Mode::lenient);
    if (!job) {
        auto const error = job.error();
        return no_job(error.faults.front().pointer + " " + error.faults.front().reason);
    }
    if (!job->errors || job->running) {
        return no_job(job->running ? "is not over" : "has no errors, not even an empty list");
    }
    if (job->errors->size() > sent) {
        return no_job("tells of more events than were sent");
    }
    JobOutcome out;
    out.stored = sent - job->errors->size();
    for (auto& error : *job->errors) {
        if (error.status == status_conflict) {
            ++out.skipped;
        } else {
            out.failed.push_back(std::move(error));
        }
    }
    return out;
}

Result<std::vector<json::value>> read_events_page(std::string_view body) {
    auto const page = json::parse(body, answer_limits);
    if (!page) {
        return no_page("is no JSON");
    }
    auto const* const events = find_events(*page);
    if (events == nullptr) {
        return no_page("has no list of events");
    }
    json::array shared;
    if (auto const* const context = member(&*page, "@context")) {
        add_own_contexts(*context, shared);
    }
    std::vector<json::value> out;
    out.reserve(events->size());
    for (auto const& event : *events) {
        if (!event.is_object()) {
            return no_page("has an event that is no object");
        }
        auto contexts = shared;
        if (auto const* const own = member(&event, "@context")) {
            add_own_contexts(*own, contexts);
        }
        out.push_back(event);
        if (!contexts.empty()) {
            out.back().get_object()["@context"] = std::move(contexts);
        }
    }
    return out;
}

}  // namespace ocop::cli
