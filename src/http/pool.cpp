#include "http/pool.hpp"

#include <limits>
#include <utility>

namespace ocop::http {

Pool::Pool(unsigned threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
    for (unsigned i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

Pool::~Pool() {
    stop();
}

bool Pool::try_post(Task task) {
    return post(std::move(task), waiting_max_);
}

void Pool::post_next(Task task) {
    post(std::move(task), std::numeric_limits<std::size_t>::max());
}

bool Pool::post(Task task, std::size_t waiting_max) {
    {
        std::lock_guard const lock(mutex_);
        if (stopped_ || tasks_.size() >= waiting_max) return false;
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

std::size_t Pool::waiting() const {
    std::lock_guard const lock(mutex_);
    return tasks_.size();
}

void Pool::run() {
    for (;;) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopped_ || !tasks_.empty(); });
            if (stopped_) return;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
    }
}

void Pool::stop() {
    std::deque<Task> dropped;
    {
        std::lock_guard const lock(mutex_);
        stopped_ = true;
        dropped.swap(tasks_);
    }
    wake_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
    // Outside the lock: a task's end may call back into its owner.
    dropped.clear();
}

}  // namespace ocop::http
