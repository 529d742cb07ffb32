#include "cli/every_minute.hpp"

#include <array>

namespace ocop::cli {

EveryMinute::EveryMinute(MinuteParts parts, std::chrono::milliseconds every)
    : parts_(parts),
      every_(every),
      watch_(parts.store, parts.serials),
      thread_([this] { run(); }) {}

EveryMinute::~EveryMinute() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

bool EveryMinute::is_stopping() {
    std::lock_guard const lock(mutex_);
    return stopping_;
}

void EveryMinute::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        write_openings();
        watch_checks();
        lock.lock();
        wake_.wait_for(lock, every_, [this] { return stopping_; });
    }
    lock.unlock();
    write_openings();
}

void EveryMinute::write_openings() {
    auto const written = parts_.openings.write(parts_.store, parts_.random, parts_.clock.now());
    if (!written) {
        auto const what = describe(written.error());
        parts_.log.write(
            http::LogLevel::error, "openings_unwritten", std::array{http::LogField{"what", what}}
        );
    }
}

void EveryMinute::watch_checks() {
    auto more = watch_.step();
    while (more && *more && !is_stopping()) {
        more = watch_.step();
    }
    if (!more) {
        auto const what = describe(more.error());
        parts_.log.write(
            http::LogLevel::error, "checks_unwatched", std::array{http::LogField{"what", what}}
        );
    }
}

}  // namespace ocop::cli
