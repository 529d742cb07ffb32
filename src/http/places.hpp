#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace ocop::http {

// So many of something at once: in all, and of one account. Any thread.
class Places {
  public:
    Places(std::size_t at_once_max, std::size_t per_account_max);

    // A place, held for as long as it or a copy of it lives, which may be longer than this object;
    // null when there is none.
    std::shared_ptr<void const> try_hold(std::string const& account);

    // Whether others would get none either, as it is now.
    bool full() const;

  private:
    struct Count;

    std::shared_ptr<Count> const count_;
};

}  // namespace ocop::http
