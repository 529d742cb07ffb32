#include "blobs/picture.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <cmath>

namespace ocop::blobs {

namespace {

// How much of the interval [at, at + 1) of the old scale lies in the new pixel `to_index`, which
// covers [to_index × ratio, (to_index + 1) × ratio).
double covered(double at, double to_index, double ratio) {
    auto const from = std::max(at, to_index * ratio);
    auto const until = std::min(at + 1, (to_index + 1) * ratio);
    return std::max(0.0, until - from);
}

void add_pixel(float* to, float weight, std::uint8_t const* from) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
        to[channel] += weight * static_cast<float>(from[channel]);
    }
}

}  // namespace

Extent fit(Extent extent, std::uint32_t side_max) {
    auto const side = std::max(extent.width, extent.height);
    if (side <= side_max) {
        return extent;
    }
    auto const scaled = [&](std::uint32_t length) {
        auto const exact = (std::uint64_t{length} * side_max + side / 2) / side;
        return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(exact));
    };
    return {scaled(extent.width), scaled(extent.height)};
}

Shrinker::Shrinker(Extent from, Extent to) : from_(from) {
    OCOP_ASSERT(to.width >= 1 && to.height >= 1);
    OCOP_ASSERT(to.width <= from.width && to.height <= from.height);
    picture_.extent = to;
    picture_.rgb.resize(to.pixels() * 3);
    narrowed_.resize(picture_.row_bytes());
    sum_.resize(picture_.row_bytes());
}

void Shrinker::narrow(std::span<std::uint8_t const> row) {
    auto const ratio = static_cast<double>(from_.width) / picture_.extent.width;
    std::fill(narrowed_.begin(), narrowed_.end(), 0.0F);
    std::size_t out = 0;
    for (std::size_t x = 0; x < from_.width; ++x) {
        auto const at = static_cast<double>(x);
        // A pixel no wider than the new ones reaches into two of them at most.
        while (out + 1 < picture_.extent.width && static_cast<double>(out + 1) * ratio <= at) {
            ++out;
        }
        auto const end = std::min<std::size_t>(out + 2, picture_.extent.width);
        for (auto column = out; column < end; ++column) {
            auto const weight = covered(at, static_cast<double>(column), ratio) / ratio;
            add_pixel(&narrowed_[column * 3], static_cast<float>(weight), &row[x * 3]);
        }
    }
}

void Shrinker::put_row() {
    auto* const out = &picture_.rgb[out_row_ * picture_.row_bytes()];
    for (std::size_t i = 0; i < sum_.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(std::clamp(sum_[i] + 0.5F, 0.0F, 255.0F));
    }
    std::fill(sum_.begin(), sum_.end(), 0.0F);
    ++out_row_;
}

void Shrinker::add(std::span<std::uint8_t const> row) {
    OCOP_ASSERT(!complete() && row.size() == std::size_t{from_.width} * 3);
    narrow(row);
    auto const ratio = static_cast<double>(from_.height) / picture_.extent.height;
    auto const at = static_cast<double>(next_row_++);
    while (out_row_ < picture_.extent.height) {
        auto const weight = static_cast<float>(covered(at, out_row_, ratio) / ratio);
        for (std::size_t i = 0; i < sum_.size(); ++i) {
            sum_[i] += weight * narrowed_[i];
        }
        // Whether the new row goes on further down; the last ends with the last, whatever rounding
        // says.
        bool const last = complete() && out_row_ + 1 == picture_.extent.height;
        if (!last && (static_cast<double>(out_row_) + 1) * ratio > at + 1) {
            return;
        }
        put_row();
    }
}

Picture shrink(Picture const& picture, Extent to) {
    Shrinker shrinker(picture.extent, to);
    for (std::size_t y = 0; y < picture.extent.height; ++y) {
        shrinker.add(picture.row(y));
    }
    return shrinker.take();
}

Picture orient(Picture picture, int orientation) {
    if (orientation < 2 || orientation > 8) {
        return picture;
    }
    auto const width = std::size_t{picture.extent.width};
    auto const height = std::size_t{picture.extent.height};
    bool const swapped = orientation >= 5;
    // Which end of the stored rows and columns the seen picture starts from.
    bool const from_right =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool const from_bottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Picture out;
    out.extent = swapped ? Extent{picture.extent.height, picture.extent.width} : picture.extent;
    out.rgb.resize(picture.rgb.size());
    auto* to = out.rgb.data();
    for (std::size_t y = 0; y < out.extent.height; ++y) {
        for (std::size_t x = 0; x < out.extent.width; ++x, to += 3) {
            auto const column = swapped ? y : x;
            auto const row = swapped ? x : y;
            auto const from_column = from_right ? width - 1 - column : column;
            auto const from_row = from_bottom ? height - 1 - row : row;
            std::copy_n(&picture.rgb[(from_row * width + from_column) * 3], 3, to);
        }
    }
    return out;
}

}  // namespace ocop::blobs
