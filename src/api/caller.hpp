#pragma once

#include "accounts/access.hpp"
#include "accounts/sessions.hpp"
#include "http/route.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Who calls, as the Gate found out: what Request::caller holds for every gated route.
namespace ocop::api {

inline constexpr std::string_view session_cookie = "__Host-session";

struct Caller {
    accounts::Principal who;
    accounts::AccessRow const* row = nullptr;  // of the route; lives as long as the program
    // How they proved who they are: one of the two.
    std::string api_key;  // id
    std::optional<accounts::SessionHash> session;
    accounts::Session session_record;        // as the gate read it
    std::shared_ptr<void const> large_body;  // its place among LargeBodies
    // Of an API key: what space accounts was when the gate looked (Reader::revision), and until
    // when what it saw is good.
    std::uint64_t revision = 0;
    Instant good_until;
};

// The row of a route in the access table; nullptr: none.
accounts::AccessRow const* row_of(http::Route const& route);

// The request must have passed the gate (OCOP_ASSERT).
Caller const& caller_of(http::Request const& request);

inline accounts::Principal const& who_of(http::Request const& request) {
    return caller_of(request).who;
}

// Whether the caller may still act: the account, its role, and the session or API key are as the
// gate found them. What was taken away while a request waited, or while its answer streams, acts at
// once. unauthenticated "session_over".
Result<void> check_still(store::Reader const& reader, Caller const& caller, Instant now);

}  // namespace ocop::api
