#include "qr/matrix.hpp"

#include "qr/codewords.hpp"
#include "qr/symbol.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

namespace ocop::qr {

namespace {

constexpr int finder_size = 7;
constexpr int timing_line = 6;

// Function patterns while they are drawn, and where they are.
struct Drawing {
    int version = 0;
    Square modules;
    Square reserved;
};

void draw(Drawing& out, int row, int column, bool dark) {
    out.modules.darken(row, column, dark);
    out.reserved.darken(row, column);
}

// Squares in squares about a centre: `light` says which of them are light, by their distance from
// it. What lies outside the symbol is left out.
void draw_rings(Drawing& out, Position centre, int rings, unsigned light) {
    int const end = out.modules.size - 1;
    int const last_row = std::min(centre.row + rings, end);
    int const last_column = std::min(centre.column + rings, end);
    for (int row = std::max(centre.row - rings, 0); row <= last_row; ++row) {
        for (int column = std::max(centre.column - rings, 0); column <= last_column; ++column) {
            auto const ring =
                std::max(std::abs(row - centre.row), std::abs(column - centre.column));
            draw(out, row, column, ((light >> ring) & 1) == 0);
        }
    }
}

// Finders and their separators (§6.3.3, §6.3.4).
void draw_finders(Drawing& out) {
    int const near = finder_size / 2;
    int const far = out.modules.size - 1 - near;
    for (Position const centre : {Position{near, near}, {near, far}, {far, near}}) {
        draw_rings(out, centre, 4, 1U << 2 | 1U << 4);
    }
}

// §6.3.5.
void draw_timing(Drawing& out) {
    for (int at = finder_size + 1; at < out.modules.size - finder_size - 1; ++at) {
        draw(out, timing_line, at, at % 2 == 0);
        draw(out, at, timing_line, at % 2 == 0);
    }
}

// Annex E, table E.1, of which this is the rule: the first and the last stand as the finders do;
// the others, counted from the last, at the least even distance that makes no gap larger. Version
// 32 has a distance of 2 less.
std::vector<int> alignment_lines(int version) {
    if (version == 1) {
        return {};
    }
    int const gaps = version / 7 + 1;
    int const last = 17 + 4 * version - finder_size;
    int const distance = version == 32 ? 26 : (last - timing_line + 2 * gaps - 1) / (2 * gaps) * 2;
    std::vector<int> out = {timing_line};
    for (int gap = gaps - 1; gap >= 0; --gap) {
        out.push_back(last - gap * distance);
    }
    return out;
}

// §6.3.6: at every crossing of two lines but the three where finders are.
void draw_alignment(Drawing& out) {
    auto const lines = alignment_lines(out.version);
    for (std::size_t down = 0; down < lines.size(); ++down) {
        bool const outer = down == 0 || down + 1 == lines.size();
        auto const first = outer ? 1U : 0U;
        auto const end = lines.size() - (down == 0 ? 1 : 0);
        for (std::size_t right = first; right < end; ++right) {
            draw_rings(out, {lines[down], lines[right]}, 2, 1U << 1);
        }
    }
}

// Room for the format information, and the module beside it that is dark always (§7.9.1).
void reserve_format(Drawing& out) {
    for (auto const& copy : format_positions(out.modules.size)) {
        for (auto const& position : copy) {
            draw(out, position.row, position.column, false);
        }
    }
    draw(out, out.modules.size - finder_size - 1, finder_size + 1, true);
}

// §7.10: the version with a BCH (18,6) check, from version 7 on.
void draw_version(Drawing& out) {
    if (out.version < 7) {
        return;
    }
    auto const version = static_cast<unsigned>(out.version);
    unsigned rest = version << 12;
    for (int bit = 17; bit >= 12; --bit) {
        rest ^= ((rest >> bit) & 1) * (0x1f25U << (bit - 12));
    }
    unsigned const word = version << 12 | rest;
    for (int bit = 0; bit < 18; ++bit) {
        bool const dark = ((word >> bit) & 1) != 0;
        int const along = bit / 3;
        int const across = out.modules.size - finder_size - 4 + bit % 3;
        draw(out, along, across, dark);
        draw(out, across, along, dark);
    }
}

// Reads codewords bit by bit, highest first; behind them the remainder bits, which are 0.
class BitReader {
  public:
    explicit BitReader(ByteView bytes) : bytes_(bytes) {}

