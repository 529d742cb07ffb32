#pragma once

#include "http/large_bodies.hpp"
#include "http/pool.hpp"

#include <cstddef>
#include <functional>

// What bounds uploads. Any thread; outlives the server.
namespace ocop::api {

// Where photos are decoded and encoded anew: hundreds of milliseconds and up to 300 MiB each, so
// one at a time on a thread of low priority, and a short queue. What waits holds its file.
class Imaging {
  public:
    static constexpr std::size_t waiting_max = 8;

    Imaging();

    // False when the queue is full: nothing is done, and the caller answers "uploads_busy".
    bool try_post(std::function<void()> task) { return pool_.try_post(std::move(task)); }

    // Drops what waits and returns when what runs is done. Before what the tasks use is gone.
    void stop() { pool_.stop(); }

  private:
    http::Pool pool_;
};

using http::LargeBodies;

}  // namespace ocop::api
