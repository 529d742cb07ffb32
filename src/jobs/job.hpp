#pragma once

#include "store/store.hpp"

#include <ocop/base/id.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Work too long for one request: print runs, captures, retention. A job is a record in space `jobs`
// (not in the ledger). jobs.hpp carries it on.
namespace ocop::jobs {

struct JobTag;
using JobId = Id<JobTag>;

BOOST_DEFINE_ENUM_CLASS(Status, waiting, running, finished, failed, cancelled)

struct Job {
    int v = 1;
    JobId id;
    std::string kind;
    std::string key;  // the starter's; one job per kind and key
    Status status = Status::waiting;
    json::value state;  // the kind's own; ≤ 32 KiB as JSON
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::string error;  // slug, when failed
    Instant created;
    Instant updated;

    BOOST_DESCRIBE_CLASS(
        Job, (), (v, id, kind, key, status, state, done, total, error, created, updated), (), ()
    )
};

// Whether nothing will happen to the job any more.
bool is_over(Status status);

struct Start {
    std::string kind;  // as key
    std::string key;   // 1 to 128 bytes without NUL
    json::value state;
    std::uint64_t total = 0;
};

// Writes the job inside the caller's transaction; call Jobs::wake() once that is committed (a
// restart finds it too). The job of the same kind and key, whatever its status, is given back
// instead of a second one. Errors: those of the reads; malformed "job_malformed".
Result<JobId> start(store::Transaction& tx, Random& random, Start const& start);

// Absent is an empty optional.
Result<std::optional<Job>> find(store::Reader const& reader, JobId const& id);

// In the order of creation, those after `after` (empty: from the first); at most `count`.
Result<std::vector<Job>> list(
    store::Reader const& reader, std::optional<JobId> const& after, std::size_t count
);

// Ends a job that is not over; a slice on its way is finished but not kept. Errors: not_found
// "job_not_found"; conflict "job_over"; those of the reads.
Result<void> cancel(store::Transaction& tx, JobId const& id);

// The oldest job of the kind that is not over.
Result<std::optional<Job>> find_open(store::Reader const& reader, std::string_view kind);

// Writes back a job that was found in this transaction, with the time of now.
void save(store::Transaction& tx, Job& job);

}  // namespace ocop::jobs
