#pragma once

#include "blobs/blob_store.hpp"
#include "blobs/exif.hpp"
#include "blobs/look.hpp"

#include <ocop/base/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// A file as it comes in: what it is, and what anyone may see of it.
namespace ocop::blobs {

enum class MediaType : std::uint8_t { jpeg, png, webp, pdf };

std::string_view media_type_name(MediaType type);  // "image/jpeg"

// By a Content-Type, without case and parameters. unsupported "heic_unsupported", whose reason says
// what to do, or "media_type_unsupported".
Result<MediaType> parse_media_type(std::string_view text);

inline constexpr std::uint32_t public_side_max = 1600;
inline constexpr std::uint32_t thumbnail_side_max = 480;
inline constexpr int public_quality = 82;

struct Copy {
    Extent extent;
    std::string jpeg;
};

// What is made of a photo. The copies are pixels encoded anew: upright, without any metadata.
struct Photo {
    Extent extent;  // of the original, upright
    Copy shown;     // long side at most 1,600 pixels
    Copy thumbnail;  // 480
    Exif exif;       // private, as the original is
    std::optional<Look> look;
};

// What is wrong with a file, before anything is kept: its bytes must be of the type it is said to
// be. An empty Photo for a PDF, which is kept as it is: it must begin as one and have its end mark.
// unsupported "media_type_mismatch" or "heic_unsupported"; malformed "image_malformed" or
// "pdf_malformed"; too_large "image_too_large" (over 50 million pixels) or "blob_too_large".
//
// Takes hundreds of milliseconds and up to 300 MiB for the largest photos: bound how many run.
Result<std::optional<Photo>> inspect(std::string_view bytes, MediaType type);

}  // namespace ocop::blobs
