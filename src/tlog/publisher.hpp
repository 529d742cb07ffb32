#pragma once

#include "tlog/log.hpp"

#include <ocop/base/time.hpp>

#include <memory>
#include <mutex>

// What the public log shows, which may be behind what it holds: a checkpoint is published when
// somebody asks for it and the one before is a second old. Any thread; blocks on the store.
namespace ocop::tlog {

inline constexpr std::int64_t publication_ms = 1000;

class Publisher {
  public:
    // Both must outlive it.
    Publisher(store::Store const& store, Clock const& clock) : store_(store), clock_(clock) {}

    // The newest publication, with the cosignatures that came for it. Its size never goes back.
    // Errors of load_head().
    Result<std::shared_ptr<Head const>> current();

    // `note` is the checkpoint of `head`, cosigned: shown in its place, for as long as that is the
    // newest, and kept as the last that was witnessed.
    void add_cosigned(Head const& head, std::string note);

    // The last that was witnessed; null: none since the start.
    std::shared_ptr<Head const> witnessed() const;

  private:
    store::Store const& store_;
    Clock const& clock_;
    mutable std::mutex mutex_;
    // Under mutex_.
    std::shared_ptr<Head const> current_;
    std::shared_ptr<Head const> witnessed_;
    Instant at_;
};

}  // namespace ocop::tlog
