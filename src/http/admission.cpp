#include "http/admission.hpp"

#include "http/problem.hpp"

#include <algorithm>
#include <utility>

namespace ocop::http {

std::optional<Refusal> admit(Exchange& exchange, std::string_view block, Hosts const& hosts) {
    auto parsed = parse_head(block);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) return std::move(*refusal);
    auto& head = std::get<Head>(parsed);
    exchange.entry.method = head.method.substr(0, 16);
    exchange.entry.path = head.target;
    exchange.version_10 = head.version == 10;
    auto checked = check_head(head, hosts);
    if (auto* refusal = std::get_if<Refusal>(&checked)) return std::move(*refusal);
    exchange.admitted = std::get<Admitted>(checked);

    auto& request = exchange.request;
    request.method = exchange.admitted.method;
    request.target = std::move(head.target);
    auto const mark = std::min(request.target.find('?'), request.target.size());
    request.path = request.target.substr(0, mark);
    request.query = request.target.substr(std::min(mark + 1, request.target.size()));
    request.headers = std::move(head.headers);
    request.id = exchange.entry.request;
    request.peer = exchange.entry.peer;
    return std::nullopt;
}

std::optional<Response> find_route(Exchange& exchange, Router const& router, Limits& limits) {
    auto& request = exchange.request;
    auto const found = router.find(request);
    if (!found && found.error().slug == "method_not_allowed") {
        auto out = problem_with_status(405, found.error(), request.id);
        return std::move(out).with("Allow", list_methods(router.methods_at(request.path)));
    }
    if (!found) return problem_response(found.error(), request.id);
    exchange.route = *found;
    exchange.quota = limits.count_anonymous(**found, request.peer, exchange.began);
    if (exchange.quota && !exchange.quota->grant.allowed) {
        return rate_limited(*exchange.quota, request.id);
    }
    if (exchange.admitted.content_length > exchange.route->body_bytes_max) {
        auto const most = std::to_string(exchange.route->body_bytes_max);
        return problem_response(
            Error(Errc::too_large, "body_too_large", "", "at most " + most + " bytes"), request.id
        );
    }
    exchange.body_place = limits.hold_body(**found, request.peer, exchange.admitted.content_length);
    if (!exchange.body_place) {
        return problem_response(Error(Errc::unavailable, "uploads_busy"), request.id);
    }
    return std::nullopt;
}

}  // namespace ocop::http
