#include "http/ascii.hpp"
#include "http/message.hpp"

namespace ocop::http {

namespace {

// The one Cookie header; empty when there are none or several.
std::string_view cookies_of(Request const& request) {
    std::string_view found;
    bool seen = false;
    for (auto const& header : request.headers) {
        if (!equal_without_case(header.name, "Cookie")) continue;
        if (seen) return {};
        seen = true;
        found = header.value;
    }
    return found;
}

}  // namespace

std::string_view find_cookie(Request const& request, std::string_view name) {
    auto rest = cookies_of(request);
    std::string_view found;
    bool seen = false;
    while (!rest.empty()) {
        auto const end = std::min(rest.find(';'), rest.size());
        auto const pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
        if (seen) return {};
        seen = true;
        found = trim(pair.substr(equals + 1));
    }
    return found;
}

}  // namespace ocop::http
