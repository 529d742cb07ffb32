#pragma once

#include "http/pool.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace ocop::http {

// Shares a pool among those who use it: each has a lane, at most `share` tasks of a lane are in the
// pool, and its others wait for these. So tasks of different lanes take turns however many one of
// them has, and with a share below the pool's threads one lane never holds them all. Tasks must not
// throw. Any thread; the pool must outlive it, and stop before it ends.
class Lanes {
  public:
    struct Limits {
        std::size_t share = 1;         // tasks of one lane in the pool, at least 1
        std::size_t lane_waiting = 1;  // tasks of one lane that wait for its others
        std::size_t waiting = 1;       // tasks that wait for a thread or for their lane's others
    };

    Lanes(Pool& pool, Limits limits) : pool_(pool), limits_(limits) {}

    Lanes(Lanes const&) = delete;
    Lanes& operator=(Lanes const&) = delete;

    // False at once when a limit is reached or the pool has stopped.
    bool try_post(std::string const& lane, Pool::Task task);

    // For the next step of work already admitted, which cannot be refused any more; the caller
    // bounds how many there are. Dropped when the pool has stopped.
    void post_next(std::string const& lane, Pool::Task task);

    std::size_t waiting() const;

  private:
    struct Lane {
        std::size_t held = 0;  // of its share
        std::deque<Pool::Task> waiting;
    };

    using Entry = std::unordered_map<std::string, Lane>::value_type;

    // Whether the task waits in its lane; otherwise the lane's share is held for it, or it is
    // refused.
    enum class Place : std::uint8_t { held, waiting, refused };

    struct Entered {
        Entry* lane = nullptr;
        Place place = Place::refused;
    };

    Entered enter(std::string const& lane, Pool::Task& task, Limits const& limits);
    Pool::Task in_pool(Entry* lane, Pool::Task task);
    void leave(Entry* lane);
    Pool::Task take_next(Entry* lane);

    Pool& pool_;
    Limits const limits_;
    mutable std::mutex mutex_;                     // guards the next two
    std::unordered_map<std::string, Lane> lanes_;  // those that hold a share; nodes stay put
    std::size_t waiting_ = 0;                      // in lanes
};

}  // namespace ocop::http
