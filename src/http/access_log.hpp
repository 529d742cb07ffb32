#pragma once

#include "http/log.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// One line per request: {at, level, msg: "request", request, method, path, status, ms, bytes,
// peer}.
namespace ocop::http {

struct AccessEntry {
    std::string request;  // its id
    std::string method;
    std::string path;  // as received, with or without a query
    std::string peer;  // whole address
    int status = 0;
    std::int64_t ms = 0;     // from the end of the header block to the last byte written
    std::int64_t bytes = 0;  // of the answer, before TLS
};

// Any thread. Level error for 5xx other than 503, else info. The query, stamp serials and
// receipt tokens are left out, the address is cut.
void log_access(Log& log, AccessEntry const& entry);

// {at, level, msg: "request_failed", request, status, what} when the response has a log_detail;
// level warning for 503, which comes with load and with stopping, else error. Any thread.
void log_detail(Log& log, std::string_view request_id, Response const& response);

// Without query, and with "*" for a segment after "21" (AI 21) or "stamps", which is a serial (a
// log that names stamps is a record of who holds which), after "receipts", which is a token that
// opens the receipt to whoever has it, or after a leading "p", which is one that opens a print
// run's file.
std::string redact_path(std::string_view target);

// The network only: 192.0.2.0 of an IPv4 address (/24), 2001:db8:1:: of an IPv6 one (/48); "-" of
// anything else.
std::string truncate_address(std::string_view address);

}  // namespace ocop::http
