#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ocop::qr {

// The modules of a symbol, one bit each, set is dark. Rows from the top, each in whole words of
// which column 0 is the lowest bit; the bits beyond the last column are 0 always. A value.
// Rows and columns are 0..size-1, which only the caller checks.
struct Square {
    static constexpr std::size_t word_bits = 64;

    int size = 0;
    std::size_t row_words = 0;
    std::vector<std::uint64_t> words;

    Square() = default;

    // All light.
    explicit Square(int modules)
        : size(modules),
          row_words((static_cast<std::size_t>(modules) + word_bits - 1) / word_bits),
          words(static_cast<std::size_t>(modules) * row_words) {}

    bool dark(int row, int column) const {
        return ((words[word_of(row, column)] >> bit_of(column)) & 1) != 0;
    }

    // Light modules may become dark, never the other way: a symbol is drawn on white.
    void darken(int row, int column, bool dark = true) {
        words[word_of(row, column)] |= std::uint64_t{dark ? 1U : 0U} << bit_of(column);
    }

    // The words of one row.
    std::uint64_t* row(int index) { return &words[static_cast<std::size_t>(index) * row_words]; }

    std::uint64_t const* row(int index) const {
        return &words[static_cast<std::size_t>(index) * row_words];
    }

    friend bool operator==(Square const&, Square const&) = default;

  private:
    std::size_t word_of(int row, int column) const {
        return static_cast<std::size_t>(row) * row_words +
               static_cast<std::size_t>(column) / word_bits;
    }

    static unsigned bit_of(int column) { return static_cast<unsigned>(column) % word_bits; }
};

}  // namespace ocop::qr
