#pragma once

#include "store/queue.hpp"
#include "store/recovery.hpp"
#include "store/transaction.hpp"
#include "store/view.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace ocop::store {

inline Error const storage_full(Errc::storage_full, "storage_full");

enum class Health : std::uint8_t {
    running,
    stalled,  // the disk is full; waits for space
    failed,   // the outcome of a write is not known
};

// How a batch ended, beside well.
struct Failure {
    Health next = Health::running;
    Error error;
};

struct Answer {
    Done done;
    Result<void> outcome;
};

// A batch on its way to the disk, with those who wait for it.
struct Flight {
    template <class... Args>
    explicit Flight(Args&&... of_batch) : batch(std::forward<Args>(of_batch)...) {}

    Batch batch;
    Revisions revisions{};  // once it is in the database
    std::vector<Answer> answers;
    std::optional<Failure> failure;  // once it is over
};

// Tells all who wait, and lets go of what they left with it. A refusal may rest on what an earlier
// transaction wrote that never got to the disk, so it shares the failure. `commit` counts when
// there is none.
void answer(Flight& flight, Failure const* failure, Commit const& commit);

// The thread that makes batches durable. For each, in this order: has the mark and, of a
// public log, the checkpoint signed, writes the database, writes the mark, publishes the view,
// tells the waiters.
//
// All but idle(), failed_last(), health(), has_space() and view() is for the commit thread, and
// from wait() on only: while a flight is on its way, what write() needs belongs to the writer's
// thread.
class Writer {
  public:
    // `landed` is called on the writer's thread whenever it becomes idle.
    Writer(
        RocksOptions const& options,
        Paths const& paths,
        Recovered recovered,
        std::function<void()> landed
    );
    ~Writer();  // waits for the flight
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    // The writer must be idle; `flight` stays where it is until it is so again.
    void write(Flight& flight);

    bool idle() const { return idle_; }

    // Whether the flight that it was given last has failed, known before any of its waiters is
    // told: what they send next must not run over it.
    bool failed_last() const { return failed_last_; }

    void wait() const;

    // Of the last batch that was written.
    Head const& head() const { return head_; }

    Engine const& engine() const { return *engine_; }

    // After Health::stalled: whether there is space again and writing goes on.
    bool try_resume();

    Health health() const { return health_; }

    bool has_space() const;

    std::shared_ptr<View const> view() const { return published_.get(); }

  private:
    void run();
    void land(Flight& flight);
    std::optional<Failure> write_batch(Batch const& batch);
    // Appends to the frontier, and to the edge, whose tiles it writes.
    rocksdb::Status add_leaves(
        rocksdb::WriteBatch& writes,
        std::span<Hash const> leaves,
        ledger::Frontier& frontier,
        std::optional<ledger::TileEdge>& edge
    ) const;
    std::optional<Failure> write_signed(
        rocksdb::WriteBatch& writes, Head next, std::optional<ledger::TileEdge> edge
    );
    std::optional<Failure> write_marked(rocksdb::WriteBatch& writes, Head const& next);
    void fail_fatally(std::string const& what);
    bool reload();
    void publish(Revisions const& revisions);

    RocksOptions const& options_;
    Paths const& paths_;
    std::function<void()> const landed_;
    Published published_;
    std::atomic<Health> health_ = Health::running;
    std::atomic<bool> idle_ = true;
    std::atomic<bool> failed_last_ = false;

    std::shared_ptr<Engine> engine_;
    std::unique_ptr<MarkFile> mark_;
    Head head_;
    std::optional<PublicLog> log_;
    std::string fatal_;

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    Flight* flight_ = nullptr;  // guarded by mutex_; null: idle
    bool ended_ = false;        // guarded by mutex_
    std::thread thread_;        // last: starts when all else is there
};

}  // namespace ocop::store
