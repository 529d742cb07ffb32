#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Where a serial was mistyped, so that the form can point at it. Pure; any thread.
namespace ocop::stamp {

enum class SlipKind : std::uint8_t {
    letters,  // some characters are in no serial
    length,   // not twelve characters
    check,    // the two check characters do not belong to the ten before them
};

struct Slip {
    SlipKind kind = SlipKind::check;
    std::u32string typed;  // without spaces and hyphens, at most slip_chars_max of it
    std::size_t length = 0;
    // Indexes into `typed`, rising. Of `letters` those characters. Of `check` each that could be
    // the only wrong one, or one of two neighbours that changed places: some letter there, or the
    // exchange, makes the serial well formed. None: two or more are wrong. Of `length` none.
    std::vector<std::size_t> at;
};

inline constexpr std::size_t slip_chars_max = 24;

// Nothing when parse_typed_serial() takes the text. Never says what the character should be: who
// has the stamp reads it there, and who has not is not helped.
std::optional<Slip> find_slip(std::string_view typed);

}  // namespace ocop::stamp
