#pragma once

#include <ocop/base/result.hpp>

#include <cstddef>
#include <string>

namespace ocop::events {

// Keys that one capture may look for or write. A document of 500 events with 10 units of a lot
// each, handed to one receiver, comes to some 27,000; they take the commit thread about 0.1 s.
inline constexpr std::size_t effort_max = 60'000;

// What a transaction may still cost the commit thread, on which all others wait. What a document
// asks for is not in proportion to its bytes: things times receivers, values times parties. So each
// loop over a product of lists takes what it is about to do, and ends where nothing is left. One
// thread.
class Effort {
  public:
    explicit Effort(std::size_t keys = effort_max) : left_(keys) {}

    // too_large "transaction_too_large" when fewer than `keys` are left; none are from then on.
    Result<void> take(std::size_t keys = 1) {
        if (keys > left_) {
            left_ = 0;
            return Error(
                Errc::too_large,
                "transaction_too_large",
                "",
                "the things, receivers and parties of the events make too many records: send the "
                "events in several documents"
            );
        }
        left_ -= keys;
        return {};
    }

    std::size_t left() const { return left_; }

  private:
    std::size_t left_;
};

}  // namespace ocop::events
