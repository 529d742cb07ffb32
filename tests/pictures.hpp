#pragma once

#include "blobs/picture.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <jpeglib.h>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <webp/encode.h>

// Photos made by the tests: scenes drawn from a seed, and files of them with what a camera adds.
namespace ocop::test {

using blobs::Extent;
using blobs::Picture;

// A sky, hills and some things in front: smooth and sharp parts, as photos have. Other seeds are
// other scenes; the same seed at another size is the same scene.
inline Picture scene(unsigned seed, Extent extent) {
    std::mt19937 random(seed);
    auto const number = [&](double from, double to) {
        return from + (to - from) * static_cast<double>(random() % 10'000) / 10'000;
    };

    struct Thing {
        double x, y, size;
        std::array<double, 3> colour;
        bool round;
    };

    std::vector<Thing> things(14);
    for (auto& thing : things) {
        thing = {
            number(0, 1),
            number(0, 1),
            number(0.05, 0.3),
            {number(0, 255), number(0, 255), number(0, 255)},
            number(0, 1) < 0.5};
    }
    auto const hill = number(0.3, 0.7);
    auto const wave = number(2, 9);
    auto const phase = number(0, 6);
    Picture out;
    out.extent = extent;
    for (std::uint32_t row = 0; row < extent.height; ++row) {
        for (std::uint32_t column = 0; column < extent.width; ++column) {
            auto const x = (column + 0.5) / extent.width;
            auto const y = (row + 0.5) / extent.height;
            bool const land = y > hill + 0.1 * std::sin(wave * x + phase);
            std::array<double, 3> colour{
                land ? 60.0 : 150.0 + 60 * y, land ? 120 - 50 * y : 180.0, land ? 50.0 : 230.0};
            for (auto const& thing : things) {
                auto const dx = std::abs(x - thing.x);
                auto const dy = std::abs(y - thing.y);
                bool const in = thing.round ? dx * dx + dy * dy < thing.size * thing.size / 4
                                            : std::max(dx, dy) < thing.size / 2;
                colour = in ? thing.colour : colour;
            }
            for (auto const channel : colour) {
                out.rgb.push_back(static_cast<std::uint8_t>(std::clamp(channel, 0.0, 255.0)));
            }
        }
    }
    return out;
}

// Each value changed by `change`.
inline Picture changed(Picture picture, std::function<double(double)> const& change) {
    for (auto& value : picture.rgb) {
        value = static_cast<std::uint8_t>(std::clamp(change(value), 0.0, 255.0));
    }
    return picture;
}

struct JpegForm {
    int quality = 90;
    bool progressive = false;
    std::string exif = {};     // the whole APP1 segment's data
    std::string comment = {};  // a COM segment
};

inline std::string make_jpeg(Picture const& picture, JpegForm const& form = {}) {
    jpeg_error_mgr errors{};
    jpeg_compress_struct info{};
    unsigned char* bytes = nullptr;
    unsigned long count = 0;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &bytes, &count);
    info.image_width = picture.extent.width;
    info.image_height = picture.extent.height;
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, form.quality, TRUE);
    if (form.progressive) {
        jpeg_simple_progression(&info);
    }
    jpeg_start_compress(&info, TRUE);
    auto const marker = [&](int code, std::string const& data) {
        if (!data.empty()) {
            jpeg_write_marker(
                &info, code, as_bytes(data).data(), static_cast<unsigned>(data.size())
            );
        }
    };
    marker(JPEG_APP0 + 1, form.exif);
    marker(JPEG_COM, form.comment);
    while (info.next_scanline < info.image_height) {
        auto* line = const_cast<JSAMPROW>(&picture.rgb[info.next_scanline * picture.row_bytes()]);
        jpeg_write_scanlines(&info, &line, 1);
    }
    jpeg_finish_compress(&info);
    std::string out(reinterpret_cast<char const*>(bytes), count);
    jpeg_destroy_compress(&info);
    std::free(bytes);
    return out;
}

inline void append_png(png_structp png, png_bytep data, png_size_t count) {
    auto* const out = static_cast<std::string*>(png_get_io_ptr(png));
    out->append(reinterpret_cast<char const*>(data), count);
}

struct PngForm {
    bool interlaced = false;
    std::string exif = {};
    std::string text = {};                     // a tEXt chunk
    std::optional<std::uint8_t> opacity = {};  // of every pixel
};

inline std::string make_png(Picture const& picture, PngForm const& form = {}) {
    std::string out;
    auto* png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    auto* info = png_create_info_struct(png);
    png_set_write_fn(png, &out, append_png, nullptr);
    png_set_IHDR(
        png,
        info,
        picture.extent.width,
        picture.extent.height,
        8,
        form.opacity ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB,
        form.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT
    );
    auto exif = form.exif;
    if (!exif.empty()) {
        png_set_eXIf_1(
            png,
            info,
            static_cast<png_uint_32>(exif.size()),
            reinterpret_cast<png_bytep>(exif.data())
        );
    }
    png_text text{};
    auto words = form.text;
    std::string key = "Comment";
    text.compression = PNG_TEXT_COMPRESSION_NONE;
    text.key = key.data();
    text.text = words.data();
    if (!words.empty()) {
        png_set_text(png, info, &text, 1);
    }
    png_write_info(png, info);
    std::vector<std::uint8_t> pixels;
    for (std::size_t i = 0; i < picture.rgb.size(); ++i) {
        pixels.push_back(picture.rgb[i]);
        if (form.opacity && i % 3 == 2) {
            pixels.push_back(*form.opacity);
        }
    }
    std::vector<png_bytep> rows;
    for (std::size_t y = 0; y < picture.extent.height; ++y) {
        rows.push_back(&pixels[y * pixels.size() / picture.extent.height]);
    }
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return out;
}

