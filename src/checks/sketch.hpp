#pragma once

#include <ocop/base/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ocop::checks {

// How many different hashes were added, in 1 KiB however many there were: HyperLogLog (Flajolet et
// al., 2007) with 2^10 registers, and linear counting (Whang et al., 1990) while registers are
// empty. Standard error 3.3 %; below some 1,000 it is less. Adding the same hash again changes
// nothing, and the merge of two sketches is the sketch of what both saw. The hashes must be
// uniform and secret: who can choose them can make any number. One thread at a time.
class Sketch {
  public:
    static constexpr unsigned index_bits = 10;
    static constexpr std::size_t registers = std::size_t{1} << index_bits;

    void add(std::uint64_t hash);
    void merge(Sketch const& other);
    std::uint64_t estimate() const;

    // u8 form ‖ registers: form 1: (u16 index ‖ u8 rank) of those that are not 0, by index; form 2:
    // all of them, a byte each. The shorter one.
    std::string encode() const;
    // Corrupt "store_corrupt".
    static Result<Sketch> decode(std::string_view bytes);

    friend bool operator==(Sketch const&, Sketch const&) = default;

  private:
    std::array<std::uint8_t, registers> ranks_{};
};

}  // namespace ocop::checks
