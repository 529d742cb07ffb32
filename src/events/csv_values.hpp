#pragma once

#include "events/short_form.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

// What people type into a cell. Pure.
namespace ocop::events {

std::string_view trimmed(std::string_view text);

// A header's or a name's letters: without capitals, "_" as a space, what stands in parentheses and
// spaces at the ends left out.
std::string header_name(std::string_view text);

// A number, or why it is none. "4,5", "4.5", "1.234,5", "1,234.5", "1 234" are numbers; "1.500" is
// not, since it is one and a half to some and fifteen hundred to others.
std::variant<Number, Words> read_csv_number(std::string_view text);

// A day as it is typed, to the form of the API: "26/11/2026" (also with '-' or '.') or
// "2026-11-26".
std::variant<std::string, Words> read_csv_day(std::string_view text);

// A date and a time of day, or a date and time in one with `time` empty, to RFC 3339 in Vietnam's
// time; or why not. A whole RFC 3339 date-time stays as it is.
std::variant<std::string, Words> read_csv_time(std::string_view date, std::string_view time);

// "lít" → "l", "quả" → "piece"; what is none of ours as it is.
std::string csv_unit(std::string_view text);

}  // namespace ocop::events
