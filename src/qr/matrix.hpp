#pragma once

#include "qr/square.hpp"

#include <ocop/base/bytes.hpp>

#include <array>
#include <cstddef>

namespace ocop::qr {

// A symbol before its mask: function patterns, version information and codewords in their places;
// the format information, which names the mask, is left light (ISO/IEC 18004:2015 §6.3, §7.7,
// §7.10).
struct Matrix {
    Square modules;
    // Dark where a mask turns modules over, which is where codewords and remainder bits are: all
    // but function patterns, format and version information. The same by rows and by columns.
    Square maskable;
};

// `codewords` are the final sequence for that version, 1..40, codeword_count of them (OCOP_ASSERT).
Matrix place(int version, ByteView codewords);

struct Position {
    int row = 0;
    int column = 0;
};

constexpr std::size_t format_bits = 15;

// Where the two copies of the format information stand in a symbol of `size` modules, its lowest
// bit first (ISO/IEC 18004:2015 §7.9.1, figure 25).
std::array<std::array<Position, format_bits>, 2> format_positions(int size);

}  // namespace ocop::qr
