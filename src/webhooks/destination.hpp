#pragma once

#include "http/address.hpp"

#include <ocop/base/result.hpp>

#include <string_view>

namespace ocop::webhooks {

// Where events may be sent to: what http::Client would refuse for ever is refused when somebody
// subscribes. The addresses of a name are judged at each delivery, since they change. Errors:
// malformed "subscription_malformed" at "/dest": no absolute http or https URL (http::parse_url);
// malformed "destination_refused" at "/dest": a scheme, a port or an address that the policy
// forbids, and, when it is for public addresses alone, a name that none can have: without a dot, or
// ending in .localhost, .local, .internal or .home.arpa. Pure; any thread.
Result<void> check_destination(std::string_view dest, http::AddressPolicy const& policy);

}  // namespace ocop::webhooks
