#include "api/routes.hpp"

#include "accounts/tokens.hpp"
#include "api/request.hpp"

namespace ocop::api {

http::Route get(std::string_view pattern, http::Handler handler) {
    return {http::Method::get, pattern, std::move(handler)};
}

http::Route post(std::string_view pattern, http::Handler handler) {
    return {http::Method::post, pattern, std::move(handler), http::Access::gated, body_bytes_max};
}

http::Route put(std::string_view pattern, http::Handler handler) {
    return {http::Method::put, pattern, std::move(handler), http::Access::gated, body_bytes_max};
}

http::Route open(http::Route route) {
    route.access = http::Access::open;
    return route;
}

std::vector<http::Route> routes(Services& services) {
    std::vector<http::Route> all;
    for (auto* const table :
         {register_routes, order_routes, stamp_routes, key_routes, open_routes}) {
        auto part = table(services);
        all.insert(
            all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end())
        );
    }
    return all;
}

http::Gate gate(Services& services) {
    return [&services](http::Request& request, http::Route const&) -> Result<void> {
        auto const token = accounts::bearer_token(request.header("Authorization"));
        auto principal = accounts::authenticate(*services.store.snapshot(), token);
        if (!principal) {
            return principal.error();
        }
        request.account = std::move(principal->account);
        return {};
    };
}

}  // namespace ocop::api
