#pragma once

#include "qr/symbol.hpp"

#include <ocop/base/bytes.hpp>

#include <cstddef>
#include <cstdint>

namespace ocop::sheets {

// A picture of one bit a printer's dot: rows from the top in whole bytes, the first dot in the
// highest bit, 1 is ink. A value; reading it is safe from any thread.
class Bitmap {
  public:
    Bitmap() = default;
    // White. Both 1..20000 (OCOP_ASSERT).
    Bitmap(int width, int height);

    int width() const { return width_; }

    int height() const { return height_; }

    std::size_t row_bytes() const { return row_bytes_; }

    // `y` is 0..height-1 (OCOP_ASSERT).
    ByteView row(int y) const;

    // White outside.
    bool ink(int x, int y) const;

    // What lies outside is left out. Nothing is done without `ink`.
    void set(int x, int y, bool ink = true);
    void fill(int x, int y, int width, int height);

    friend bool operator==(Bitmap const&, Bitmap const&) = default;

  private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * row_bytes_ + static_cast<std::size_t>(x) / 8;
    }

    int width_ = 0;
    int height_ = 0;
    std::size_t row_bytes_ = 0;
    Bytes bits_;
};

// Each module as a square of `dots` dots, from (x, y) on, which is the corner of the modules and
// not of the quiet zone.
void draw_symbol(Bitmap& out, qr::Symbol const& symbol, int x, int y, int dots);

// The ink of `picture`, from (x, y) on.
void draw_picture(Bitmap& out, Bitmap const& picture, int x, int y);

// A copy of `width` × `height` dots of it from (x, y) on.
Bitmap part_of(Bitmap const& picture, int x, int y, int width, int height);

}  // namespace ocop::sheets
