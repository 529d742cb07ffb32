#include "qr/mask.hpp"

#include "qr/penalty.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ocop::qr {

namespace {

// All masks repeat after as many rows and columns.
constexpr std::size_t period = 12;
// The modules that a mask turns over in one row, or one column, of a period; the first in the
// lowest bit.
using Stripes = std::array<std::array<std::uint16_t, period>, mask_count>;

// ISO/IEC 18004:2015 table 10.
constexpr bool turns_over(std::size_t mask, unsigned row, unsigned column) {
    unsigned const product = row * column;
    switch (mask) {
        case 0:
            return (row + column) % 2 == 0;
        case 1:
            return row % 2 == 0;
        case 2:
            return column % 3 == 0;
        case 3:
            return (row + column) % 3 == 0;
        case 4:
            return (row / 2 + column / 3) % 2 == 0;
        case 5:
            return product % 2 + product % 3 == 0;
        case 6:
            return (product % 2 + product % 3) % 2 == 0;
        default:
            return ((row + column) % 2 + product % 3) % 2 == 0;
    }
}

constexpr std::uint16_t stripe_of(std::size_t mask, unsigned line, bool by_columns) {
    unsigned out = 0;
    for (unsigned at = 0; at < period; ++at) {
        bool const over = by_columns ? turns_over(mask, at, line) : turns_over(mask, line, at);
        out |= (over ? 1U : 0U) << at;
    }
    return static_cast<std::uint16_t>(out);
}

constexpr Stripes stripes_of(bool by_columns) {
    Stripes out{};
    for (std::size_t mask = 0; mask < mask_count; ++mask) {
        for (unsigned line = 0; line < period; ++line) {
            out[mask][line] = stripe_of(mask, line, by_columns);
        }
    }
    return out;
}

constexpr Stripes row_stripes = stripes_of(false);
constexpr Stripes column_stripes = stripes_of(true);

// The stripe repeated over word `word` of a line.
std::uint64_t stripe_word(unsigned stripe, std::size_t word) {
    auto const phase = static_cast<unsigned>(word * Square::word_bits % period);
    unsigned const turned = (stripe >> phase | stripe << (period - phase)) & 0xfff;
    return turned * 0x1001'0010'0100'1001U;
}

// §7.9.1: level and mask with a BCH (15,5) check, made so that it is never all 0.
unsigned format_word(Level level, std::size_t mask) {
    static constexpr std::array<unsigned, 4> indicators = {1, 0, 3, 2};
    auto const data =
        indicators[static_cast<std::size_t>(level)] << 3 | static_cast<unsigned>(mask);
    unsigned rest = data << 10;
    for (int bit = 14; bit >= 10; --bit) {
        rest ^= ((rest >> bit) & 1) * (0x537U << (bit - 10));
    }
    return (data << 10 | rest) ^ 0x5412;
}

// 64 rows of one word each, those beyond the square light.
using Block = std::array<std::uint64_t, Square::word_bits>;

Block block_at(Square const& square, int first_row, std::size_t word) {
    Block out{};
    int const rows = std::min(square.size - first_row, static_cast<int>(out.size()));
    for (int row = 0; row < rows; ++row) {
        out[static_cast<std::size_t>(row)] = square.row(first_row + row)[word];
    }
    return out;
}

void put_block(Square& square, int first_row, std::size_t word, Block const& block) {
    int const rows = std::min(square.size - first_row, static_cast<int>(block.size()));
    for (int row = 0; row < rows; ++row) {
        square.row(first_row + row)[word] = block[static_cast<std::size_t>(row)];
    }
}

// Exchanges the quarters off the diagonal, then those of each quarter, down to single bits.
void transpose(Block& block) {
    std::uint64_t low = 0x0000'0000'ffff'ffff;
    for (unsigned half = 32; half > 0; half /= 2, low ^= low << half) {
        for (unsigned row = 0; row < block.size(); row = (row + half + 1) & ~half) {
            auto const exchanged = (block[row] >> half ^ block[row + half]) & low;
            block[row] ^= exchanged << half;
            block[row + half] ^= exchanged;
        }
    }
}

// Rows and columns exchanged.
Square transposed(Square const& square) {
    Square out(square.size);
    for (std::size_t down = 0; down < square.row_words; ++down) {
        for (std::size_t right = 0; right < square.row_words; ++right) {
            auto block = block_at(square, static_cast<int>(down * Square::word_bits), right);
            transpose(block);
            put_block(out, static_cast<int>(right * Square::word_bits), down, block);
        }
    }
    return out;
}

// The symbol by rows, or by columns, under two masks.
struct View {
    Square const& modules;
    Square const& maskable;
    Stripes const& stripes;
    bool by_columns = false;
};

template <std::size_t words>
void mask_lines(View const& view, Level level, std::size_t mask, std::vector<Line<words>>& out) {
    for (int line = 0; line < view.modules.size; ++line) {
        auto const* const modules = view.modules.row(line);
        auto const* const maskable = view.maskable.row(line);
        auto const phase = static_cast<std::size_t>(line) % period;
        for (std::size_t word = 0; word < words; ++word) {
            Lanes const over(
                stripe_word(view.stripes[mask][phase], word),
                stripe_word(view.stripes[mask + 1][phase], word)
            );
            out[static_cast<std::size_t>(line)].word[word] =
                Lanes(modules[word]) ^ (over & Lanes(maskable[word]));
        }
    }
    auto const first = format_word(level, mask);
    auto const second = format_word(level, mask + 1);
    for (auto const& copy : format_positions(view.modules.size)) {
        for (std::size_t bit = 0; bit < format_bits; ++bit) {
            auto const [row, column] = copy[bit];
            auto const line = static_cast<std::size_t>(view.by_columns ? column : row);
            auto const at = static_cast<std::size_t>(view.by_columns ? row : column);
            auto& lanes = out[line].word[at / Square::word_bits];
            lanes = lanes | Lanes(first >> bit & 1, second >> bit & 1)
                                << static_cast<unsigned>(at % Square::word_bits);
        }
    }
}

template <std::size_t words>
std::array<int, mask_count> penalties_of(Matrix const& matrix, Level level) {
    auto const columns = transposed(matrix.modules);
    auto const size = static_cast<std::size_t>(matrix.modules.size);
    std::vector<Line<words>> across(size);
    std::vector<Line<words>> down(size);
    std::array<int, mask_count> out{};
    for (std::size_t mask = 0; mask < mask_count; mask += 2) {
        mask_lines({matrix.modules, matrix.maskable, row_stripes, false}, level, mask, across);
        mask_lines({columns, matrix.maskable, column_stripes, true}, level, mask, down);
        auto const points = score(across, down, matrix.modules.size);
        out[mask] = points[0];
        out[mask + 1] = points[1];
    }
    return out;
}

}  // namespace

