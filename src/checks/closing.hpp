#pragma once

#include "registry/values.hpp"

#include <ocop/base/json.hpp>

#include <cstddef>
#include <string>

// What inspectors look at and close, with what they found: alerts and buyers' reports.
namespace ocop::checks {

BOOST_DEFINE_ENUM_CLASS(State, open, closed)
// What an inspector found.
BOOST_DEFINE_ENUM_CLASS(Outcome, confirmed, harmless, unclear)

struct Closing {
    Outcome outcome = Outcome::unclear;
    std::string reason;  // a line of 1 to 500 characters
};
BOOST_DESCRIBE_STRUCT(Closing, (), (outcome, reason))

// Cleans the reason. malformed "request_invalid".
inline Result<void> check_closing(Closing& request) {
    registry::Checks checks;
    checks.line("/reason", request.reason, registry::text_chars_max);
    return checks.result();
}

// A page of a list has fewer than asked for when so many were looked at.
inline constexpr std::size_t looked_at_max = 5'000;

}  // namespace ocop::checks
