#include "http/lanes.hpp"

#include <limits>
#include <utility>

namespace ocop::http {

bool Lanes::try_post(std::string const& lane, Pool::Task task) {
    auto const entered = enter(lane, task, limits_);
    if (entered.place != Place::held) {
        return entered.place == Place::waiting;
    }
    if (pool_.try_post(in_pool(entered.lane, std::move(task)))) {
        return true;
    }
    leave(entered.lane);
    return false;
}

void Lanes::post_next(std::string const& lane, Pool::Task task) {
    constexpr auto any = std::numeric_limits<std::size_t>::max();
    auto const entered = enter(lane, task, {limits_.share, any, any});
    if (entered.place == Place::held) {
        pool_.post_next(in_pool(entered.lane, std::move(task)));
    }
}

std::size_t Lanes::waiting() const {
    std::lock_guard const lock(mutex_);
    return pool_.waiting() + waiting_;
}

Lanes::Entered Lanes::enter(std::string const& lane, Pool::Task& task, Limits const& limits) {
    std::lock_guard const lock(mutex_);
    auto& entry = *lanes_.try_emplace(lane).first;
    auto& [held, waiting] = entry.second;
    if (held < limits.share) {
        ++held;
        return {&entry, Place::held};
    }
    if (waiting.size() >= limits.lane_waiting || waiting_ >= limits.waiting) {
        return {&entry, Place::refused};
    }
    waiting.push_back(std::move(task));
    ++waiting_;
    return {&entry, Place::waiting};
}

Pool::Task Lanes::in_pool(Entry* lane, Pool::Task task) {
    return [this, lane, task = std::move(task)]() mutable {
        task();
        task = nullptr;  // what it holds goes before the next one of the lane runs
        leave(lane);
    };
}

// The lane's next task gets the share, at the end of the pool's queue.
void Lanes::leave(Entry* lane) {
    if (auto next = take_next(lane)) {
        pool_.post_next(in_pool(lane, std::move(next)));
    }
}

// Empty: none waits, and the share is given up.
Pool::Task Lanes::take_next(Entry* lane) {
    std::lock_guard const lock(mutex_);
    auto& [held, waiting] = lane->second;
    if (!waiting.empty()) {
        auto next = std::move(waiting.front());
        waiting.pop_front();
        --waiting_;
        return next;
    }
    if (--held == 0) {
        lanes_.erase(lanes_.find(lane->first));
    }
    return {};
}

}  // namespace ocop::http
