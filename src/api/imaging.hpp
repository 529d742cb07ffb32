#pragma once

#include "http/pool.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

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

// Requests that bring more than a mebibyte are let in a few at a time: a body lies in memory from
// its first byte until its answer, and without this each of thousands of connections might bring
// ten. The gate asks, by Content-Length, before the body is read; smaller ones are not counted.
class LargeBodies {
  public:
    static constexpr std::size_t large_bytes = std::size_t{1} << 20;
    static constexpr std::size_t at_once_max = 16;     // 160 MiB of photos
    static constexpr std::size_t per_account_max = 4;  // who sends slowly keeps out no others

    // A place, held for as long as it or a copy of it lives; null when there is none.
    std::shared_ptr<void const> try_hold(std::string const& account);

  private:
    struct Count;

    std::shared_ptr<Count> const count_ = make_count();

    static std::shared_ptr<Count> make_count();
};

}  // namespace ocop::api
