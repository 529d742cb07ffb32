#pragma once

#include <cstdint>
#include <span>

namespace ocop {

// A source of unpredictable bytes. Any thread.
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;  // never fails: no entropy ends the process
};

}  // namespace ocop
