#include "webhooks/destination.hpp"

#include "http/url.hpp"

namespace ocop::webhooks {

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
    return {};
}

}  // namespace ocop::webhooks
