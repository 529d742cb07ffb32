#pragma once

#include "qr/symbol.hpp"

#include <ocop/base/bytes.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ocop::qr::testing {

// A grey picture: 0 is black, 255 white; rows from the top.
struct Raster {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> grey;

    Raster() = default;
    Raster(int w, int h, std::uint8_t fill = 255);

    std::uint8_t& at(int x, int y) { return grey[index(x, y)]; }

    std::uint8_t at(int x, int y) const { return grey[index(x, y)]; }

    friend bool operator==(Raster const&, Raster const&) = default;

  private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
};

// What libpng finds in a file.
struct Png {
    Raster raster;
    int bit_depth = 0;
    int colour_type = 0;
    std::uint32_t pixels_per_metre_x = 0;
    std::uint32_t pixels_per_metre_y = 0;
};

// Throws std::runtime_error on a file libpng refuses.
Png read_png(ByteView file);

// The symbol with its quiet zone at 3 pixels a module, by neither of the drawing functions.
Raster picture_of(Symbol const& symbol);

// What ZXing reads; both empty when it reads nothing.
struct Reading {
    std::string text;
    std::string level;
};

Reading scan(Raster const& picture);          // as a phone: searches, rotates, thresholds
Reading scan_upright(Raster const& picture);  // a clean picture that needs no searching

// What happens to a symbol between the printer's memory and the reader.
Raster enlarged(Raster const& picture, int factor);          // each pixel becomes a square
Raster reduced(Raster const& picture, int factor);           // averages of squares
Raster gained(Raster const& picture, int pixels);            // dark edges move out (< 0: in)
Raster blurred(Raster const& picture, double sigma_pixels);  // Gaussian
Raster turned(Raster const& picture);                        // 90 degrees clockwise
Raster faded(Raster const& picture, int black, int white);   // less contrast
Raster noisy(Raster const& picture, double deviation, std::mt19937& random);

}  // namespace ocop::qr::testing
