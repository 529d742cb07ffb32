#pragma once

#include <csignal>
#include <functional>

// How an operator ends a service, or has it read its certificate again.
namespace ocop::cli {

// Blocks SIGINT, SIGTERM and SIGHUP, which wait_for_end() takes one by one; call it before any
// thread starts. Ignores SIGPIPE.
sigset_t block_signals();

// Returns on SIGINT or SIGTERM; calls `hung_up` on each SIGHUP.
void wait_for_end(sigset_t const& set, std::function<void()> const& hung_up);

}  // namespace ocop::cli
