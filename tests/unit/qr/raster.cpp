#include "unit/qr/raster.hpp"

#include "qr/draw.hpp"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace ocop::qr::testing {

namespace {

[[noreturn]] void refuse(png_structp, png_const_charp why) {
    throw std::runtime_error(why);
}

void read_bytes(png_structp png, png_bytep out, png_size_t count) {
    auto& rest = *static_cast<ByteView*>(png_get_io_ptr(png));
    if (count > rest.size()) {
        png_error(png, "truncated");
    }
    std::memcpy(out, rest.data(), count);
    rest = rest.subspan(count);
}

Reading read_with(Raster const& picture, ZXing::DecodeHints const& hints) {
    auto const result = ZXing::ReadBarcode(
        {picture.grey.data(), picture.width, picture.height, ZXing::ImageFormat::Lum}, hints
    );
    if (!result.isValid()) {
        return {};
    }
    auto const& bytes = result.bytes();
    return {std::string(bytes.begin(), bytes.end()), result.ecLevel()};
}

std::uint8_t to_grey(double value) {
    return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

Raster transposed(Raster const& picture) {
    Raster out(picture.height, picture.width);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            out.at(y, x) = picture.at(x, y);
        }
    }
    return out;
}

Raster gained_across(Raster const& picture, int pixels) {
    Raster out(picture.width, picture.height);
    int const reach = std::abs(pixels);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            auto const* const line = &picture.grey[static_cast<std::size_t>(y * picture.width)];
            auto const* const first = line + std::max(0, x - reach);
            auto const* const last = line + std::min(picture.width, x + reach + 1);
            out.at(x, y) =
                pixels > 0 ? *std::min_element(first, last) : *std::max_element(first, last);
        }
    }
    return out;
}

Raster blurred_across(Raster const& picture, std::vector<double> const& weights) {
    int const reach = static_cast<int>(weights.size() / 2);
    Raster out(picture.width, picture.height);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            double sum = 0;
            for (int step = -reach; step <= reach; ++step) {
                sum += weights[static_cast<std::size_t>(step + reach)] *
                       picture.at(std::clamp(x + step, 0, picture.width - 1), y);
            }
            out.at(x, y) = to_grey(sum);
        }
    }
    return out;
}

}  // namespace

Raster::Raster(int w, int h, std::uint8_t fill)
    : width(w), height(h), grey(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), fill) {}

Png read_png(ByteView file) {
    Png out;
    auto* png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, refuse, nullptr);
    auto* info = png_create_info_struct(png);
    png_set_read_fn(png, &file, read_bytes);
    png_read_info(png, info);
    out.bit_depth = png_get_bit_depth(png, info);
    out.colour_type = png_get_color_type(png, info);
    int unit = PNG_RESOLUTION_UNKNOWN;
    png_get_pHYs(png, info, &out.pixels_per_metre_x, &out.pixels_per_metre_y, &unit);
    if (unit != PNG_RESOLUTION_METER) {
        throw std::runtime_error("no pHYs in metres");
    }
    png_set_expand_gray_1_2_4_to_8(png);
    png_read_update_info(png, info);
    out.raster = Raster(
        static_cast<int>(png_get_image_width(png, info)),
        static_cast<int>(png_get_image_height(png, info))
    );
    for (int y = 0; y < out.raster.height; ++y) {
        png_read_row(png, &out.raster.at(0, y), nullptr);
    }
    png_read_end(png, info);
    png_destroy_read_struct(&png, &info, nullptr);
    if (!file.empty()) {
        throw std::runtime_error("bytes after the end");
    }
    return out;
}

Raster picture_of(Symbol const& symbol) {
    int const modules = symbol.size() + 2 * quiet_zone_modules;
    Raster out(modules, modules);
    for (int row = 0; row < symbol.size(); ++row) {
        for (int column = 0; column < symbol.size(); ++column) {
            out.at(column + quiet_zone_modules, row + quiet_zone_modules) =
                symbol.dark(row, column) ? 0 : 255;
        }
    }
    return enlarged(out, 3);
}

Reading scan(Raster const& picture) {
    return read_with(picture, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode));
}

Reading scan_upright(Raster const& picture) {
    auto const hints = ZXing::DecodeHints()
                           .setFormats(ZXing::BarcodeFormat::QRCode)
                           .setIsPure(true)
                           .setBinarizer(ZXing::Binarizer::FixedThreshold);
    return read_with(picture, hints);
}

Raster enlarged(Raster const& picture, int factor) {
    Raster out(picture.width * factor, picture.height * factor);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            out.at(x, y) = picture.at(x / factor, y / factor);
        }
    }
    return out;
}

Raster reduced(Raster const& picture, int factor) {
    Raster out(picture.width / factor, picture.height / factor);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int sum = 0;
            for (int at = 0; at < factor * factor; ++at) {
                sum += picture.at(x * factor + at % factor, y * factor + at / factor);
            }
            out.at(x, y) = to_grey(static_cast<double>(sum) / (factor * factor));
        }
    }
    return out;
}

Raster gained(Raster const& picture, int pixels) {
    auto const once = gained_across(picture, pixels);
    return transposed(gained_across(transposed(once), pixels));
}

Raster blurred(Raster const& picture, double sigma_pixels) {
    int const reach = static_cast<int>(std::ceil(3 * sigma_pixels));
    std::vector<double> weights;
    double sum = 0;
    for (int step = -reach; step <= reach; ++step) {
        weights.push_back(std::exp(-step * step / (2 * sigma_pixels * sigma_pixels)));
        sum += weights.back();
    }
    for (auto& weight : weights) {
        weight /= sum;
    }
    auto const once = blurred_across(picture, weights);
    return transposed(blurred_across(transposed(once), weights));
}

Raster turned(Raster const& picture) {
    Raster out(picture.height, picture.width);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            out.at(picture.height - 1 - y, x) = picture.at(x, y);
        }
    }
    return out;
}

Raster faded(Raster const& picture, int black, int white) {
    Raster out = picture;
    for (auto& pixel : out.grey) {
        pixel = static_cast<std::uint8_t>(black + pixel * (white - black) / 255);
    }
    return out;
}

Raster noisy(Raster const& picture, double deviation, std::mt19937& random) {
    Raster out = picture;
    std::normal_distribution<double> error(0, deviation);
    for (auto& pixel : out.grey) {
        pixel = to_grey(pixel + error(random));
    }
    return out;
}

}  // namespace ocop::qr::testing