std::array<int, mask_count> penalties(Matrix const& matrix, Level level) {
    switch (matrix.modules.row_words) {
        case 1:
            return penalties_of<1>(matrix, level);
        case 2:
            return penalties_of<2>(matrix, level);
        default:
            OCOP_ASSERT(matrix.modules.row_words == 3);
            return penalties_of<3>(matrix, level);
    }
}

Square apply_mask(Matrix const& matrix, Level level, std::size_t mask) {
    OCOP_ASSERT(mask < mask_count);
    auto out = matrix.modules;
    for (int row = 0; row < out.size; ++row) {
        for (std::size_t word = 0; word < out.row_words; ++word) {
            auto const stripe = row_stripes[mask][static_cast<std::size_t>(row) % period];
            out.row(row)[word] ^= stripe_word(stripe, word) & matrix.maskable.row(row)[word];
        }
    }
    auto const format = format_word(level, mask);
    for (auto const& copy : format_positions(out.size)) {
        for (std::size_t bit = 0; bit < format_bits; ++bit) {
            out.darken(copy[bit].row, copy[bit].column, (format >> bit & 1) != 0);
        }
    }
    return out;
}

std::size_t best_mask(Matrix const& matrix, Level level) {
    auto const points = penalties(matrix, level);
    auto const best = std::min_element(points.begin(), points.end());
    return static_cast<std::size_t>(best - points.begin());
}

}  // namespace ocop::qr
