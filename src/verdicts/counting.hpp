#pragma once

#include "checks/checks.hpp"
#include "checks/openings.hpp"
#include "checks/unissued.hpp"
#include "verdicts/verdicts.hpp"

#include <ocop/base/random.hpp>

// From a judgement to what is counted of it.
namespace ocop::verdicts {

// The check that a visitor makes of a judged stamp; `judged` has a position and a stamp
// (OCOP_ASSERT).
checks::NewCheck check_of(
    Judgement const& judged, checks::Visitor visitor, checks::Place place, Random& random
);

// Counts that a visitor looks at a judged stamp, if it may be counted. Never blocks on the store.
void count_opening(
    checks::Openings& openings, Judgement const& judged, checks::Visitor const& visitor
);

// Keeps in mind a stamp that was well signed and never issued, whoever asked; of any other nothing.
// Never the store.
void note_unissued(checks::Unissued& unissued, Judgement const& judged);

}  // namespace ocop::verdicts
