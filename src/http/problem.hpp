#pragma once

#include "http/message.hpp"

#include <ocop/base/json.hpp>

// Problem documents with a status of their own, for what the HTTP layer itself refuses. Handlers
// use problem_response() of message.hpp.
namespace ocop::http {

// The document itself, for answers that tell of several requests at once.
json::object problem_document(int status, Error const& error, std::string_view request_id);

// {"type":"urn:ocop:problem:<slug>","title","status","errors":[{"pointer","detail"}],"instance"}.
// `error.code` does not matter here. `title` is the slug in words. From status 500 on, "errors" is
// left out and log_detail set: faults of ours name files and engines.
Response problem_with_status(int status, Error const& error, std::string_view request_id);

}  // namespace ocop::http
