#pragma once

#include <ocop/base/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What a camera says beside the pixels (Exif 2.32, CIPA DC-008): four facts of it, and nothing else
// is looked at. Pure; any thread.
namespace ocop::blobs {

struct Exif {
    // DateTimeOriginal as the camera's clock said: "2026-10-01T07:30:00", with "+07:00" behind when
    // the camera says that too. A day and time that exist; whether they are true, nobody knows.
    std::optional<std::string> taken_at;
    // WGS 84, in millionths of a degree; both or none.
    std::optional<std::int64_t> latitude_e6;
    std::optional<std::int64_t> longitude_e6;
    int orientation = 1;  // 1 to 8
};
BOOST_DESCRIBE_STRUCT(Exif, (), (taken_at, latitude_e6, longitude_e6, orientation))

// `tiff` is the TIFF structure, with or without "Exif" 00 00 before. What cannot be read is left
// out: a damaged or missing block gives the defaults.
Exif read_exif(std::string_view tiff);

}  // namespace ocop::blobs
