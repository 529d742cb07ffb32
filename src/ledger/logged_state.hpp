#pragma once

#include <ocop/ledger/logged_state.hpp>

namespace ocop::ledger::rule {

struct World;

// RuleReplay::state().
LoggedState logged_state(World const& world);

}  // namespace ocop::ledger::rule
