#pragma once

#include "accounts/principal.hpp"
#include "jobs/job.hpp"
#include "prints/print_run.hpp"

#include <optional>
#include <string>

// Long work as whoever started it, and who may see what it is about, sees it.
namespace ocop::api {

struct JobView {
    std::string id;
    std::string kind;     // "print"
    std::string subject;  // "print_run:ID"
    jobs::Status status = jobs::Status::waiting;
    std::uint64_t done = 0;  // of `total`, in the kind's own measure: labels of a print run
    std::uint64_t total = 0;
    std::optional<std::string> error;  // slug, when it failed
    Instant created_at;
    Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(
    JobView, (), (id, kind, subject, status, done, total, error, created_at, updated_at)
)

// Jobs that a person started, and they are of print runs: what the service does of itself has no
// reader here. not_found "job_not_found", also when its subject is not for `who`.
Result<JobView> load_job_for(
    store::Reader const& reader, accounts::Principal const& who, std::string_view id
);

// The run as `who` sees it, and how far its file is. Errors of the reads.
Result<json::object> view_with_progress(
    store::Reader const& reader, accounts::Principal const& who, prints::PrintRun const& run
);

inline constexpr std::size_t job_streams_max = 256;       // at once; each is a connection
inline constexpr std::size_t job_streams_of_account = 4;  // a browser has six connections in all

}  // namespace ocop::api
