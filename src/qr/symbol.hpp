#pragma once

#include "qr/square.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ocop::qr {

// Error correction levels: about 7, 15, 25 and 30 % of the codewords may be damaged.
enum class Level : std::uint8_t { l, m, q, h };

constexpr int version_max = 40;
// What the largest symbol holds, 40-L with digits only: no text longer than this is looked at.
constexpr std::size_t text_bytes_max = 7089;

// A finished QR Code symbol (ISO/IEC 18004 model 2) without its quiet zone: a square of dark and
// light modules. A value; reading it is safe from any thread.
class Symbol {
  public:
    // `modules` are size × size bytes by rows, of which the lowest bit says dark. The version must
    // be 1..40 and the count right (OCOP_ASSERT).
    Symbol(int version, Level level, ByteView modules);

    // `modules` must have the size of the version, which must be 1..40 (OCOP_ASSERT).
    Symbol(int version, Level level, Square modules);

    int version() const { return version_; }

    Level level() const { return level_; }

    // Modules on a side: 17 + 4 × version.
    int size() const { return 17 + 4 * version_; }

    // Row 0 is the top, column 0 the left; both 0..size-1 (OCOP_ASSERT).
    bool dark(int row, int col) const;

    friend bool operator==(Symbol const&, Symbol const&) = default;

  private:
    int version_;
    Level level_;
    Square modules_;
};

struct Options {
    Level level = Level::m;
    // Pinned for a print run, so that all its symbols have one size; else the smallest that fits.
    std::optional<int> version;
};

// Makes the symbol of `text`, split optimally into segments; the mask is the one of least penalty
// (mask.hpp).
// The bytes go in as they are, with no ECI header: readers agree on them when they are ASCII.
// One text and one set of options always give the same symbol. Any thread. Failures:
// malformed qr_text_empty; too_large qr_text_too_long (fits no version of this level);
// malformed qr_version_out_of_range (pinned, not 1..40); refused qr_version_too_small (pinned, and
// only a larger one holds the text). Out of memory throws std::bad_alloc.
Result<Symbol> encode(std::string_view text, Options const& options = {});

// The smallest version that holds `text` at `level`. Fails with qr_text_empty or qr_text_too_long.
Result<int> smallest_version(std::string_view text, Level level = Level::m);

// Bits that a symbol has for segments: 8 × the data codewords of ISO/IEC 18004:2015 table 7.
// `version` is 1..40 (OCOP_ASSERT).
std::size_t capacity_bits(int version, Level level);

}  // namespace ocop::qr
