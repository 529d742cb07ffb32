#include "sheets/bitmap.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>

namespace ocop::sheets {

namespace {

constexpr int side_max = 20'000;

std::uint8_t bit_of(int x) {
    return static_cast<std::uint8_t>(0x80U >> (static_cast<unsigned>(x) % 8));
}

}  // namespace

Bitmap::Bitmap(int width, int height) : width_(width), height_(height) {
    OCOP_ASSERT(width >= 1 && height >= 1 && width <= side_max && height <= side_max);
    row_bytes_ = (static_cast<std::size_t>(width) + 7) / 8;
    bits_.resize(row_bytes_ * static_cast<std::size_t>(height));
}

ByteView Bitmap::row(int y) const {
    OCOP_ASSERT(y >= 0 && y < height_);
    return ByteView(bits_).subspan(static_cast<std::size_t>(y) * row_bytes_, row_bytes_);
}

bool Bitmap::ink(int x, int y) const {
    return x >= 0 && y >= 0 && x < width_ && y < height_ && (bits_[index(x, y)] & bit_of(x)) != 0;
}

void Bitmap::set(int x, int y, bool ink) {
    if (ink && x >= 0 && y >= 0 && x < width_ && y < height_) {
        bits_[index(x, y)] |= bit_of(x);
    }
}

void Bitmap::fill(int x, int y, int width, int height) {
    for (int row = std::max(y, 0); row < std::min(y + height, height_); ++row) {
        for (int column = std::max(x, 0); column < std::min(x + width, width_); ++column) {
            bits_[index(column, row)] |= bit_of(column);
        }
    }
}

void draw_symbol(Bitmap& out, qr::Symbol const& symbol, int x, int y, int dots) {
    for (int row = 0; row < symbol.size(); ++row) {
        for (int column = 0; column < symbol.size(); ++column) {
            int const side = symbol.dark(row, column) ? dots : 0;
            out.fill(x + column * dots, y + row * dots, side, side);
        }
    }
}

void draw_picture(Bitmap& out, Bitmap const& picture, int x, int y) {
    for (int row = 0; row < picture.height(); ++row) {
        for (int column = 0; column < picture.width(); ++column) {
            out.set(x + column, y + row, picture.ink(column, row));
        }
    }
}

Bitmap part_of(Bitmap const& picture, int x, int y, int width, int height) {
    Bitmap out(width, height);
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            out.set(column, row, picture.ink(x + column, y + row));
        }
    }
    return out;
}

}  // namespace ocop::sheets
