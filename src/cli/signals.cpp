#include "cli/signals.hpp"

namespace ocop::cli {

sigset_t block_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&set, signal);
    }
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return set;
}

void wait_for_end(sigset_t const& set, std::function<void()> const& hung_up) {
    for (int signal = 0; sigwait(&set, &signal) == 0 && signal == SIGHUP;) {
        hung_up();
    }
}

}  // namespace ocop::cli
