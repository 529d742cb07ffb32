#pragma once

#include "store/queue.hpp"
#include "store/writer.hpp"

#include <array>
#include <memory>
#include <thread>

namespace ocop::store {

inline constexpr std::size_t batch_transactions_max = 1024;
inline constexpr std::size_t batch_bytes_max = std::size_t{4} << 20;

// The thread that runs transactions, one after the other. While the writer makes a batch durable
// the next one runs over it; it is written once the writer is free, and shares the failure of the
// one before.
class Committer {
  public:
    Committer(RocksOptions options, Paths paths, Recovered recovered);
    ~Committer();  // close()
    Committer(Committer const&) = delete;
    Committer& operator=(Committer const&) = delete;

    void transact(Work work, Done done);
    bool ready() const;
    void close();

    std::shared_ptr<View const> view() const { return writer_.view(); }

  private:
    void run();
    void wait();
    void serve();
    void run_waiting();
    bool has_room() const;
    void start_flight();
    void hand_over();
    void count_changes(Flight& flight);
    void forget_changes();
    void refuse_waiting(Error const& error);
    void end();

    RocksOptions const options_;
    Paths const paths_;
    Queue queue_;
    Writer writer_;

    // Touched on the commit thread only, once it runs.
    Runner runner_;
    std::array<std::vector<std::byte>, 2> buffers_;  // [0]: of the next flight
    Revisions revisions_;                            // with all that was handed over
    std::uint64_t changes_ = 0;
    std::unique_ptr<Flight> written_;  // the writer has it, or had
    std::unique_ptr<Flight> next_;     // may lie over written_; null: nothing waits

    std::mutex closing_;  // serialises close()
    std::thread thread_;  // last: starts when all else is there
};

}  // namespace ocop::store
