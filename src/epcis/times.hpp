#pragma once

#include <ocop/base/time.hpp>

#include <optional>
#include <string>
#include <string_view>

// The times of an event (RFC 3339, any offset) as CBV 2.0 compares them.
namespace ocop::epcis {

// Rounded to the millisecond, half up and with carry; nothing for a text that parse_instant()
// refuses.
std::optional<Instant> read_time(std::string_view text);

// Appends the time in UTC with three digits of a second; a text that is no time as it is.
void append_utc(std::string& out, std::string_view text);

}  // namespace ocop::epcis
