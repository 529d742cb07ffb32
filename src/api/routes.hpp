#pragma once

#include "api/services.hpp"

#include <string_view>
#include <vector>

// The tables that routes() is put together from.
namespace ocop::api {

std::vector<http::Route> register_routes(Services& services);
std::vector<http::Route> order_routes(Services& services);
std::vector<http::Route> stamp_routes(Services& services);
std::vector<http::Route> key_routes(Services& services);
std::vector<http::Route> open_routes(Services& services);  // the only ones without a gate

http::Route get(std::string_view pattern, http::Handler handler);
http::Route post(std::string_view pattern, http::Handler handler);
http::Route put(std::string_view pattern, http::Handler handler);
http::Route open(http::Route route);  // for anyone

}  // namespace ocop::api
