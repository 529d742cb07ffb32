#pragma once

#include "http/message.hpp"

namespace ocop::http {

// Whether a browser says that another site made it send this request: Sec-Fetch-Site where there is
// one, else an Origin that is not ours. Clients that are no browsers say neither and are not held
// up: what they know (a token) is asked of them besides. (Fetch Metadata; RFC 6454.)
bool is_cross_site(Request const& request);

}  // namespace ocop::http
