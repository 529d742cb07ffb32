#include "api/jobs.hpp"

#include "api/read.hpp"
#include "api/routes.hpp"
#include "http/places.hpp"

#include <memory>

namespace ocop::api {

namespace {

// What a stream tells: the whole job each time, so that whoever comes back has missed nothing.
std::string event_of(JobView const& job, std::string const& text) {
    return "retry: 3000\nid: " + std::to_string(job.updated_at.ms) + "\ndata: " + text + "\n\n";
}

// One stream; its place is free again when it is destroyed. One thread at a time.
class Follower {
  public:
    Follower(Services& services, Caller caller, std::string id, std::shared_ptr<void const> place)
        : services_(services),
          caller_(std::move(caller)),
          id_(std::move(id)),
          place_(std::move(place)) {}

    // What is new, or nothing new; the end when the job is over and told of, or when it is not
    // for the caller any more, whose next request is told why.
    Result<std::optional<std::string>> next() {
        auto const end = std::optional<std::string>();
        if (over_) {
            return end;
        }
        auto const snapshot = services_.store.snapshot();
        auto const now = services_.clock.now();
        if (auto const ok = check_still(*snapshot, caller_, now); !ok) {
            return ended_by(ok.error());
        }
        auto const job = load_job_for(*snapshot, caller_.who, id_);
        if (!job) {
            return ended_by(job.error());
        }
        over_ = jobs::is_over(job->status);
        auto text = json::serialize(json::write(*job));
        if (text == told_) {
            return std::optional(std::string());
        }
        told_ = std::move(text);
        return std::optional(event_of(*job, told_));
    }

  private:
    static Result<std::optional<std::string>> ended_by(Error const& error) {
        bool const theirs = error.code == Errc::unauthenticated || error.code == Errc::not_found;
        return theirs ? Result<std::optional<std::string>>(std::optional<std::string>()) : error;
    }

    Services& services_;
    Caller const caller_;
    std::string const id_;
    std::shared_ptr<void const> const place_;
    std::string told_;
    bool over_ = false;
};

http::Answer follow(Services& services, http::Places& places, http::Request const& request) {
    if (auto const query = read_query(request, {}); !query) {
        return problem(query.error(), request);
    }
    auto const id = std::string(request.capture("id"));
    auto const job = load_job_for(*services.store.snapshot(), who_of(request), id);
    if (!job) {
        return problem(job.error(), request);
    }
    auto place = places.try_hold(who_of(request).account);
    if (!place) {
        auto const busy = places.full();
        return problem(
            busy ? Error(Errc::unavailable, "streams_busy")
                 : Error(
                       Errc::too_many,
                       "streams_too_many",
                       "",
                       "an account follows " + std::to_string(job_streams_of_account) + " at once"
                   ),
            request
        );
    }
    auto const follower =
        std::make_shared<Follower>(services, caller_of(request), id, std::move(place));
    http::Response out;
    out.body = http::EventStream([follower] { return follower->next(); });
    return std::move(out)
        .with("Content-Type", "text/event-stream; charset=utf-8")
        .with("Cache-Control", "no-store");
}

http::Handler follows(Services& services) {
    auto const places = std::make_shared<http::Places>(job_streams_max, job_streams_of_account);
    return [&services, places](http::Request const& request) {
        return follow(services, *places, request);
    };
}

}  // namespace

Result<JobView> load_job_for(
    store::Reader const& reader, accounts::Principal const& who, std::string_view id
) {
    Error const absent(Errc::not_found, "job_not_found");
    auto const found = jobs::find(reader, {std::string(id)});
    if (!found) {
        return found.error();
    }
    if (!*found || (**found).kind != prints::job_kind) {
        return absent;
    }
    auto const& job = **found;
    auto const run = prints::load_run_for(reader, who, job.key);
    if (!run) {
        return run.error().code == Errc::not_found ? absent : run.error();
    }
    JobView out;
    out.id = job.id.value;
    out.kind = job.kind;
    out.subject = "print_run:" + run->id;
    out.status = job.status;
    out.done = job.done;
    out.total = job.total;
    out.created_at = job.created;
    out.updated_at = job.updated;
    if (!job.error.empty()) {
        out.error = job.error;
    }
    // A run that failed ended its job in good order.
    if (run->state == prints::RunState::failed) {
        out.status = jobs::Status::failed;
        out.error = run->error;
    }
    return out;
}

Result<json::object> view_with_progress(
    store::Reader const& reader, accounts::Principal const& who, prints::PrintRun const& run
) {
    auto out = prints::view_of(run, who);
    out["done"] = 0;
    out["total"] = run.count();
    if (!run.job.empty()) {
        auto const job = jobs::find(reader, {run.job});
        if (!job) {
            return job.error();
        }
        out["done"] = *job ? (**job).done : 0;
    }
    return out;
}

std::vector<http::Route> job_routes(Services& s) {
    auto const load = [](store::Reader const& reader, http::Request const& request) {
        return load_job_for(reader, who_of(request), request.capture("id"));
    };
    return {
        get("/api/v1/jobs/{id}", shows_by(s, load)),
        get("/api/v1/jobs/{id}/events", follows(s)),
    };
}

}  // namespace ocop::api
