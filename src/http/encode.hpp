#pragma once

#include "http/route.hpp"

#include <ocop/base/time.hpp>

#include <string>
#include <string_view>

// From a Response to the bytes of its header block.
namespace ocop::http {

// What the connection knows and a handler does not.
struct Framing {
    Security security = Security::api;
    std::string_view request_id;
    Instant now;
    bool version_10 = false;
    bool close = false;  // the last answer of its connection
};

// Whether a response to `method` carries content (RFC 9110 §6.4.1, §9.3.2).
bool has_content(Method method, int status);

// The status line, the handler's headers, and on every response those of architecture §8: HSTS,
// nosniff, Referrer-Policy, Permissions-Policy, COOP, CORP, the CSP of `security`, Cache-Control
// (no-store), each unless the handler set it, and Retry-After of a 429 likewise (30 s); Date,
// X-Request-Id, and Content-Length or chunked Transfer-Encoding. Throws std::logic_error when a
// handler set a framing header, a name that is not a token or a value with a control character: a
// bug, and one that could split the response.
std::string encode_head(Response const& response, Framing const& framing);

// Whether it may stand in a message: a name that is a token, a value without control characters
// but tabs (RFC 9110 §5.1, §5.5).
bool is_header(Header const& header);

// IMF-fixdate (RFC 9110 §5.6.7).
std::string http_date(Instant at);

}  // namespace ocop::http
