#pragma once

#include <ocop/base/time.hpp>

#include <cstdint>

// Legal days as lengths and as numbers in keys.
namespace ocop {

inline constexpr std::int64_t day_ms = 86'400'000;

// Days since 1970-01-01, which is not after `day`. Keys with fewer bits cut it (u16: up to 2149).
constexpr std::uint32_t days_since_1970(Day day) {
    return static_cast<std::uint32_t>(day.date.time_since_epoch().count());
}

}  // namespace ocop