inline std::string make_webp(Picture const& picture, bool lossless = false) {
    std::uint8_t* bytes = nullptr;
    auto const width = static_cast<int>(picture.extent.width);
    auto const height = static_cast<int>(picture.extent.height);
    auto const count =
        lossless ? WebPEncodeLosslessRGB(picture.rgb.data(), width, height, width * 3, &bytes)
                 : WebPEncodeRGB(picture.rgb.data(), width, height, width * 3, 80, &bytes);
    std::string out(reinterpret_cast<char const*>(bytes), count);
    WebPFree(bytes);
    return out;
}

inline std::string little(std::uint32_t value, int width = 4) {
    std::string out;
    for (int i = 0; i < width; ++i) {
        out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    }
    return out;
}

// A simple WebP as an extended one with an EXIF chunk behind.
inline std::string with_exif(std::string const& webp, Extent extent, std::string const& exif) {
    auto const padded = exif.size() % 2 == 0 ? exif : exif + '\0';
    auto const extended = "VP8X" + little(10) + little(0x08) + little(extent.width - 1, 3) +
                          little(extent.height - 1, 3);
    auto const body = "WEBP" + extended + webp.substr(12) + "EXIF" +
                      little(static_cast<std::uint32_t>(exif.size())) + padded;
    return "RIFF" + little(static_cast<std::uint32_t>(body.size())) + body;
}

// A TIFF structure, as cameras write it: a folder of entries, each with its value inside or at an
// offset; number order by the test's choice.
class ExifMaker {
  public:
    explicit ExifMaker(bool big = false) : big_(big) {}

    struct Entry {
        std::uint16_t tag;
        std::uint16_t type;
        std::uint32_t count;
        std::string value;
    };

    std::string number(std::uint32_t value, int width) const {
        auto out = little(value, width);
        if (big_) {
            std::reverse(out.begin(), out.end());
        }
        return out;
    }

    Entry ascii(std::uint16_t tag, std::string text) const {
        text.push_back('\0');
        auto const count = static_cast<std::uint32_t>(text.size());
        return {tag, 2, count, std::move(text)};
    }

    Entry integer(std::uint16_t tag, std::uint16_t type, std::uint32_t value) const {
        return {tag, type, 1, number(value, type == 3 ? 2 : 4)};
    }

    Entry degrees(std::uint16_t tag, std::array<std::pair<unsigned, unsigned>, 3> parts) const {
        std::string value;
        for (auto const& [above, below] : parts) {
            value += number(above, 4) + number(below, 4);
        }
        return {tag, 5, 3, value};
    }

    // A folder that begins at `at`, and the values that do not fit into their entries.
    std::string folder(std::size_t at, std::vector<Entry> const& entries) const {
        auto out = number(static_cast<std::uint32_t>(entries.size()), 2);
        std::string values;
        auto const values_at = at + 2 + entries.size() * 12 + 4;
        for (auto const& entry : entries) {
            out += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4);
            auto value = entry.value;
            if (value.size() > 4) {
                auto const offset = static_cast<std::uint32_t>(values_at + values.size());
                values += value;
                value = number(offset, 4);
            }
            value.resize(4);
            out += value;
        }
        return out + number(0, 4) + values;
    }

    std::string make(
        std::uint32_t orientation, std::vector<Entry> const& exif, std::vector<Entry> const& gps
    ) const {
        constexpr std::size_t first_at = 8;
        auto const main = [&](std::size_t exif_at, std::size_t gps_at) {
            return folder(
                first_at,
                {ascii(0x010f, "Maker of cameras"),
                 integer(0x0112, 3, orientation),
                 integer(0x8769, 4, static_cast<std::uint32_t>(exif_at)),
                 integer(0x8825, 4, static_cast<std::uint32_t>(gps_at))}
            );
        };
        auto const exif_at = first_at + main(0, 0).size();
        auto const gps_at = exif_at + folder(exif_at, exif).size();
        return (big_ ? std::string("MM") : std::string("II")) + number(42, 2) +
               number(first_at, 4) + main(exif_at, gps_at) + folder(exif_at, exif) +
               folder(gps_at, gps);
    }

    // Phú Thọ, 1 October 2026, half past seven.
    std::string usual(std::uint32_t orientation = 1) const {
        return make(
            orientation,
            {ascii(0x9003, "2026:10:01 07:30:00"), ascii(0x9011, "+07:00")},
            {ascii(1, "N"),
             degrees(2, {{{21, 1}, {15, 1}, {3000, 100}}}),
             ascii(3, "E"),
             degrees(4, {{{105, 1}, {0, 1}, {36, 1}}})}
        );
    }

  private:
    bool const big_;
};

inline std::string app1(std::string const& tiff) {
    return std::string("Exif\0\0", 6) + tiff;
}

// The mean difference of the values of two pictures of one size.
inline double difference(Picture const& a, Picture const& b) {
    OCOP_ASSERT(a.extent == b.extent);
    double sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        sum += std::abs(static_cast<double>(a.rgb[i]) - b.rgb[i]);
    }
    return sum / static_cast<double>(a.rgb.size());
}

// A small PDF.
inline std::string make_pdf(std::string_view words) {
    return "%PDF-1.7\n1 0 obj\n(" + std::string(words) + ")\nendobj\ntrailer\n<<>>\n%%EOF\n";
}

}  // namespace ocop::test
