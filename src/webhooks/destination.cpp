#include "webhooks/destination.hpp"

#include "http/url.hpp"

#include <algorithm>
#include <array>

namespace ocop::webhooks {

namespace {

// Names that are for one machine or one network: RFC 6761 §6.3, RFC 6762 §3, RFC 8375, and
// "internal", which ICANN has reserved for this use.
constexpr std::array<std::string_view, 4> local_endings{
    ".localhost", ".local", ".internal", ".home.arpa"};

// A name without a dot is looked up in the search list of our own machine.
bool is_local(std::string_view name) {
    auto const ends = [&](std::string_view ending) {
        return name.ends_with(ending) || name == ending.substr(1);
    };
    return name.find('.') == std::string_view::npos ||
           std::any_of(local_endings.begin(), local_endings.end(), ends);
}

}  // namespace

Result<void> check_destination(std::string_view dest, http::AddressPolicy const& policy) {
    auto const url = http::parse_url(dest);
    if (!url) {
        auto const& faults = url.error().faults;
        return Error(
            Errc::malformed,
            "subscription_malformed",
            "/dest",
            faults.empty() ? std::string("must be an https URL") : faults.front().reason
        );
    }
    auto const refused = [](std::string reason) {
        return Error(Errc::malformed, "destination_refused", "/dest", std::move(reason));
    };
    if (url->plain && !policy.plain_http) {
        return refused("must be https");
    }
    if (!policy.allows_port(url->port)) {
        return refused("has a port that nothing is sent to");
    }
    if (url->address && !policy.allows(*url->address)) {
        return refused("is an address that is not of the public internet");
    }
    bool const strangers = policy.reach == http::AddressPolicy::Reach::public_only;
    if (strangers && !url->address && is_local(url->host)) {
        return refused("is a name that is not of the public internet");
    }
    return {};
}

}  // namespace ocop::webhooks
