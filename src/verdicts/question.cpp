#include "verdicts/question.hpp"

#include "gs1/percent.hpp"

#include <ocop/stamp/host.hpp>

#include <algorithm>
#include <optional>

namespace ocop::verdicts {

namespace {

using Kind = Question::Kind;

// The value of the first parameter of that name, decoded.
std::optional<std::string> parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        auto const part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        std::string value;
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=' &&
            gs1::percent_decode(part.substr(name.size() + 1), gs1::UriPart::query, value)) {
            return value;
        }
    }
    return {};
}

Question plain(std::string uri) {
    return {Kind::uri, std::move(uri), {}, {}};
}

}  // namespace

Question read_question(std::string_view uri, std::span<std::string const> our_hosts) {
    auto const scheme = uri.find("://");
    auto const path = scheme == std::string_view::npos ? scheme : uri.find('/', scheme + 3);
    if (path == std::string_view::npos ||
        stamp::classify_host(stamp::authority_of(uri), our_hosts) != stamp::HostClass::ours) {
        return plain(std::string(uri));
    }
    auto const target = uri.substr(path);
    if (target.starts_with("/v/01/")) {
        return plain(std::string(uri.substr(0, path)) + std::string(target.substr(2)));
    }
    if (!target.starts_with("/v?")) {
        return plain(std::string(uri));
    }
    auto const query = target.substr(3, target.find('#') - 3);
    if (auto serial = parameter(query, "serial")) {
        return {Kind::typed_serial, std::move(*serial), {}, {}};
    }
    return plain(parameter(query, "uri").value_or(std::string(uri)));
}

}  // namespace ocop::verdicts
