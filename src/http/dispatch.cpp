#include "http/dispatch.hpp"

#include "http/addresses.hpp"

#include <array>
#include <atomic>
#include <exception>
#include <utility>

namespace ocop::http {

namespace {

// Completes a request once: with the first response given, or with a problem when the last owner
// goes without giving one.
class Once {
  public:
    Once(std::function<void(Response)> complete, std::string request_id)
        : complete_(std::move(complete)), request_id_(std::move(request_id)) {}

    ~Once() {
        if (!given_) {
            complete_(problem_response(Error(Errc::internal, "answer_dropped"), request_id_));
        }
    }

    Once(Once const&) = delete;
    Once& operator=(Once const&) = delete;

    void give(Response response) {
        if (!given_.exchange(true)) complete_(std::move(response));
    }

  private:
    std::function<void(Response)> const complete_;
    std::string const request_id_;
    std::atomic<bool> given_{false};
};

std::string const& lane_of(Request const& request) {
    return request.group.empty() ? request.account : request.group;
}

std::string what_of(std::exception_ptr const& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (std::exception const& e) {
        return e.what();
    } catch (...) {
        return "not a std::exception";
    }
}

}  // namespace

template <class T>
struct Dispatcher::Job {
    Request request;
    std::function<void(T)> complete;
};

Response overloaded(std::string_view request_id) {
    return problem_response(Error(Errc::unavailable, "overloaded"), request_id);
}

Dispatcher::Dispatcher(
    Gate gate, Limits& limits, Lanes& lanes, std::chrono::milliseconds patience, Log& log
)
    : gate_(std::move(gate)), limits_(limits), lanes_(lanes), patience_(patience), log_(log) {}

std::optional<Response> Dispatcher::refuse(Passage& passage, Route const& route) const {
    auto& request = passage.request;
    if (route.access == Access::open) return std::nullopt;
    if (auto const known = gate_(request, route); !known) {
        return problem_response(known.error(), request.id);
    }
    passage.quota = limits_.count_account(request.account, std::chrono::steady_clock::now());
    if (passage.quota && !passage.quota->grant.allowed) {
        return rate_limited(*passage.quota, request.id);
    }
    return std::nullopt;
}

Passage Dispatcher::through_gate(Request request, Route const& route) const {
    Passage out{std::move(request), {}, {}};
    try {
        out.refusal = refuse(out, route);
    } catch (...) {
        out.refusal = fail(out.request.id);
    }
    return out;
}

// For use in a catch block. Logged here and not by way of log_detail: the caller may have ceased to
// wait.
Response Dispatcher::fail(std::string_view request_id) const {
    auto const what = what_of(std::current_exception());
    std::array const fields{LogField{"request", request_id}, LogField{"what", what}};
    log_.write(LogLevel::error, "handler_failed", fields);
    auto response = problem_response(Error(), request_id);
    response.log_detail.clear();
    return response;
}

Pool::Task Dispatcher::while_awaited(Pool::Task task) const {
    auto const until = std::chrono::steady_clock::now() + patience_;
    return [task = std::move(task), until] {
        if (std::chrono::steady_clock::now() < until) task();
    };
}

bool Dispatcher::pass(Request request, Route const& route, std::function<void(Passage)> complete) {
    auto const lane = client_of(request.peer);
    auto job =
        std::make_shared<Job<Passage>>(Job<Passage>{std::move(request), std::move(complete)});
    return lanes_.try_post(lane, while_awaited([this, job, &route] {
                               job->complete(through_gate(std::move(job->request), route));
                           }));
}

bool Dispatcher::run(
    Request request, Route const& route, Step from, std::function<void(Response)> complete
) {
    auto const lane = from == Step::gate ? client_of(request.peer) : lane_of(request);
    auto job =
        std::make_shared<Job<Response>>(Job<Response>{std::move(request), std::move(complete)});
    return lanes_.try_post(lane, while_awaited([this, job, &route, from] {
                               if (from == Step::gate) {
                                   enter(job, route);
                               } else {
                                   answer(*job, route, std::nullopt);
                               }
                           }));
}

void Dispatcher::enter(std::shared_ptr<Job<Response>> const& job, Route const& route) {
    auto passage = through_gate(std::move(job->request), route);
    if (passage.refusal) {
        tell_quota(passage.quota, *passage.refusal);
        return job->complete(std::move(*passage.refusal));
    }
    job->request = std::move(passage.request);
    if (route.access == Access::open) return answer(*job, route, passage.quota);
    auto const lane = lane_of(job->request);
    auto const admitted =
        lanes_.try_post(lane, while_awaited([this, job, &route, quota = passage.quota] {
                            answer(*job, route, quota);
                        }));
    if (!admitted) job->complete(overloaded(job->request.id));
}

void Dispatcher::answer(Job<Response>& job, Route const& route, std::optional<Quota> const& quota)
    const {
    auto const once = std::make_shared<Once>(std::move(job.complete), job.request.id);
    handle(job.request, route, [once, quota](Response response) {
        tell_quota(quota, response);
        once->give(std::move(response));
    });
}

void Dispatcher::handle(
    Request const& request, Route const& route, std::function<void(Response)> const& give
) const {
    try {
        auto given = route.handler(request);
        if (auto* response = std::get_if<Response>(&given)) {
            give(std::move(*response));
        } else {
            std::get<Pending>(given).start(give);
        }
    } catch (...) {
        give(fail(request.id));
    }
}

void Dispatcher::pull(
    std::string const& peer, std::shared_ptr<BodySource> source, std::function<void(Piece)> complete
) {
    auto const shared = std::make_shared<std::function<void(Piece)>>(std::move(complete));
    lanes_.post_next(client_of(peer), [source = std::move(source), shared] {
        try {
            (*shared)((*source)());
        } catch (...) {
            auto what = what_of(std::current_exception());
            (*shared)(Error(Errc::internal, "body_threw", "", std::move(what)));
        }
    });
}

}  // namespace ocop::http
