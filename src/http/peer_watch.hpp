#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>

namespace ocop::http {

// Pauses in a stream to a peer that only listens, which end early when it goes or sends something.
// On the connection's strand. The socket may be closed, and cancelled, at any time: that counts as
// gone.
class PeerWatch : public std::enable_shared_from_this<PeerWatch> {
  public:
    explicit PeerWatch(boost::asio::any_io_executor const& strand) : timer_(strand) {}

    // Once. Reads nothing.
    void begin(boost::asio::ip::tcp::socket& socket) {
        socket.async_wait(
            boost::asio::ip::tcp::socket::wait_read,
            [self = shared_from_this()](boost::system::error_code) {
                self->stirred_ = true;
                self->timer_.cancel();
            }
        );
    }

    // False, and at once, when the peer stirred.
    boost::asio::awaitable<bool> pause(std::chrono::milliseconds time) {
        if (!stirred_) {
            timer_.expires_after(time);
            co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        }
        co_return !stirred_;
    }

  private:
    boost::asio::steady_timer timer_;
    bool stirred_ = false;
};

}  // namespace ocop::http
