#pragma once

#include "blobs/blob_store.hpp"
#include "bundles/filter_files.hpp"
#include "jobs/jobs.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace ocop::cli {

inline constexpr std::string_view retention_kind = "retention";

// The job that drops what is past its time, in slices: accounts, receipts, records of checks older
// than `record_days`, the stamps' tallies of alerts, contacts and photos in buyers' reports, then
// the blobs of uploads that ended half-way (blobs::unnamed()), and the filter files that no offline
// bundle named lately. All must outlive it.
jobs::Step retention_step(
    store::Store& store,
    blobs::BlobStore& blobs,
    bundles::FilterFiles& filters,
    Clock const& clock,
    std::int64_t record_days
);

// Starts the jobs of each legal day, retention and the stamp ledger's (ledger_day.hpp): now, and
// when a new day has come. Runs a thread of its own from construction to destruction; store and
// jobs must outlive it.
class DailyRetention {
  public:
    DailyRetention(store::Store& store, jobs::Jobs& jobs, Clock const& clock, Random& random);
    ~DailyRetention();
    DailyRetention(DailyRetention const&) = delete;
    DailyRetention& operator=(DailyRetention const&) = delete;

  private:
    void run();
    void start_todays();

    store::Store& store_;
    jobs::Jobs& jobs_;
    Clock const& clock_;
    Random& random_;
    std::mutex mutex_;  // guards stopping_
    bool stopping_ = false;
    std::condition_variable wake_;
    std::thread thread_;
};

}  // namespace ocop::cli
