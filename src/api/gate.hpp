#pragma once

#include "api/services.hpp"
#include "http/route.hpp"

// Who may call a route: the one place where credentials become a Principal. Any thread.
//
// Credentials are an API key (Authorization: Bearer) or a session cookie; with the header, the
// cookie is not looked at. Then, in this order:
//   unauthenticated "token_missing", "token_unknown"   no, unknown or ended credentials; also those
//                                                      of an account that is not usable
//   forbidden "cross_site"       a write by cookie without X-CSRF-Token, or from another origin
//   forbidden "role_forbidden"   the access table gives the role no reach
//   forbidden "scope_missing"    an API key that was not made for this
//   forbidden "second_factor_required"  a role that needs one, and a session without
//   unauthenticated "step_up_required"  the second factor again: POST …/sessions/current/step-up
namespace ocop::api {

// A gated route that the access table does not name is a bug, which api::routes() finds at start.
// `services` must outlive the gate.
http::Gate gate(Services& services);

}  // namespace ocop::api
