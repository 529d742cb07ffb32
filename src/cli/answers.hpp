#pragma once

#include <ocop/base/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a service answers to import and export. It is another program, perhaps of another version:
// nothing it says is believed unread. Errors: unavailable "answer_malformed", with what is wrong.
namespace ocop::cli {

// An event that a capture did not store.
struct JobError {
    std::string pointer;
    std::int64_t status = 0;
    std::string title;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(JobError, (), (pointer, status, title, detail))

struct JobOutcome {
    std::uint64_t stored = 0;
    std::uint64_t skipped = 0;     // there already
    std::vector<JobError> failed;  // the others, in their order
};

// Of a capture job that is over, of `sent` events.
Result<JobOutcome> read_capture_job(std::string_view body, std::uint64_t sent);

// The events of a page, an EPCISDocument or EPCISQueryDocument, each with the contexts of its page
// besides the standard's, so that pages may differ in theirs.
Result<std::vector<json::value>> read_events_page(std::string_view body);

}  // namespace ocop::cli