    // The next 1 or 2 bits.
    std::uint64_t next(unsigned bits) {
        if (left_ < bits) {
            auto const byte = at_ < bytes_.size() ? bytes_[at_] : 0U;
            pending_ = pending_ << 8 | byte;
            ++at_;
            left_ += 8;
        }
        left_ -= bits;
        return (pending_ >> left_) & ((1U << bits) - 1);
    }

  private:
    ByteView bytes_;
    std::size_t at_ = 0;
    unsigned pending_ = 0;
    unsigned left_ = 0;
};

// The modules at `right` and left of it in one row, the right one's bit first.
void draw_pair(Matrix& out, int row, int right, BitReader& bits) {
    auto const bit = static_cast<unsigned>(right) % Square::word_bits;
    auto const word = static_cast<std::size_t>(right) / Square::word_bits;
    if (bit > 0 && (out.maskable.row(row)[word] >> (bit - 1) & 3) == 3) {
        out.modules.row(row)[word] |= bits.next(2) << (bit - 1);
        return;
    }
    for (int column = right; column >= right - 1; --column) {
        if (out.maskable.dark(row, column)) {
            out.modules.darken(row, column, bits.next(1) != 0);
        }
    }
}

// §7.7.3: in pairs of columns from the right, up and down in turn, the right one of a pair first;
// the timing column belongs to no pair.
void draw_codewords(Matrix& out, ByteView codewords) {
    BitReader bits(codewords);
    int const size = out.modules.size;
    bool upwards = true;
    for (int right = size - 1; right > 0; right -= 2) {
        if (right == timing_line) {
            --right;
        }
        for (int step = 0; step < size; ++step) {
            draw_pair(out, upwards ? size - 1 - step : step, right, bits);
        }
        upwards = !upwards;
    }
}

// Light where the square is dark.
Square inverted(Square square) {
    auto const used = static_cast<unsigned>(square.size) % Square::word_bits;
    auto const last = used == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << used) - 1;
    for (int row = 0; row < square.size; ++row) {
        auto* const words = square.row(row);
        for (std::size_t word = 0; word < square.row_words; ++word) {
            words[word] = ~words[word] & (word + 1 < square.row_words ? ~std::uint64_t{0} : last);
        }
    }
    return square;
}

}  // namespace

Matrix place(int version, ByteView codewords) {
    OCOP_ASSERT(version >= 1 && version <= version_max);
    OCOP_ASSERT(codewords.size() == codeword_count(version));
    Drawing drawing{version, Square(17 + 4 * version), Square(17 + 4 * version)};
    draw_finders(drawing);
    draw_timing(drawing);
    draw_alignment(drawing);
    reserve_format(drawing);
    draw_version(drawing);
    Matrix out{std::move(drawing.modules), inverted(std::move(drawing.reserved))};
    draw_codewords(out, codewords);
    return out;
}

std::array<std::array<Position, format_bits>, 2> format_positions(int size) {
    std::array<std::array<Position, format_bits>, 2> out{};
    for (int bit = 0; bit < static_cast<int>(format_bits); ++bit) {
        auto const at = static_cast<std::size_t>(bit);
        // Beside the top left finder: down column 8, then along row 8 to the left, past timing.
        if (bit < 8) {
            out[0][at] = {bit < timing_line ? bit : bit + 1, 8};
            out[1][at] = {8, size - 1 - bit};
        } else {
            out[0][at] = {8, bit == 8 ? 7 : 14 - bit};
            out[1][at] = {size - 15 + bit, 8};
        }
    }
    return out;
}

}  // namespace ocop::qr
