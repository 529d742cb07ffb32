#pragma once

#include "api/write.hpp"
#include "stamps/selection.hpp"

#include <utility>

namespace ocop::api {

// A handler for a write whose body names stamps: scans are read before the transaction. `act` is
// Result<Written>(tx, call, Body, Scanned const&).
template <class Body, class Act>
http::Handler selects(Services& services, Act act) {
    return [&services, act](http::Request const& request) -> http::Answer {
        auto body = read_body<Body>(request);
        if (!body) {
            return problem(body.error(), request);
        }
        auto scanned = stamps::read_scans(services.serials, *body);
        if (!scanned) {
            return problem(scanned.error(), request);
        }
        return queue_write(
            services,
            request,
            [act, body = std::move(*body), scanned = std::move(*scanned)](
                store::Transaction& tx, Call const& call
            ) { return act(tx, call, body, scanned); }
        );
    };
}

}  // namespace ocop::api
