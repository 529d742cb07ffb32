#pragma once

#include "http/access_log.hpp"
#include "http/guard.hpp"
#include "http/limits.hpp"
#include "http/route.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

// What is decided about a request on the connection's own strand, before its gate and its body.
namespace ocop::http {

// One request from its header block to the last byte of its answer.
struct Exchange {
    AccessEntry entry;
    Request request;
    Route const* route = nullptr;
    Admitted admitted;
    std::optional<Quota> quota;  // told with the answer; empty while no limit counted the request
    bool version_10 = false;
    bool passed = false;  // the gate has let it through
    std::chrono::steady_clock::time_point began;
    std::shared_ptr<void const> body_place;  // Limits::hold_body
};

// From the block to a request that passed the guard; id and peer are those of `exchange.entry`.
std::optional<Refusal> admit(Exchange& exchange, std::string_view block, Hosts const& hosts);

// Finds the route, counts the request where anyone may write (429), and holds the announced length
// of the body against the route's limit (413) and the places for large ones (503). Gives what is
// answered instead of going on.
std::optional<Response> find_route(Exchange& exchange, Router const& router, Limits& limits);

}  // namespace ocop::http
