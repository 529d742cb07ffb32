#pragma once

#include "http/lanes.hpp"
#include "http/limits.hpp"
#include "http/log.hpp"
#include "http/route.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ocop::http {

using Piece = Result<std::optional<std::string>>;  // what a BodySource gives

// What the gate made of a request whose body is still to come.
struct Passage {
    Request request;
    std::optional<Quota> quota;       // what is left to its account
    std::optional<Response> refusal;  // empty: it may go on
};

// Too many wait already.
Response overloaded(std::string_view request_id);

enum class Step : std::uint8_t { gate, handler };

// Runs gate and handler on the pool, and counts what the gate let through against its account.
// Whatever they do (throw, drop a Pending, complete it twice), the caller gets exactly one answer.
// The gate and handlers of open routes run in the lane of the request's client (client_of), other
// handlers in that of its group or account. What waited for `patience` is dropped: nobody waits for
// its answer any more. Any thread; limits, lanes and log must outlive it.
class Dispatcher {
  public:
    Dispatcher(
        Gate gate, Limits& limits, Lanes& lanes, std::chrono::milliseconds patience, Log& log
    );

    // Runs the gate alone. Calls `complete` once, from any thread. False, and no call, when too
    // many wait; nor is there a call when it is dropped or the pool stops first. `route` must
    // outlive the pool's threads.
    bool pass(Request request, Route const& route, std::function<void(Passage)> complete);

    // The same from a step on up to the answer, which tells the quota if the gate ran here.
    bool run(
        Request request, Route const& route, Step from, std::function<void(Response)> complete
    );

    // Takes the next piece of a body on the pool, in the lane of its reader, and hands it to
    // `complete`, once, from any thread. An exception is an Error (internal "body_threw", with its
    // text). `source` is not called again before that.
    void pull(
        std::string const& peer,
        std::shared_ptr<BodySource> source,
        std::function<void(Piece)> complete
    );

  private:
    template <class T>
    struct Job;

    Pool::Task while_awaited(Pool::Task task) const;
    void enter(std::shared_ptr<Job<Response>> const& job, Route const& route);
    void answer(Job<Response>& job, Route const& route, std::optional<Quota> const& quota) const;
    Passage through_gate(Request request, Route const& route) const;
    std::optional<Response> refuse(Passage& passage, Route const& route) const;
    void handle(
        Request const& request, Route const& route, std::function<void(Response)> const& give
    ) const;
    Response fail(std::string_view request_id) const;

    Gate gate_;
    Limits& limits_;
    Lanes& lanes_;
    std::chrono::milliseconds const patience_;
    Log& log_;
};

}  // namespace ocop::http
