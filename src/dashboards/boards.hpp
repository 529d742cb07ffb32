#pragma once

#include "dashboards/overview.hpp"

#include <memory>
#include <mutex>
#include <shared_mutex>

namespace ocop::dashboards {

// The last reading, kept for reading_age_ms_max: however many look, one reads. References must
// outlive it. Any thread; who comes while another reads gets the reading of before, and waits only
// when there is none.
class Boards {
  public:
    Boards(store::Store const& store, Clock const& clock) : store_(store), clock_(clock) {}

    // Errors of read_all(), when there is no reading of before.
    Result<std::shared_ptr<Reading const>> reading();

  private:
    bool is_fresh(std::shared_ptr<Reading const> const& reading) const;
    std::shared_ptr<Reading const> kept() const;

    store::Store const& store_;
    Clock const& clock_;
    std::mutex reading_;  // held by who reads
    mutable std::shared_mutex mutex_;
    std::shared_ptr<Reading const> kept_;  // under mutex_
};

}  // namespace ocop::dashboards
