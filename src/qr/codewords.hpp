#pragma once

#include "qr/segments.hpp"
#include "qr/symbol.hpp"

#include <ocop/base/bytes.hpp>

#include <cstddef>
#include <vector>

namespace ocop::qr {

// All codewords of a symbol of `version` (1..40, OCOP_ASSERT), data and error correction, and with
// them nearly all its modules: those without function patterns, but for up to 7 remainder bits
// (ISO/IEC 18004:2015 table 1).
std::size_t codeword_count(int version);

// The final sequence of codewords, as they are placed (ISO/IEC 18004:2015 §7.4 to §7.6): segments
// in order, terminator, padding; cut into blocks with their error correction, interleaved.
// `segments` must fit: mode, count and data bits ≤ capacity_bits(version, level) (OCOP_ASSERT).
Bytes make_codewords(std::vector<Segment> const& segments, int version, Level level);

}  // namespace ocop::qr
