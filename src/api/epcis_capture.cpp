#include "api/epcis.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "events/jobs.hpp"

#include <memory>

namespace ocop::api {

namespace {

using events::Behaviour;
using events::Candidates;
using events::CaptureJob;

epcis::Reading reading_of(Services& services) {
    epcis::Reading out;
    out.now = services.clock.now();
    out.events_max = capture_events_max;
    out.event_bytes_max = events::event_bytes_max;
    return out;
}

// The body of a request as events: read, checked and made ready before the transaction.
Result<Candidates> read_candidates(Services& services, http::Request const& request) {
    if (auto const asked = read_epcis_headers(request); !asked) {
        return asked.error();
    }
    auto body = read_epcis_body(request);
    if (!body) {
        return body.error();
    }
    auto document = epcis::read_document(std::move(*body), reading_of(services));
    if (!document) {
        return document.error();
    }
    return events::prepare(std::move(*document));
}

Result<Behaviour> read_behaviour(http::Request const& request) {
    auto const header = request.header("GS1-Capture-Error-Behaviour");
    if (header.empty() || header == "rollback") {
        return Behaviour::rollback;
    }
    if (header == "proceed") {
        return Behaviour::proceed;
    }
    return Error(
        Errc::malformed,
        "header_malformed",
        "GS1-Capture-Error-Behaviour",
        "must be rollback or proceed"
    );
}

events::CaptureError error_of(events::Refusal const& refusal) {
    auto const& faults = refusal.error.faults;
    auto const pointer = refusal.pointer + (faults.empty() ? std::string() : faults[0].pointer);
    return {
        pointer,
        std::string(refusal.error.slug),
        http::status_of(refusal.error.code),
        faults.empty() ? std::string() : faults[0].reason};
}

void append_faults(Error& out, events::Refusal const& refusal) {
    for (auto const& fault : refusal.error.faults) {
        if (out.faults.size() < json::faults_max) {
            out.faults.push_back({refusal.pointer + fault.pointer, fault.reason});
        }
    }
}

// Every fault of every event that may not be there, with pointers into the document.
Error forbidden(std::vector<events::Refusal> const& refusals) {
    Error out;
    for (auto const& refusal : refusals) {
        if (refusal.error.code != Errc::forbidden) {
            continue;
        }
        out.code = Errc::forbidden;
        out.slug = refusal.error.slug;
        append_faults(out, refusal);
    }
    return out;
}

// All that a capture's transaction needs; shared, since the transaction may run again.
struct Pending {
    Candidates candidates;
    Behaviour behaviour = Behaviour::rollback;
    std::string id;
};

// What may not be captured at all is the request's fault and leaves no job; what clashes with what
// is there is the job's to tell.
Result<Written> capture_all(store::Transaction& tx, Call const& call, Pending& pending) {
    auto const captured = events::capture(tx, call.who, pending.candidates, pending.behaviour);
    if (!captured) {
        return captured.error();
    }
    if (pending.behaviour == Behaviour::rollback) {
        if (auto error = forbidden(captured->refusals); error.code == Errc::forbidden) {
            return error;
        }
    }
    CaptureJob job;
    job.id = pending.id;
    job.account = call.who.account;
    job.producer = call.who.producer;
    job.created_at = tx.now();
    job.finished_at = tx.now();
    job.behaviour = pending.behaviour;
    job.success = captured->refusals.empty();
    job.stored = static_cast<std::int64_t>(captured->numbers.size());
    job.refused = static_cast<std::int64_t>(captured->refusals.size());
    for (auto const& refusal : captured->refusals) {
        job.errors.push_back(error_of(refusal));
    }
    events::put_job(tx, job);
    Written out;
    out.status = 202;
    out.location = std::string(epcis_root) + "/capture/" + job.id;
    out.audited =
        std::to_string(job.stored) + " stored, " + std::to_string(job.refused) + " refused";
    return out;
}

http::Handler capture_document(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const query = read_query(request, {});
        auto const behaviour = read_behaviour(request);
        if (!query || !behaviour) {
            return problem(query ? behaviour.error() : query.error(), request);
        }
        auto candidates = read_candidates(services, request);
        if (!candidates) {
            return problem(candidates.error(), request);
        }
        auto const pending = std::make_shared<Pending>(Pending{
            std::move(*candidates),
            *behaviour,
            events::capture_id(services.random, services.clock.now())});
        auto const step = [pending](store::Transaction& tx, Call const& call) {
            return capture_all(tx, call, *pending);
        };
        return then_deliver(services, queue_write(services, request, step));
    };
}

Result<Written> capture_one(store::Transaction& tx, Call const& call, Candidates& candidates) {
    auto captured = events::capture(tx, call.who, candidates, Behaviour::rollback);
    if (!captured) {
        return captured.error();
    }
    if (!captured->refusals.empty()) {
        return std::move(captured->refusals.front().error);
    }
    Written out;
    out.status = 201;
    out.location = event_location(candidates.facts.front().id);
    return out;
}

// One bare event, answered when it is there.
http::Handler capture_event(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const query = read_query(request, {});
        auto const asked = read_epcis_headers(request);
        if (!query || !asked) {
            return problem(query ? asked.error() : query.error(), request);
        }
        auto body = read_epcis_body(request);
        if (!body) {
            return problem(body.error(), request);
        }
        auto event = epcis::read_event(std::move(*body), reading_of(services));
        if (!event) {
            return problem(event.error(), request);
        }
        epcis::Document document;
        document.events.push_back(std::move(*event));
        document.pointers.emplace_back();
        auto candidates = events::prepare(std::move(document));
        if (!candidates) {
            return problem(candidates.error(), request);
        }
        auto const shared = std::make_shared<Candidates>(std::move(*candidates));
        auto const step = [shared](store::Transaction& tx, Call const& call) {
            return capture_one(tx, call, *shared);
        };
        return then_deliver(services, queue_write(services, request, step));
    };
}

