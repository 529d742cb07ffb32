#pragma once

#include "sheets/bitmap.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

namespace ocop::sheets {

constexpr int artwork_pixels_max = 1000;  // on a side
constexpr int artwork_width_min = 200;    // hundredths of a millimetre
constexpr int artwork_width_max = 10000;
constexpr std::size_t artwork_bytes_max = 1024 * 1024;

// A mark that stands on every label (the OCOP logo), beside the text and never on the symbol or its
// quiet zone. Black alone: printed with the black plate, as all else. A value; reading it is safe
// from any thread.
class Artwork {
  public:
    // A PNG file. What is darker than half of grey is ink, and what is transparent is not. `width`
    // is how wide it is printed, in hundredths of a millimetre, where a label has room for that.
    // Malformed, sheets_artwork_unreadable (no PNG); refused, sheets_artwork_size (more than 1000
    // pixels on a side, or not 2 to 100 mm wide); refused, sheets_artwork_blank; too_large,
    // sheets_artwork_too_large.
    static Result<Artwork> parse(ByteView png, int width);

    Bitmap const& picture() const { return picture_; }

    int width() const { return width_; }  // hundredths of a millimetre

  private:
    Artwork(Bitmap picture, int width) : picture_(std::move(picture)), width_(width) {}

    Bitmap picture_;
    int width_;
};

// The picture at another size: a dot is ink where at least half of what it covers is. Both 1..20000
// (OCOP_ASSERT).
Bitmap resized(Bitmap const& picture, int width, int height);

}  // namespace ocop::sheets
