#pragma once

#include <ocop/base/time.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

// Structured logs: one JSON object a line.
namespace ocop::http {

enum class LogLevel : std::uint8_t { info, warning, error };

struct LogField {
    std::string_view name;  // a literal of ours: not escaped
    std::variant<std::int64_t, std::string_view> value;
};

// Where log lines go. Any thread; never blocks on the device and never fails. Fields must not hold
// secrets: nothing here knows what one is.
class Log {
  public:
    virtual ~Log() = default;
    virtual void write(
        LogLevel level, std::string_view message, std::span<LogField const> fields
    ) = 0;
};

// {"at":…,"level":…,"msg":…,<fields>} without the line's end. Whatever bytes the values hold, the
// result is one line of valid UTF-8 JSON without control characters, so that no value can forge a
// line or steer a terminal.
std::string log_line(
    Instant at, LogLevel level, std::string_view message, std::span<LogField const> fields
);

// Lines on standard error, written by a thread of its own behind a queue of 8,192. A full queue
// loses its oldest lines, and a later line says how many: a slow terminal must not stop requests.
// The destructor writes out what is queued. `clock` must outlive it.
std::unique_ptr<Log> make_stderr_log(Clock const& clock);

}  // namespace ocop::http
