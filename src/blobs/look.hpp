#pragma once

#include "blobs/picture.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The perceptual hash of a photo: 64 bits that stay nearly the same when it is saved again, made
// smaller or a little brighter, and differ in about half for another photo. Pure; any thread.
namespace ocop::blobs {

using Look = std::uint64_t;

// The DCT hash ("pHash"; C. Zauner, Implementation and Benchmarking of Perceptual Image Hash
// Functions, 2010, §3.2.1):
//   1. luma (0.299 R + 0.587 G + 0.114 B) of the upright picture, as the mean over 32 × 32 fields,
//      sides not kept in proportion;
//   2. its two-dimensional DCT-II, of which the 8 × 8 coefficients of frequencies 1 to 8 in both
//      directions are kept: without those that say how bright it is or are of one direction only;
//   3. bit i (from the most significant, row by row of vertical frequency) says whether coefficient
//      i is above the median of the 64.
// Empty for a picture with nearly no structure (a wall, a black frame): its bits would be noise,
// equal to those of other such pictures by chance. Nothing for a picture under 8 pixels a side.
//
// Not the same look: mirrored, turned, or cut by more than a few percent.
std::optional<Look> look_of(Picture const& picture);

inline constexpr int same_look_max = 6;  // bits that two copies of one photo may differ in

int look_distance(Look a, Look b);

// 16 digits of lower-case hex.
std::string look_text(Look look);
std::optional<Look> parse_look(std::string_view text);

// Keys under which looks within same_look_max of each other are sure to meet: the 64 bits fall into
// 8 bands of 8; 6 differing bits leave at least 2 bands alike, so of the 28 pairs of bands one is
// equal. A key is pair (0 to 27) × 65,536 and the bits of its two bands: with a million different
// photos about 15 share one, where a single band of the usual 7 would hold 2,000.
inline constexpr std::size_t look_key_count = 28;
std::array<std::uint32_t, look_key_count> look_keys(Look look);

}  // namespace ocop::blobs
