#pragma once

#include "jobs/job.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

// Carries jobs on, slice by slice; after a crash from the last slice that was saved.
namespace ocop::jobs {

// What a slice came to.
struct Slice {
    json::value state;  // for the next slice
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    bool finished = false;
    // Writes that belong to the slice: made in one transaction with the new state, so once and only
    // once however often the slice runs. May be empty. When it refuses, the job fails.
    store::Work work;
};

// Does a bounded piece of work (seconds, not minutes): cancelling and stopping wait for it. A slice
// may run again after a crash, so what it does outside Slice::work must bear that. The job fails
// with the step's error, but for unavailable, storage_full and unknown_outcome: then the slice is
// tried again after a while. An exception is the error internal "internal".
using Step = std::function<Result<Slice>(Job const& job)>;

// The workers: one thread a kind, so one job at a time of a kind. All kinds are named before run().
class Jobs {
  public:
    Jobs(store::Store& store, std::map<std::string, Step, std::less<>> steps);
    ~Jobs();  // stop()
    Jobs(Jobs const&) = delete;
    Jobs& operator=(Jobs const&) = delete;

    // How long a worker waits after an error that may pass; before run().
    void set_retry(std::chrono::milliseconds retry);

    // Starts the workers, on the jobs that are not over first. Once.
    void run();

    // Looks for new jobs; any thread, once run() has returned.
    void wake();

    // Lets the slices on their way end and joins. The store must still be open. More than once is
    // harmless.
    void stop();

  private:
    class Worker;

    store::Store& store_;
    std::chrono::milliseconds retry_{1000};
    std::map<std::string, Step, std::less<>> steps_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace ocop::jobs
