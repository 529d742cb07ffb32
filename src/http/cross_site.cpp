#include "http/cross_site.hpp"

namespace ocop::http {

bool is_cross_site(Request const& request) {
    if (auto const site = request.header("Sec-Fetch-Site"); !site.empty()) {
        return site != "same-origin" && site != "none";
    }
    auto const origin = request.header("Origin");
    return !origin.empty() && origin != "https://" + std::string(request.header("Host"));
}

}  // namespace ocop::http
