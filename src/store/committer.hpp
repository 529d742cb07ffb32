#pragma once

#include "store/queue.hpp"
#include "store/recovery.hpp"
#include "store/transaction.hpp"
#include "store/view.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace ocop::store {

inline constexpr std::size_t batch_transactions_max = 1024;
inline constexpr std::size_t batch_bytes_max = std::size_t{4} << 20;

// The one thread that writes. For each batch, in this order: run the transactions, have the mark
// signed, write the database, write the mark, publish the view, tell the waiters.
class Committer {
  public:
    Committer(RocksOptions options, Paths paths, Recovered recovered);
    ~Committer();  // close()
    Committer(Committer const&) = delete;
    Committer& operator=(Committer const&) = delete;

    void transact(Work work, Done done);
    bool ready() const;
    void close();

    std::shared_ptr<View const> view() const { return published_.get(); }

  private:
    enum class State : std::uint8_t {
        running,
        stalled,  // the disk is full; waits for space
        failed,   // the outcome of a write is not known
    };

    struct Answer {
        Done done;
        Result<void> outcome;
    };

    // How a batch ended, beside well.
    struct Failure {
        State next = State::running;
        Error error;
    };

    void run();
    void commit_waiting();
    std::optional<Failure> write(Batch const& batch);
    std::optional<Failure> write_marked(rocksdb::WriteBatch& writes, Head next);
    void answer(std::vector<Answer>& answers, Failure const* failure);
    void fail_fatally(std::string const& what);
    void refuse_waiting(Error const& error);
    bool has_space() const;
    bool try_resume();
    bool reload();
    void publish();

    RocksOptions const options_;
    Paths const paths_;
    Queue queue_;
    Published published_;
    std::atomic<State> state_ = State::running;

    // Touched on the commit thread only, once it runs.
    std::shared_ptr<Engine> engine_;
    std::unique_ptr<MarkFile> mark_;
    Head head_;
    Runner runner_;
    std::string fatal_;
    std::vector<std::byte> batch_buffer_;

    std::mutex closing_;  // serialises close()
    std::thread thread_;  // last: starts when all else is there
};

}  // namespace ocop::store
