#pragma once

#include "store/store.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace ocop::store {

inline constexpr std::size_t queue_length_max = 4096;

// A Done that throws has no one to tell: the process ends.
inline void tell(Done const& done, Result<Commit> result) noexcept {
    done(std::move(result));
}

// Transactions that wait for the commit thread. Any thread adds, one takes.
class Queue {
  public:
    struct Pending {
        Work work;
        Done done;
    };

    enum class Added { yes, full, closed };

    // `pending` is left as it was unless the answer is yes.
    Added add(Pending& pending) {
        {
            std::lock_guard const lock(mutex_);
            if (closed_) {
                return Added::closed;
            }
            if (pending_.size() >= queue_length_max) {
                return Added::full;
            }
            pending_.push_back(std::move(pending));
        }
        filled_.notify_one();
        return Added::yes;
    }

    // The oldest, if any waits.
    std::optional<Pending> take() {
        std::lock_guard const lock(mutex_);
        if (pending_.empty()) {
            return std::nullopt;
        }
        auto first = std::move(pending_.front());
        pending_.pop_front();
        return first;
    }

    // Blocks until something waits or the queue is closed, or the time is over.
    void wait_for(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        filled_.wait_for(lock, time, [this] { return closed_ || !pending_.empty(); });
    }

    // Blocks until `woken` holds, whose change wake() tells of; or, unless `full`, until something
    // waits or the queue is closed.
    template <class Woken>
    void wait(bool full, Woken const& woken) {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [&] { return woken() || (!full && (closed_ || !pending_.empty())); });
    }

    void wake() {
        { std::lock_guard const lock(mutex_); }
        filled_.notify_one();
    }

    void close() {
        {
            std::lock_guard const lock(mutex_);
            closed_ = true;
        }
        filled_.notify_all();
    }

    // Closed, and everything was taken.
    bool finished() const {
        std::lock_guard const lock(mutex_);
        return closed_ && pending_.empty();
    }

    bool closed() const {
        std::lock_guard const lock(mutex_);
        return closed_;
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<Pending> pending_;  // guarded by mutex_
    bool closed_ = false;          // guarded by mutex_
};

}  // namespace ocop::store
