#include "http/server.hpp"

#include "http/connection.hpp"
#include "http/tls.hpp"

#include <ocop/base/assert.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>

namespace ocop::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::chrono::seconds limited_pause{1};

unsigned threads_or(unsigned asked, unsigned otherwise) {
    return asked > 0 ? asked : otherwise;
}

unsigned cores() {
    return std::max(std::thread::hardware_concurrency(), 1U);
}

// One more than cores, so that the one left to others costs nobody a core.
unsigned pool_threads(ServerOptions const& options) {
    return threads_or(options.pool_threads, std::max(cores() + 1, 3U));
}

Lanes::Limits lane_limits(ServerOptions const& options) {
    auto const queue = options.limits.pool_queue;
    return {
        .share = std::max(pool_threads(options) - 1, 1U),
        .lane_waiting = std::max<std::size_t>(queue / 4, 1),
        .waiting = queue};
}

Result<Connection::Tls> load_tls(std::string_view certificate_pem, std::string_view key_pem) {
    auto made = make_tls_context(certificate_pem, key_pem);
    if (!made) return made.error();
    return std::make_shared<asio::ssl::context>(made->release());
}

std::string address_of(tcp::socket const& socket) {
    error_code failure;
    auto const endpoint = socket.remote_endpoint(failure);
    if (failure) return "";
    auto const address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

// Open connections, so that stop() can reach and await them. Any thread.
class Register {
  public:
    std::uint64_t add(std::weak_ptr<Connection> connection) {
        std::lock_guard const lock(mutex_);
        open_.emplace(++last_, std::move(connection));
        return last_;
    }

    void remove(std::uint64_t id) {
        std::lock_guard const lock(mutex_);
        open_.erase(id);
        if (open_.empty()) empty_.notify_all();
    }

    std::size_t size() const {
        std::lock_guard const lock(mutex_);
        return open_.size();
    }

    void finish_all() const {
        std::lock_guard const lock(mutex_);
        for (auto const& [id, weak] : open_) {
            if (auto const connection = weak.lock()) connection->finish_soon();
        }
    }

    void wait_until_empty(std::chrono::milliseconds at_most) {
        std::unique_lock lock(mutex_);
        empty_.wait_for(lock, at_most, [this] { return open_.empty(); });
    }

  private:
    mutable std::mutex mutex_;  // guards all
    std::unordered_map<std::uint64_t, std::weak_ptr<Connection>> open_;
    std::uint64_t last_ = 0;
    std::condition_variable empty_;
};

}  // namespace

class Server::Impl {
  public:
    Impl(ServerOptions options, Router router, Gate gate, Environment environment)
        : options_(std::move(options)),
          hosts_(options_.hosts),
          router_(std::move(router)),
          environment_(environment),
          limits_(options_.limits.rates, environment_.random),
          pool_(pool_threads(options_), options_.limits.pool_queue),
          lanes_(pool_, lane_limits(options_)),
          dispatcher_(
              std::move(gate), limits_, lanes_, options_.deadlines.handler, environment_.log
          ),
          acceptor_(asio::make_strand(io_)),
          accept_timer_(acceptor_.get_executor()) {
        auto loaded = load_tls(options_.certificate_pem, options_.key_pem);
        if (!loaded) throw std::runtime_error("http: " + describe(loaded.error()));
        tls_ = std::move(*loaded);
    }

    void start() {
        OCOP_ASSERT(threads_.empty());
        tcp::endpoint const endpoint(asio::ip::make_address(options_.address), options_.port);
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen();
        port_ = acceptor_.local_endpoint().port();
        auto const logs_failure = [this](std::exception_ptr const& failure) {
            if (failure) log_exception("accept_failed", failure);
        };
        asio::co_spawn(acceptor_.get_executor(), accept(), logs_failure);
        for (unsigned i = threads_or(options_.io_threads, cores()); i > 0; --i) {
            threads_.emplace_back([this] { run(); });
        }
    }

    Result<void> reload(std::string_view certificate_pem, std::string_view key_pem) {
        auto loaded = load_tls(certificate_pem, key_pem);
        if (!loaded) return loaded.error();
        std::lock_guard const lock(tls_mutex_);
        tls_ = std::move(*loaded);
        return {};
    }

    void stop(std::chrono::milliseconds grace) {
        if (stopping_.exchange(true)) return;
        asio::post(acceptor_.get_executor(), [this] {
            error_code ignored;  // closing a closed acceptor
            acceptor_.close(ignored);
            accept_timer_.cancel();
        });
        connections_.finish_all();
        if (!threads_.empty()) connections_.wait_until_empty(grace);
        pool_.stop();
        io_.stop();
        for (auto& thread : threads_) {
            thread.join();
        }
        threads_.clear();
    }

    std::uint16_t port() const { return port_; }

    bool stopping() const { return stopping_; }

    std::size_t connections() const { return connections_.size(); }

    std::size_t waiting() const { return lanes_.waiting(); }

