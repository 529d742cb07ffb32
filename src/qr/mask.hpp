#pragma once

#include "qr/matrix.hpp"
#include "qr/square.hpp"
#include "qr/symbol.hpp"

#include <array>
#include <cstddef>

namespace ocop::qr {

constexpr std::size_t mask_count = 8;

// Penalty points of the symbol under each mask, format information included, by the four rules of
// ISO/IEC 18004:2015 §7.8.3.1, table 11, over the whole symbol:
// 1. a run of n ≥ 5 modules of one colour in a row or column: n - 2;
// 2. each 2 × 2 modules of one colour, as they overlap: 3;
// 3. each five runs dark, light, dark, light, dark of exactly f, f, 3f, f, f modules for some f in
//    a row or column, with at least 4f light ones before or after (or both: it counts once): 40.
//    Outside the symbol is the quiet zone, light;
// 4. each whole 5 % by which the share of dark modules is away from 50 %: 10.
// libqrencode 4.1.1 scores the same, except that it rounds the share to whole per cent first: a
// symbol of 54.5 % dark modules has 10 points there and none here.
std::array<int, mask_count> penalties(Matrix const& matrix, Level level);

// The modules under one mask, 0..7 (OCOP_ASSERT), format information in place: a finished symbol
// (ISO/IEC 18004:2015 §7.8.2, §7.9).
Square apply_mask(Matrix const& matrix, Level level, std::size_t mask);

// The mask with the fewest penalty points, the first of several such.
std::size_t best_mask(Matrix const& matrix, Level level);

}  // namespace ocop::qr
