#pragma once

#include "jobs/jobs.hpp"
#include "stamps/policy.hpp"

#include <ocop/base/time.hpp>

#include <string_view>

namespace ocop::cli {

inline constexpr std::string_view ledger_day_kind = "stamp-ledger-day";

// The job that goes through the stamp ledger once a day, in slices: looks at the books of
// every order and raises an alert for what is on hand by the books and was not counted, and for a
// closed lot that nobody counted in time; makes the public list of who received how many; lets
// stamps lapse that are due. All must outlive it.
jobs::Step ledger_day_step(store::Store& store, Clock const& clock, stamps::Policy const& policy);

}  // namespace ocop::cli
