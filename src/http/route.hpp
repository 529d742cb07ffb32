#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Routes are data. Deny is the default: a route says who may call it.
namespace ocop::http {

enum class Access : std::uint8_t {
    open,   // anyone; the list is closed: architecture §8
    gated,  // whom the Gate lets through
};

// Of an answer: Content-Security-Policy and Permissions-Policy, as architecture §8 says.
enum class Security : std::uint8_t {
    page,     // HTML without scripts
    api,      // JSON: no content may load anything
    console,  // our scripts and WebAssembly; camera and place, when the person allows it
    docs,     // our scripts, which ask our own API
    app,      // as console, and a service worker that controls what lies below its own path
};

// Runs on the pool. May block on store reads, never on a commit (give a Pending).
using Handler = std::function<Answer(Request const&)>;

struct Route {
    Method method;
    // Segments are literals, "{name}" (one non-empty segment, percent-decoded after splitting) or a
    // last "{name...}" (the raw rest, slashes and escapes kept, may not be empty).
    std::string_view pattern;
    Handler handler;
    Access access = Access::gated;
    std::size_t body_bytes_max = 64 * 1024;
    Security security = Security::api;
};

// Decides whether a request to a route that is not open may go on, and notes who calls in
// request.account, request.group and request.caller. Runs on the pool, before the client is
// told to send a body and before one is read, but for what came along with the headers, at which
// it does not look. May block on store reads. Its error is the answer; a body that is still to come
// then ends the connection.
using Gate = std::function<Result<void>(Request&, Route const&)>;

// Picks the route of a request. Literal segments win over captures, captures over a rest.
class Router {
  public:
    // Two routes of one method and shape are a bug (OCOP_ASSERT).
    explicit Router(std::vector<Route> routes);

    std::span<Route const> routes() const { return routes_; }

    // Fills request.captures. not_found "route_not_found"; unsupported "method_not_allowed", when
    // methods_at() says which are; malformed "path_malformed" when a
    // captured segment does not decode to UTF-8 without NUL. HEAD finds GET's route.
    Result<Route const*> find(Request& request) const;

    // What routes of that raw path answer to, in order, each once; HEAD with GET.
    std::vector<Method> methods_at(std::string_view path) const;

  private:
    enum class Kind : std::uint8_t { literal, capture, rest };  // in order of precedence

    struct Segment {
        Kind kind;
        std::string_view text;  // the literal, or the capture's name
    };

    struct Shape {
        std::vector<Segment> segments;
        std::size_t route = 0;  // index in routes_
    };

    static Segment parse_segment(std::string_view text);
    static bool matches(Shape const& shape, std::vector<std::string_view> const& path);
    static Result<void> capture(
        Shape const& shape, std::vector<std::string_view> const& path, Request& request
    );

    std::vector<Route> routes_;
    std::vector<Shape> shapes_;  // most literal first
};

// "GET, HEAD", as in Allow (RFC 9110 §10.2.1).
std::string list_methods(std::span<Method const> methods);

}  // namespace ocop::http
