#pragma once

#include <cstdint>

// The two tests behind the rules of watch.hpp. Pure functions; any thread.
namespace ocop::alerts {

// P(X ≥ hits) of X ~ Binomial(trials, share); share in (0, 1). 1 when hits is 0. Good to a relative
// 1e-8 for a million trials, down to 1e-300; below it may be 0.
double binomial_tail(std::uint64_t trials, std::uint64_t hits, double share);

// A bound for the chance that, of `length` positions that are each seen with probability `share`
// and by nobody's design, some `window` of them beside each other hold `hits` seen ones or more:
// the tail of one window times the number of windows (Bonferroni), at most 1.
double run_chance(std::uint64_t length, std::uint64_t window, std::uint64_t hits, double share);

}  // namespace ocop::alerts
