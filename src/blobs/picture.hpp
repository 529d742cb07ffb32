#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Pixels, and what is done with them. Pure; one thread at a time.
namespace ocop::blobs {

struct Extent {
    std::uint32_t width = 0;
    std::uint32_t height = 0;

    std::uint64_t pixels() const { return std::uint64_t{width} * height; }

    friend bool operator==(Extent const&, Extent const&) = default;
};

// Rows from the top, three bytes (red, green, blue) a pixel, no gaps.
struct Picture {
    Extent extent;
    std::vector<std::uint8_t> rgb;

    std::size_t row_bytes() const { return std::size_t{extent.width} * 3; }

    std::span<std::uint8_t const> row(std::size_t y) const {
        return std::span(rgb).subspan(y * row_bytes(), row_bytes());
    }
};

// `extent` made so small that its long side is at most `side_max`; no side under 1, never larger.
Extent fit(Extent extent, std::uint32_t side_max);

// Makes a picture smaller while its rows come in, so that the whole is never in memory: each new
// pixel is the mean of the area it covers. `to` is at most `from` on both sides (OCOP_ASSERT).
class Shrinker {
  public:
    Shrinker(Extent from, Extent to);

    // The next row of `from`: 3 × width bytes. Not more rows than there are (OCOP_ASSERT).
    void add(std::span<std::uint8_t const> row);

    // Whether every row came.
    bool complete() const { return next_row_ == from_.height; }

    Picture take() { return std::move(picture_); }

  private:
    void narrow(std::span<std::uint8_t const> row);
    void put_row();

    Extent const from_;
    Picture picture_;
    std::uint32_t next_row_ = 0;
    std::uint32_t out_row_ = 0;
    std::vector<float> narrowed_;  // the row, as wide as the outcome
    std::vector<float> sum_;       // of rows, weighted by how much of the new row they cover
};

Picture shrink(Picture const& picture, Extent to);

// Turned so that it is seen as it was taken. `orientation` is Exif's (CIPA DC-008, 4.6.4): 1 is
// upright; what is not 1 to 8 counts as 1.
Picture orient(Picture picture, int orientation);

}  // namespace ocop::blobs
