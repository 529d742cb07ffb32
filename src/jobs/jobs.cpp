#include "jobs/jobs.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace ocop::jobs {

namespace {

using store::Transaction;

// Errors that say nothing against the job.
bool may_pass(Error const& error) {
    return error.code == Errc::unavailable || error.code == Errc::storage_full ||
           error.code == Errc::unknown_outcome;
}

Result<void> ignore_commit(Result<store::Commit> const& commit) {
    return commit ? Result<void>() : commit.error();
}

// Runs `change` on the job as it is now and writes it back; does nothing once the job is over, as
// when it was cancelled meanwhile.
Result<void> change(
    store::Store& store,
    JobId const& id,
    std::function<Result<void>(Transaction&, Job&)> const& change
) {
    return ignore_commit(transact_now(store, [&](Transaction& tx) -> Result<void> {
        auto job = find(tx, id);
        if (!job) {
            return job.error();
        }
        if (!*job || is_over((**job).status)) {
            return {};
        }
        if (auto const changed = change(tx, **job); !changed) {
            return changed.error();
        }
        save(tx, **job);
        return {};
    }));
}

Result<void> keep(store::Store& store, JobId const& id, Slice const& slice) {
    return change(store, id, [&slice](Transaction& tx, Job& job) -> Result<void> {
        job.state = slice.state;
        job.done = std::max(job.done, slice.done);
        job.total = std::max(slice.total, job.done);
        job.status = slice.finished ? Status::finished : Status::running;
        return slice.work ? slice.work(tx) : Result<void>();
    });
}

Result<void> set_status(
    store::Store& store, JobId const& id, Status status, std::string_view error
) {
    return change(store, id, [&](Transaction&, Job& job) {
        job.status = status;
        job.error = error;
        return Result<void>();
    });
}

Result<Slice> call(Step const& step, Job const& job) {
    try {
        return step(job);
    } catch (std::exception const& e) {
        return Error(Errc::internal, "internal", "", e.what());
    }
}

}  // namespace

class Jobs::Worker {
  public:
    Worker(
        store::Store& store,
        std::string const& kind,
        Step const& step,
        std::chrono::milliseconds retry
    )
        : store_(store), kind_(kind), step_(step), retry_(retry), thread_([this] { run(); }) {}

    void wake() {
        {
            std::lock_guard const lock(mutex_);
            woken_ = true;
        }
        changed_.notify_all();
    }

    void ask_to_stop() {
        {
            std::lock_guard const lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
    }

    void join() {
        if (thread_.joinable()) {
            thread_.join();
        }
    }

  private:
    enum class Next { look_again, wait_for_work, wait_to_retry };

    void run() {
        auto next = Next::look_again;
        while (wait(next)) {
            next = work_once();
        }
    }

    // False when it is time to stop.
    bool wait(Next next) {
        std::unique_lock lock(mutex_);
        if (next == Next::wait_for_work) {
            changed_.wait(lock, [this] { return stopping_ || woken_; });
        } else if (next == Next::wait_to_retry) {
            changed_.wait_for(lock, retry_, [this] { return stopping_; });
        }
        // Before looking: a job started from here on wakes again.
        woken_ = false;
        return !stopping_;
    }

    Next work_once() {
        auto const job = find_open(*store_.snapshot(), kind_);
        if (!job) {
            return Next::wait_to_retry;
        }
        if (!*job) {
            return Next::wait_for_work;
        }
        auto const& id = (**job).id;
        auto outcome = (**job).status == Status::waiting
                           ? set_status(store_, id, Status::running, "")
                           : Result<void>();
        if (outcome) {
            outcome = run_slice(**job);
        }
        if (!outcome && !may_pass(outcome.error())) {
            outcome = set_status(store_, id, Status::failed, outcome.error().slug);
        }
        return outcome ? Next::look_again : Next::wait_to_retry;
    }

    Result<void> run_slice(Job const& job) {
        auto const slice = call(step_, job);
        return slice ? keep(store_, job.id, *slice) : Result<void>(slice.error());
    }

    store::Store& store_;
    std::string const& kind_;
    Step const& step_;
    std::chrono::milliseconds const retry_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;     // guarded by mutex_
    bool stopping_ = false;  // guarded by mutex_
    std::thread thread_;     // last: starts when all else is there
};

Jobs::Jobs(store::Store& store, std::map<std::string, Step, std::less<>> steps)
    : store_(store), steps_(std::move(steps)) {}

Jobs::~Jobs() {
    stop();
}

void Jobs::set_retry(std::chrono::milliseconds retry) {
    retry_ = retry;
}

void Jobs::run() {
    OCOP_ASSERT(workers_.empty());
    for (auto const& [kind, step] : steps_) {
        workers_.push_back(std::make_unique<Worker>(store_, kind, step, retry_));
    }
}

void Jobs::wake() {
    for (auto const& worker : workers_) {
        worker->wake();
    }
}

void Jobs::stop() {
    for (auto const& worker : workers_) {
        worker->ask_to_stop();
    }
    for (auto const& worker : workers_) {
        worker->join();
    }
}

}  // namespace ocop::jobs