  private:
    void run() {
        for (;;) {
            try {
                io_.run();
                return;
            } catch (...) {
                log_exception("connection_failed", std::current_exception());
            }
        }
    }

    void log_exception(std::string_view message, std::exception_ptr const& failure) {
        try {
            std::rethrow_exception(failure);
        } catch (std::exception const& e) {
            log_text(message, e.what());
        } catch (...) {
            log_text(message, "not a std::exception");
        }
    }

    void log_text(std::string_view message, std::string_view what) {
        std::array const fields{LogField{"what", what}};
        environment_.log.write(LogLevel::error, message, fields);
    }

    asio::awaitable<void> accept() {
        while (!stopping_) {
            auto [failure, socket] = co_await acceptor_.async_accept(asio::make_strand(io_), token);
            if (!failure && try_welcome(std::move(socket))) continue;
            if (stopping_ || failure == asio::error::connection_aborted) continue;
            // Out of descriptors or memory: others will close, so try again, but not at once.
            if (failure) log_text("accept_failed", failure.message());
            accept_timer_.expires_after(accept_pause);
            co_await accept_timer_.async_wait(token);
        }
    }

    // False when it failed and is logged: one connection without memory must not end them all.
    bool try_welcome(tcp::socket socket) {
        try {
            welcome(std::move(socket));
            return true;
        } catch (...) {
            log_exception("accept_failed", std::current_exception());
            return false;
        }
    }

    void welcome(tcp::socket socket) {
        auto const open = connections_.size();
        auto const& limits = options_.limits;
        if (open >= limits.connections + limits.connections_refused) return;
        auto peer = address_of(socket);
        if (!limits_.admits_handshake(peer, std::chrono::steady_clock::now())) {
            log_limited(peer);
            return;
        }
        error_code ignored;  // a peer that is gone already shows at the handshake
        socket.set_option(tcp::no_delay(true), ignored);
        auto const strand = socket.get_executor();
        auto const connection = std::make_shared<Connection>(
            core_, std::move(socket), tls(), std::move(peer), open >= limits.connections
        );
        auto const id = connections_.add(connection);
        auto const ended = [this, id](std::exception_ptr const& failure) {
            connections_.remove(id);
            if (failure) log_exception("connection_failed", failure);
        };
        try {
            asio::co_spawn(strand, Connection::run(connection), ended);
        } catch (...) {
            connections_.remove(id);
            throw;
        }
        // stop() may have called all connections between accept and add.
        if (stopping_) connection->finish_soon();
    }

    // At most a line a second, or the flood would go on in the log.
    void log_limited(std::string_view peer) {
        ++limited_;
        auto const now = std::chrono::steady_clock::now();
        if (now < limited_told_ + limited_pause) return;
        limited_told_ = now;
        auto const network = truncate_address(peer);
        std::array const fields{
            LogField{"peer", std::string_view(network)},
            LogField{"closed", std::exchange(limited_, 0)},
        };
        environment_.log.write(LogLevel::warning, "handshakes_limited", fields);
    }

    Connection::Tls tls() {
        std::lock_guard const lock(tls_mutex_);
        return tls_;
    }

    // Set in the constructor, never changed.
    ServerOptions const options_;
    Hosts const hosts_;
    Router const router_;
    Environment const environment_;
    // Set by start().
    std::uint16_t port_ = 0;
    std::vector<std::thread> threads_;
    // Of their own synchronisation.
    std::atomic<bool> stopping_{false};
    Register connections_;
    Limits limits_;
    Pool pool_;
    Lanes lanes_;
    Dispatcher dispatcher_;
    std::mutex tls_mutex_;  // guards tls_
    Connection::Tls tls_;
    Core const core_{options_, hosts_, router_, limits_, dispatcher_, environment_, stopping_};
    // Destroys the connections left: after all that they use.
    asio::io_context io_;
    // Touched on their strand only, once started.
    tcp::acceptor acceptor_;
    asio::steady_timer accept_timer_;
    std::int64_t limited_ = 0;  // sockets closed for their client's handshakes, not logged yet
    std::chrono::steady_clock::time_point limited_told_{};
};

Server::Server(ServerOptions options, Router router, Gate gate, Environment environment)
    : impl_(std::make_unique<Impl>(
          std::move(options), std::move(router), std::move(gate), environment
      )) {}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

void Server::start() {
    impl_->start();
}

std::uint16_t Server::port() const {
    return impl_->port();
}

Result<void> Server::reload_certificate(
    std::string_view certificate_pem, std::string_view key_pem
) {
    return impl_->reload(certificate_pem, key_pem);
}

void Server::stop(std::chrono::milliseconds grace) {
    impl_->stop(grace);
}

bool Server::stopping() const {
    return impl_->stopping();
}

std::size_t Server::connections() const {
    return impl_->connections();
}

std::size_t Server::waiting() const {
    return impl_->waiting();
}

}  // namespace ocop::http
