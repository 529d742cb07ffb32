#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace ocop::http {

// Requests that bring more than a mebibyte are let in a few at a time: a body lies in memory from
// its first byte until its answer, and without this each of thousands of connections might bring
// ten. Asked, by Content-Length, before the body is read; smaller ones are not counted: by the gate
// for accounts, and on open routes for addresses (limits.hpp), there from open_bytes on. Any
// thread.
class LargeBodies {
  public:
    static constexpr std::size_t large_bytes = std::size_t{1} << 20;
    static constexpr std::size_t open_bytes = std::size_t{64} << 10;
    static constexpr std::size_t at_once_max = 16;     // 160 MiB of photos
    static constexpr std::size_t per_account_max = 4;  // who sends slowly keeps out no others

    // A place, held for as long as it or a copy of it lives; null when there is none.
    std::shared_ptr<void const> try_hold(std::string const& account);

  private:
    struct Count;

    std::shared_ptr<Count> const count_ = make_count();

    static std::shared_ptr<Count> make_count();
};

}  // namespace ocop::http
