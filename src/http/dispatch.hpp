#pragma once

#include "http/log.hpp"
#include "http/pool.hpp"
#include "http/route.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ocop::http {

using Piece = Result<std::optional<std::string>>;  // what a BodySource gives

// Runs authenticator and handler on the pool. Whatever they do (throw, drop a Pending, complete it
// twice), the caller gets exactly one answer. Any thread; pool and log must outlive it.
class Dispatcher {
  public:
    Dispatcher(Authenticator authenticator, Pool& pool, Log& log);

    // Calls `complete` once, from any thread. False, and no call, when the pool is full; nor is
    // there a call when the pool stops first. `route` must outlive the pool's threads.
    bool run(Request request, Route const& route, std::function<void(Response)> complete);

    // Takes the next piece of a body on the pool and hands it to `complete`, once, from any thread.
    // An exception is an Error (internal "body_threw", with its text). `source` is not called again
    // before that.
    void pull(std::shared_ptr<BodySource> source, std::function<void(Piece)> complete);

  private:
    Answer answer(Request& request, Route const& route) const;
    void log_failure(std::string_view request_id, std::string_view what) const;

    Authenticator authenticator_;
    Pool& pool_;
    Log& log_;
};

}  // namespace ocop::http
