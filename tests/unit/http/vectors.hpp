#pragma once

#include <string>
#include <vector>

// Requests that must be refused, each with the status that the server owes it; afterwards the
// connection closes. Written from RFC 9112 and from what is known to pass parsers of its kind:
// smuggling by length, by transfer coding, by line ends, by host and by target.
namespace ocop::http::test {

struct BadRequest {
    std::string name;
    std::string bytes;
    int status;
};

std::vector<BadRequest> bad_requests();

}  // namespace ocop::http::test
