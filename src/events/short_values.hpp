#pragma once

#include <optional>
#include <string>
#include <string_view>

// Values of the short form, read: of short_build.cpp and event_csv.cpp alone. Pure.
namespace ocop::events {

inline constexpr std::string_view vietnam_offset = "+07:00";

// Steps by which the goods leave the place, so that they are not there afterwards.
bool leaves_the_place(std::string_view biz_step);
// Steps that hand over for good, not for a time.
bool hands_over_for_good(std::string_view biz_step);

// "+07:00"; at most 14 hours.
bool is_offset(std::string_view text);

// Of an RFC 3339 date-time that was read. "Z" says when, not where, as most programs write it for
// any place: then it is Vietnam's.
std::string_view offset_of(std::string_view time);

struct MeasureKind {
    std::string_view word;  // of the CBV, or the text itself, which lives as long as what was given
    std::string_view uom;   // the usual unit; empty: one must be given
};

MeasureKind measure_kind(std::string_view type);

// "°C" → "CEL"; a code of UN/ECE Rec. 20 as it is; empty for what is neither.
std::string measure_uom(std::string_view unit);

// A text of several lines, each as clean_line() has it; nullopt when one is not, or all are blank,
// or the whole is longer.
std::optional<std::string> clean_lines(std::string_view text, std::size_t chars_max);

}  // namespace ocop::events
