#pragma once

#include "api/services.hpp"

namespace ocop::api {

// GET /api/v1/account/personal-data: what PRIVACY.md lists of the account that asks, as one JSON
// document. Made on the pool; its reading is an audit entry.
http::Handler exports_own(Services& services);

}  // namespace ocop::api
