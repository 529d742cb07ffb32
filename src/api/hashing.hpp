#pragma once

#include "http/pool.hpp"

#include <ocop/base/random.hpp>

#include <functional>
#include <string>

// Where passwords are hashed: Argon2id takes tens of milliseconds and 19 MiB by design, so it has a
// thread of low priority and a queue of its own. A flood of sign-ins fills the queue and is
// answered 503, while pages and reads go on (ASVS 11.4.2). Any thread; outlives the server.
namespace ocop::api {

class Hashing {
  public:
    explicit Hashing(Random& random);

    // False when the queue is full: nothing is done, and the caller answers "sign_in_busy".
    bool try_post(std::function<void()> task) { return pool_.try_post(std::move(task)); }

    // Drops what waits and returns when what runs is done; then try_post() says false. Before what
    // the tasks use is gone.
    void stop() { pool_.stop(); }

    // The hash of a password nobody knows: what an unknown account is compared with, so that it
    // costs as much as a known one.
    std::string const& nobody() const { return nobody_; }

  private:
    static constexpr std::size_t waiting_max = 32;
    static constexpr int niceness = 10;

    std::string const nobody_;
    http::Pool pool_;
};

}  // namespace ocop::api
