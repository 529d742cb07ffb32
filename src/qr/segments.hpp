#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ocop::qr {

// How a run of characters is written into a QR symbol (ISO/IEC 18004:2015 §7.4). Kanji is never
// used: our texts are URIs.
enum class Mode : std::uint8_t {
    numeric,       // 0-9 take 10 bits for three digits
    alphanumeric,  // 0-9 A-Z, space and $%*+-./: take 11 bits for two characters
    byte,          // any byte takes 8 bits
};

// The versions that share the widths of the character counts (ISO/IEC 18004:2015 table 3).
enum class VersionRange : std::uint8_t { v1_9, v10_26, v27_40 };

// The range of a version 1..40 (OCOP_ASSERT).
VersionRange range_of(int version);

// How many bits the character count of a segment has (ISO/IEC 18004:2015 table 3).
std::size_t count_bits(Mode mode, VersionRange range);

// A run of one mode. `text` points into the text that was split.
struct Segment {
    Mode mode = Mode::byte;
    std::string_view text;

    friend bool operator==(Segment const&, Segment const&) = default;
};

// A whole text as segments, in order, and what they take: mode indicators, character counts and
// data, in bits, without terminator and padding.
struct Split {
    std::vector<Segment> segments;
    std::size_t bits = 0;
};

// Splits `text` into the segments that take the fewest bits in `range`; of several such splits
// always the same one. Never fails: every byte has a mode. An empty text has no segments.
// A segment longer than its character count can say appears only in a text that is too long for
// every version of the range at every level. Linear in time and memory. Views point into `text`.
Split split(std::string_view text, VersionRange range);

// Bits of one segment with its mode indicator and character count.
std::size_t bit_count(Segment const& segment, VersionRange range);

}  // namespace ocop::qr
