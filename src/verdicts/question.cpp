#include "verdicts/question.hpp"

#include "gs1/percent.hpp"

#include <ocop/stamp/host.hpp>

#include <algorithm>
#include <optional>

namespace ocop::verdicts {

namespace {

using Kind = Question::Kind;

// What a look-up page was asked: the one parameter `serial` or `uri`. Nothing when there is not
// exactly one, or it cannot be decoded: then the address means nothing to the page either.
std::optional<Question> looked_up(std::string_view query) {
    std::optional<Question> out;
    int found = 0;
    while (!query.empty()) {
        auto const part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        auto const name = part.substr(0, part.find('='));
        if (name != "serial" && name != "uri") {
            continue;
        }
        std::string value;
        auto const raw = part.substr(std::min(name.size() + 1, part.size()));
        bool const decoded = gs1::percent_decode(raw, gs1::UriPart::query, value);
        ++found;
        out.reset();
        if (decoded && !value.empty() && found == 1) {
            auto const kind = name == "uri" ? Kind::uri : Kind::typed_serial;
            out = Question{kind, std::move(value), {}, {}};
        }
    }
    return out;
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
    return looked_up(query).value_or(plain(std::string(uri)));
}

}  // namespace ocop::verdicts