json::object show(CaptureJob const& job) {
    json::object out;
    out["captureID"] = job.id;
    out["createdAt"] = to_text(job.created_at);
    out["finishedAt"] = to_text(job.finished_at);
    out["running"] = false;
    out["success"] = job.success;
    out["captureErrorBehaviour"] = json::write(job.behaviour);
    json::array errors;
    for (auto const& error : job.errors) {
        auto const type = epcis_exception(static_cast<int>(error.status), error.slug);
        errors.push_back(json::object{
            {"type", "epcisException:" + std::string(type)},
            {"title", error.slug},
            {"status", error.status},
            {"detail", error.pointer + " " + error.reason},
            {"pointer", error.pointer},
        });
    }
    out["errors"] = std::move(errors);
    return out;
}

http::Handler show_job(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const asked = read_epcis_headers(request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        if (auto const query = read_query(request, {}); !query) {
            return problem(query.error(), request);
        }
        auto const job = events::load_job_for(
            *services.store.snapshot(), who_of(request), request.capture("captureID")
        );
        return job ? http::text_response(200, asked->media_type, json::serialize(show(*job)))
                   : problem(job.error(), request);
    };
}

Result<Listed> list_jobs(
    store::Reader const& reader, http::Request const& request, EpcisParameters const& parameters
) {
    auto const page =
        events::list_jobs(reader, who_of(request), parameters.token, parameters.per_page);
    if (!page) {
        return page.error();
    }
    Listed out;
    for (auto const& job : page->jobs) {
        out.items.push_back(show(job));
    }
    out.next = page->next;
    return out;
}

http::Route with_body(http::Route route) {
    route.body_bytes_max = capture_bytes_max;
    return route;
}

}  // namespace

std::vector<http::Route> epcis_capture_routes(Services& services) {
    return {
        epcis_options("/epcis/v2/capture", "OPTIONS, GET, HEAD, POST"),
        with_body(post("/epcis/v2/capture", capture_document(services))),
        get("/epcis/v2/capture", epcis_lists(services, list_jobs)),
        epcis_options("/epcis/v2/capture/{captureID}", "OPTIONS, GET, HEAD"),
        get("/epcis/v2/capture/{captureID}", show_job(services)),
        with_body(post("/epcis/v2/events", capture_event(services))),
    };
}

}  // namespace ocop::api
