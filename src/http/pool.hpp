#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ocop::http {

// Threads for what may block (store reads, signatures, rendering), with a limit on what waits.
// Tasks must not throw. Any thread.
class Pool {
  public:
    using Task = std::function<void()>;

    Pool(unsigned threads, std::size_t waiting_max);
    ~Pool();  // stop()
    Pool(Pool const&) = delete;
    Pool& operator=(Pool const&) = delete;

    // False at once when `waiting_max` tasks wait, or the pool has stopped.
    bool try_post(Task task);
    // For the next step of work already admitted, which cannot be refused any more; the caller
    // bounds how many there are. Dropped when the pool has stopped.
    void post_next(Task task);

    std::size_t waiting() const;

    // Drops what waits and returns when what runs is done. Not from a task.
    void stop();

  private:
    bool post(Task task, std::size_t waiting_max);
    void run();

    std::size_t const waiting_max_;
    mutable std::mutex mutex_;  // guards the next two
    std::deque<Task> tasks_;
    bool stopped_ = false;
    std::condition_variable wake_;
    std::vector<std::thread> threads_;  // constructor and stop() only
};

}  // namespace ocop::http
