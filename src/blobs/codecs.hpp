#pragma once

#include "blobs/picture.hpp"

#include <ocop/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// Image formats, each by the library that is kept for it: libjpeg-turbo, libpng, libwebp. What they
// find wrong is an error here, never a signal, a message on stderr or a process that ends. Any
// thread.
//
// Sizes are judged from the header, before a pixel is allocated: a few bytes can name billions.
// Rows are shrunk while they are decoded, so that what stays is small; what a format cannot give
// row by row (progressive JPEG, interlaced PNG, lossless WebP) has a limit of its own.
namespace ocop::blobs {

inline constexpr std::uint64_t image_pixels_max = 50'000'000;
inline constexpr std::uint32_t image_side_max = 65'500;  // libjpeg's own
// Memory that one image may take while it is decoded, besides its rows.
inline constexpr std::uint64_t decode_bytes_max = std::uint64_t{256} << 20;

struct Decoded {
    Picture picture;   // not turned yet
    Extent original;   // as stored
    std::string exif;  // the Exif block; empty: none
};

// Errors of all three: malformed "image_malformed" (damaged or cut short, or animated); too_large
// "image_too_large". The picture's long side is at most `side_max`. A transparent pixel is shown
// over white. Colour profiles are not applied.
Result<Decoded> read_jpeg(std::string_view bytes, std::uint32_t side_max);
Result<Decoded> read_png(std::string_view bytes, std::uint32_t side_max);
Result<Decoded> read_webp(std::string_view bytes, std::uint32_t side_max);

// A progressive baseline-Huffman JFIF file with 4:2:0 chroma: pixels and tables, no other segment.
// `quality` is libjpeg's, 1 to 100. internal "image_unwritable".
Result<std::string> write_jpeg(Picture const& picture, int quality);

// For the three readers.
Result<void> check_extent(Extent extent);
Error image_malformed(std::string reason);

}  // namespace ocop::blobs
