#pragma once

#include "accounts/principal.hpp"
#include "events/capture.hpp"
#include "store/record.hpp"

#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Capture jobs (EPCIS 2.0 §12.5): what became of a document. The job is written in the transaction
// that stores the document's events, so it is over when it is first seen, and is true after any
// crash.
//
// Space events:
//   'j' ‖ capture id                    → CaptureJob without its errors, plain JSON
//   'J' ‖ producer ‖ 00 ‖ capture id    → empty: captures of a producer
//   'i' ‖ capture id ‖ u32 first        → errors from that one on, plain JSON array
namespace ocop::events {

using accounts::Principal;

struct CaptureError {
    std::string pointer;  // of the event in the document, and within it
    std::string slug;
    std::int64_t status = 0;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CaptureError, (), (pointer, slug, status, reason))

struct CaptureJob {
    int v = 1;
    // 16 digits of hex of the time, 16 of chance: in the order of capture.
    std::string id;
    std::string account;
    std::string producer;  // empty: an authority's
    Instant created_at;
    Instant finished_at;
    Behaviour behaviour = Behaviour::rollback;
    bool success = false;
    std::int64_t stored = 0;             // events
    std::int64_t refused = 0;            // errors
    std::vector<CaptureError> errors{};  // in records of their own
};
BOOST_DESCRIBE_STRUCT(
    CaptureJob,
    (),
    (v, id, account, producer, created_at, finished_at, behaviour, success, stored, refused)
)

// An id for a capture that came in at `now`.
std::string capture_id(Random& random, Instant now);

void put_job(store::Transaction& tx, CaptureJob const& job);

// not_found "capture_not_found", also when it is not for `who`: reach own sees those of its
// producer, commune those of producers of the commune.
Result<CaptureJob> load_job_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

struct JobPage {
    std::vector<CaptureJob> jobs;     // with their errors
    std::optional<std::string> next;  // `after` of the next page
};

// In the order of capture, after the one of that id (empty: from the start), at most `limit`.
// malformed "page_token_invalid" when `after` has not the form of an id.
Result<JobPage> list_jobs(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
);

}  // namespace ocop::events
