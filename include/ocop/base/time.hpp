#pragma once

#include <ocop/base/result.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace ocop {

// A point in time: milliseconds since 1970-01-01T00:00Z.
struct Instant {
    std::int64_t ms = 0;

    friend auto operator<=>(Instant const&, Instant const&) = default;
};

// A legal day: a calendar day in Asia/Ho_Chi_Minh (UTC+7, no summer time since 1975).
struct Day {
    std::chrono::sys_days date{};

    friend auto operator<=>(Day const&, Day const&) = default;
};

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;  // any thread
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

Day legal_day(Instant at);
Instant start_of(Day day);  // its first millisecond
Day add_days(Day day, int days);
// The same day of the month `months` later, or that month's last day where it has none
// (31 January + 1 month = 28 or 29 February).
Day add_months(Day day, int months);

// RFC 3339 in UTC with milliseconds: "2026-11-22T03:04:05.678Z".
std::string to_text(Instant at);
// Any RFC 3339 date-time, any offset; digits after the millisecond are cut. Malformed on a day or
// hour that does not exist, on second 60, and outside the years 1970 to 9999.
Result<Instant> parse_instant(std::string_view text);

// "2026-11-22"; malformed on a day that does not exist.
std::string to_text(Day day);
Result<Day> parse_day(std::string_view text);

}  // namespace ocop
