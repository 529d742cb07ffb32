#pragma once

#include <ocop/base/result.hpp>

#include <any>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// Requests and responses as plain data: no Beast, no Asio, so that handlers compile in a second and
// run in tests without a socket.
namespace ocop::http {

enum class Method : std::uint8_t { get, head, post, put, patch, erase, options };

std::string_view method_name(Method method);  // "DELETE"

struct Header {
    std::string name;  // as received or to be sent; compared without case
    std::string value;
};

// The value of the first header of that name, without case; empty when absent.
std::string_view find_header(std::vector<Header> const& headers, std::string_view name);

// A request that passed the guard: framing is sound, host is ours, target is origin-form ASCII.
struct Request {
    Method method = Method::get;
    std::string target;  // raw, as received: path[?query]
    std::string path;    // raw path: %2F is still %2F
    std::string query;   // raw, without '?'
    std::vector<Header> headers;
    std::string body;
    std::string id;       // of this request, for logs and problem documents
    std::string peer;     // address of the connection, without port
    std::string account;  // key of the caller's rate limit, set by the Gate; empty: anonymous
    // Accounts that have one share of the threads together, set by the Gate; empty: none besides.
    std::string group;
    std::any caller;  // who calls, as the Gate found out; http does not look inside

    // The first header of that name, without case; empty when absent.
    std::string_view header(std::string_view name) const;
    // Values the route's pattern captured, percent-decoded, by name.
    std::vector<std::pair<std::string, std::string>> captures;
    // The captured value; empty when the pattern has no such name.
    std::string_view capture(std::string_view name) const;
};

// A parameter of `query` (or of a form body), percent-decoded, '+' as space. Twice the same name,
// bad escapes, bytes that are not UTF-8, NUL or more than 100 parameters: malformed
// "query_malformed".
using Parameters = std::vector<std::pair<std::string, std::string>>;
Result<Parameters> parse_parameters(std::string_view query);
std::optional<std::string_view> find_parameter(Parameters const& parameters, std::string_view name);

// The value of a cookie as the client sent it, quotes and all (RFC 6265 §4.2.1, §5.4); names
// compare with case. Empty when absent, and when it is not clear which one is meant: the name comes
// twice (a neighbouring host or a shorter path set another), or there are several Cookie headers,
// which HTTP/1.1 does not allow.
std::string_view find_cookie(Request const& request, std::string_view name);

// Gives the body piece by piece, each call on the pool; an empty optional ends it, an Error cuts
// the connection (the status is already out).
using BodySource = std::function<Result<std::optional<std::string>>()>;

// A body of events as they come to pass (text/event-stream), for as long as the peer listens: until
// `next` gives an empty optional, `life` is over, the server stops, or the peer goes or sends
// anything at all. An empty piece says that nothing is new: then the connection waits `pause` by a
// timer, so no thread waits, and a comment goes out when nothing else did for `silence`. It is the
// last answer of its connection, since what a peer sends meanwhile ends it. `next` is destroyed
// when the stream is over.
struct EventStream {
    explicit EventStream(BodySource source) : next(std::move(source)) {}

    BodySource next;
    std::chrono::milliseconds pause{1'000};
    std::chrono::milliseconds silence{10'000};
    std::chrono::milliseconds life{600'000};
};

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::variant<std::string, BodySource, EventStream> body;
    std::string log_detail{};  // why it failed: for our log alone, never sent

    Response& with(std::string name, std::string value) & {
        headers.push_back({std::move(name), std::move(value)});
        return *this;
    }

    Response&& with(std::string name, std::string value) && {
        headers.push_back({std::move(name), std::move(value)});
        return std::move(*this);
    }

    std::string_view header(std::string_view name) const;
};

// An answer that waits for something, as a write waits for its commit. `start` is called once, on
// the pool, must not block, and calls `complete` exactly once from any thread.
struct Pending {
    std::function<void(std::function<void(Response)> complete)> start;
};

using Answer = std::variant<Response, Pending>;

Response text_response(int status, std::string type, std::string body);
Response json_response(int status, std::string body);
// RFC 9457. The one switch from Errc to status is in problem.cpp. From 500 on, what went wrong is
// in log_detail and not in the document. Retry-After says that nothing was done: never for an
// unknown_outcome; who sends a too_many says how long, else encode_head() does.
Response problem_response(Error const& error, std::string_view request_id);
int status_of(Errc code);

}  // namespace ocop::http
