#include "http/dispatch.hpp"

#include <array>
#include <atomic>
#include <exception>
#include <utility>

namespace ocop::http {

namespace {

// Calls a function once: with the first value given, or with the fallback when the last owner goes
// without giving one.
template <class T>
class Once {
  public:
    Once(std::function<void(T)> complete, T fallback)
        : complete_(std::move(complete)), fallback_(std::move(fallback)) {}

    ~Once() { give(std::move(fallback_)); }

    Once(Once const&) = delete;
    Once& operator=(Once const&) = delete;

    void give(T value) {
        if (!given_.exchange(true)) complete_(std::move(value));
    }

  private:
    std::function<void(T)> const complete_;
    T fallback_;
    std::atomic<bool> given_{false};
};

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

Dispatcher::Dispatcher(Authenticator authenticator, Pool& pool, Log& log)
    : authenticator_(std::move(authenticator)), pool_(pool), log_(log) {}

Answer Dispatcher::answer(Request& request, Route const& route) const {
    if (route.access == Access::bearer) {
        auto const known = authenticator_(request);
        if (!known) return problem_response(known.error(), request.id);
    }
    return route.handler(request);
}

void Dispatcher::log_failure(std::string_view request_id, std::string_view what) const {
    std::array const fields{LogField{"request", request_id}, LogField{"what", what}};
    log_.write(LogLevel::error, "handler_failed", fields);
}

bool Dispatcher::run(Request request, Route const& route, std::function<void(Response)> complete) {
    struct Job {
        Request request;
        std::function<void(Response)> complete;
    };

    auto job = std::make_shared<Job>(Job{std::move(request), std::move(complete)});
    return pool_.try_post([this, job, &route] {
        auto const once = std::make_shared<Once<Response>>(
            std::move(job->complete),
            problem_response(Error(Errc::internal, "answer_dropped"), job->request.id)
        );
        try {
            auto given = answer(job->request, route);
            if (auto* response = std::get_if<Response>(&given)) {
                once->give(std::move(*response));
            } else {
                std::get<Pending>(given).start([once](Response r) { once->give(std::move(r)); });
            }
        } catch (...) {
            // Here and not by way of log_detail: the caller may have ceased to wait.
            log_failure(job->request.id, what_of(std::current_exception()));
            auto response = problem_response(Error(), job->request.id);
            response.log_detail.clear();
            once->give(std::move(response));
        }
    });
}

void Dispatcher::pull(std::shared_ptr<BodySource> source, std::function<void(Piece)> complete) {
    auto const shared = std::make_shared<std::function<void(Piece)>>(std::move(complete));
    pool_.post_next([source = std::move(source), shared] {
        try {
            (*shared)((*source)());
        } catch (...) {
            auto what = what_of(std::current_exception());
            (*shared)(Error(Errc::internal, "body_threw", "", std::move(what)));
        }
    });
}

}  // namespace ocop::http
