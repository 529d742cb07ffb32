#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace ocop::http {

// Hands one value from any thread to the coroutine that waits for it on its strand. The coroutine
// may be gone before the value comes, and the server with it: then the value is dropped. Made and
// closed by the coroutine; give() keeps a reference of its own.
template <class T>
class Mailbox : public std::enable_shared_from_this<Mailbox<T>> {
  public:
    explicit Mailbox(boost::asio::any_io_executor const& strand) : timer_(std::in_place, strand) {}

    void give(T value) {
        std::lock_guard const lock(mutex_);
        if (!timer_) return;
        boost::asio::post(
            timer_->get_executor(),
            [self = this->shared_from_this(), value = std::move(value)]() mutable {
                if (!self->timer_) return;
                self->value_.emplace(std::move(value));
                self->timer_->cancel();
            }
        );
    }

    // On the strand; at once after whatever leads to give(), so that nothing can come between.
    boost::asio::awaitable<std::optional<T>> wait(std::chrono::milliseconds at_most) {
        Closing const closing{*this};
        timer_->expires_after(at_most);
        co_await timer_->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        co_return std::move(value_);
    }

  private:
    struct Closing {
        Mailbox& mailbox;

        ~Closing() {
            std::lock_guard const lock(mailbox.mutex_);
            mailbox.timer_.reset();
        }
    };

    std::mutex mutex_;  // guards the presence of timer_ against give()
    std::optional<boost::asio::steady_timer> timer_;
    std::optional<T> value_;  // strand only
};

}  // namespace ocop::http
