#pragma once

#include "store/engine.hpp"

#include <memory>
#include <mutex>

namespace ocop::store {

// The database as it was after a batch. Any thread.
class View {
  public:
    View(std::shared_ptr<Engine> engine, std::uint64_t ledger_size, Revisions const& revisions);
    ~View();
    View(View const&) = delete;
    View& operator=(View const&) = delete;

    Engine const& engine() const { return *engine_; }

    rocksdb::Snapshot const* at() const { return at_; }

    std::uint64_t ledger_size() const { return ledger_size_; }

    std::uint64_t revision(Space space) const {
        return revisions_[static_cast<std::size_t>(space)];
    }

  private:
    std::shared_ptr<Engine> engine_;
    rocksdb::Snapshot const* at_;
    std::uint64_t ledger_size_;
    Revisions revisions_;
};

// The view that readers get: of the last batch that was acknowledged. The writer sets it
// before it tells anybody, so that who was told reads what was written.
class Published {
  public:
    void set(std::shared_ptr<View const> view);
    std::shared_ptr<View const> get() const;

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<View const> view_;  // guarded by mutex_
};

std::unique_ptr<Snapshot> snapshot_of(std::shared_ptr<View const> view);

}  // namespace ocop::store
