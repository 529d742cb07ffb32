#pragma once

#include <ocop/base/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace ocop::qr {

// The most error correction codewords that a block of any version and level has
// (ISO/IEC 18004:2015 table 9).
constexpr std::size_t check_bytes_max = 30;

// Makes the error correction codewords of blocks (ISO/IEC 18004:2015 §7.5.2, annex A): Reed-Solomon
// over GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1, the generator's roots being α^0 … α^(count-1).
// Immutable; any thread.
class ReedSolomon {
  public:
    // `count` codewords for each block, 1..check_bytes_max (OCOP_ASSERT).
    explicit ReedSolomon(std::size_t count);

    std::size_t count() const { return count_; }

    // Writes count() codewords for the block `data`, of any length, to `out`.
    void check(ByteView data, std::uint8_t* out) const;

  private:
    static constexpr std::size_t words = (check_bytes_max + 7) / 8;
    // Coefficients, that of the highest power in the highest byte of word 0.
    using Polynomial = std::array<std::uint64_t, words>;

    // Adds the generator, less its leading term, times a byte.
    void add_product(Polynomial& sum, std::uint64_t factor) const;

    std::size_t count_;
    // The generator without its leading coefficient, times α^0 … α^7: the product with any byte is
    // the sum of those at its set bits.
    std::array<Polynomial, 8> multiples_;
};

}  // namespace ocop::qr
