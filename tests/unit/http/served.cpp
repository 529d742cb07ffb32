#include "served.hpp"

#include <ocop/crypto/p256.hpp>

#include <algorithm>

namespace ocop::http::test {

void MemoryLog::write(LogLevel level, std::string_view message, std::span<LogField const> fields) {
    std::lock_guard const lock(mutex_);
    lines_.push_back(log_line(Instant{}, level, message, fields));
    changed_.notify_all();
}

std::vector<std::string> MemoryLog::lines() const {
    std::lock_guard const lock(mutex_);
    return lines_;
}

void MemoryLog::await(std::string const& part, std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
        auto const holds = [&](auto const& line) { return line.find(part) != std::string::npos; };
        return std::count_if(lines_.begin(), lines_.end(), holds) >=
               static_cast<std::ptrdiff_t>(count);
    });
}

Identity make_identity(std::string_view name, int days) {
    auto const key = crypto::P256PrivateKey::generate();
    return {crypto::make_self_signed_certificate(key, &name, 1, days), key.to_plain_pem()};
}

Identity const& localhost() {
    static auto const identity = make_identity("localhost");
    return identity;
}

ServerOptions server_options() {
    ServerOptions out;
    out.hosts = {"localhost"};
    out.certificate_pem = localhost().certificate_pem;
    out.key_pem = localhost().key_pem;
    out.io_threads = 2;
    out.pool_threads = 2;
    out.limits.rates = {{}, {}, {}, {}};
    return out;
}

void Turnstile::open() {
    std::lock_guard const lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

void Turnstile::pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --waiting_;
}

void Turnstile::await_waiting(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
}

Route open_route(Method method, std::string_view pattern, Handler handler) {
    return {method, pattern, std::move(handler), Access::open};
}

namespace {

std::vector<Route> with_basics(std::vector<Route> routes) {
    routes.push_back(open_route(Method::get, "/hello", [](Request const&) {
        return text_response(200, "text/plain", "hello");
    }));
    routes.push_back(open_route(Method::post, "/echo", [](Request const& request) {
        return text_response(200, "text/plain", request.body);
    }));
    return routes;
}

}  // namespace

Result<void> check_token(Request& request, Route const& /*route*/) {
    auto const given = request.header("authorization");
    if (given.empty()) return Error(Errc::unauthenticated, "token_missing");
    if (given != "Bearer right" && given != "Bearer other") {
        return Error(Errc::unauthenticated, "token_unknown");
    }
    request.account = given == "Bearer right" ? "tester" : "other";
    return {};
}

Served::Served(std::vector<Route> routes, ServerOptions options, Gate gate)
    : server(
          std::move(options),
          Router(with_basics(std::move(routes))),
          std::move(gate),
          Environment{clock, random, log}
      ) {
    server.start();
}

}  // namespace ocop::http::test
