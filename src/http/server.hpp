#pragma once

#include "http/limits.hpp"
#include "http/log.hpp"
#include "http/route.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::http {

// How long the server waits for a peer before it cuts the connection, and for a handler before it
// answers in its place (503).
struct Deadlines {
    std::chrono::milliseconds handshake{10'000};
    std::chrono::milliseconds header{10'000};   // first to last byte of a header block
    std::chrono::milliseconds body{30'000};     // and longer for as long as the rate is kept
    std::chrono::milliseconds handler{30'000};  // also for one piece of a BodySource
    std::chrono::milliseconds write{10'000};    // per 16 KiB written, and longer as for body
    std::chrono::milliseconds idle{15'000};     // between requests of a connection
    std::chrono::milliseconds shutdown{5'000};  // TLS close and what the peer still sends
};

struct ServerLimits {
    std::size_t header_bytes = 16 * 1024;         // above: 431
    std::size_t connections = 8'000;              // about 75 KiB each when idle
    std::size_t connections_refused = 64;         // above the limit: this many get a 503, then none
    std::size_t requests_per_connection = 1'000;  // the last answer says close
    // Requests that wait for the pool, a quarter of them of one account or peer; above: 503.
    std::size_t pool_queue = 1'024;
    std::size_t rate_bytes_per_second = 1'024;  // slower bodies and readers are cut
    RateLimits rates;                           // of one client
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one, see Server::port()
    // Values of Host that are ours: "name" (any port) or "name:port". Others get 421.
    std::vector<std::string> hosts;
    std::string certificate_pem;  // leaf first, then intermediates; key P-256 or Ed25519
    std::string key_pem;          // PKCS#8, not encrypted
    unsigned io_threads = 0;      // 0: one a core
    unsigned pool_threads = 0;    // 0: one a core and one more, at least 3
    Deadlines deadlines;
    ServerLimits limits;
    // Has the last word on every response, also on those that the server itself makes: for
    // interfaces whose standard prescribes headers and problem types. `target` is as received, and
    // empty while it is not known. Called on the connection's strand; may not block or throw.
    std::function<void(std::string_view target, Response& response)> finish{};
};

// What the server uses of the process; all of it must outlive the server.
struct Environment {
    Clock const& clock;
    Random& random;
    Log& log;
};

// HTTP/1.1 over TLS 1.2 and 1.3. Every request passes the guard (guard.hpp) before a route sees it;
// handlers run on a bounded pool, never on the threads that move bytes.
//
// start() and stop() belong to one thread; everything else may be called from any.
class Server {
  public:
    // Throws std::runtime_error when certificate and key do not load or do not match, or a host or
    // an exempt block is not of its form.
    Server(ServerOptions options, Router router, Gate gate, Environment environment);
    ~Server();  // stop(0)
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    // Binds, listens and returns; connections are served from now on. Once. Throws
    // boost::system::system_error when the address cannot be bound.
    void start();

    // The port listened on; valid after start().
    std::uint16_t port() const;

    // Serves new connections with another certificate; open ones keep theirs. Malformed
    // "certificate_malformed", with the reason, leaves the present one in place.
    Result<void> reload_certificate(std::string_view certificate_pem, std::string_view key_pem);

    // Stops accepting, closes idle connections, lets requests in flight finish for at most `grace`,
    // then cuts the rest. When it returns no handler runs and no thread of the server is left; a
    // Pending that completes later is dropped. Calling it again does nothing.
    void stop(std::chrono::milliseconds grace);

    bool stopping() const;

    std::size_t connections() const;  // open now
    std::size_t waiting() const;      // requests queued for the pool now

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ocop::http
