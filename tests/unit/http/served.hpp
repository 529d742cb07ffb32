#pragma once

#include "client.hpp"
#include "http/server.hpp"

#include <ocop/crypto/hash.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

// A server on a free port of 127.0.0.1, for tests.
namespace ocop::http::test {

class MemoryLog final : public Log {
  public:
    void write(LogLevel level, std::string_view message, std::span<LogField const> fields) override;
    std::vector<std::string> lines() const;
    // Returns once `count` lines hold `part`.
    void await(std::string const& part, std::size_t count = 1);

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
};

struct Identity {
    std::string certificate_pem;
    std::string key_pem;
};

Identity make_identity(std::string_view name, int days = 1);
Identity const& localhost();  // made once

ServerOptions server_options();  // without limits on rates

// Opens once, lets everyone through from then on.
class Turnstile {
  public:
    void open();
    void pass();                    // waits until open
    void await_waiting(int count);  // until so many wait in pass()

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int waiting_ = 0;
};

// "Bearer right" is the account "tester", "Bearer other" is "other".
Result<void> check_token(Request& request, Route const& route);

// The routes of the fixture: GET /hello "hello"; POST /echo (body ≤ 64 KiB); and those given.
class Served {
  public:
    explicit Served(
        std::vector<Route> routes = {},
        ServerOptions options = server_options(),
        Gate gate = check_token
    );

    std::uint16_t port() const { return server.port(); }

    SystemClock clock;
    crypto::SystemRandom random;
    MemoryLog log;
    Server server;
};

Route open_route(Method method, std::string_view pattern, Handler handler);

}  // namespace ocop::http::test
