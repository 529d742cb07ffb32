#pragma once

#include "http/places.hpp"

#include <cstddef>

namespace ocop::http {

// Requests that bring more than a mebibyte are let in a few at a time: a body lies in memory from
// its first byte until its answer, and without this each of thousands of connections might bring
// ten. Asked, by Content-Length, before the body is read; smaller ones are not counted: by the gate
// for accounts, and on open routes for addresses (limits.hpp), there from open_bytes on. Any
// thread.
class LargeBodies : public Places {
  public:
    static constexpr std::size_t large_bytes = std::size_t{1} << 20;
    static constexpr std::size_t open_bytes = std::size_t{64} << 10;
    static constexpr std::size_t at_once_max = 16;     // 160 MiB of photos
    static constexpr std::size_t per_account_max = 4;  // who sends slowly keeps out no others

    LargeBodies() : Places(at_once_max, per_account_max) {}
};

}  // namespace ocop::http
