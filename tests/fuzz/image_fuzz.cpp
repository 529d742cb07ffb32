// libFuzzer target: any bytes as a file that was sent, by each type it may be said to be. What is
// accepted gives copies in their bounds that read back, and that hold nothing but pixels.

#include "blobs/codecs.hpp"
#include "blobs/upload.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

void check_copy(ocop::blobs::Copy const& copy, std::uint32_t side_max) {
    using namespace ocop;
    OCOP_ASSERT(std::max(copy.extent.width, copy.extent.height) <= side_max);
    OCOP_ASSERT(copy.jpeg.find("Exif") == std::string::npos);
    auto const again = blobs::read_jpeg(copy.jpeg, side_max);
    OCOP_ASSERT(again.has_value() && again->original == copy.extent && again->exif.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop;
    using blobs::MediaType;
    auto const bytes = as_text({data, size});
    for (auto const type : {MediaType::jpeg, MediaType::png, MediaType::webp, MediaType::pdf}) {
        auto const photo = blobs::inspect(bytes, type);
        OCOP_ASSERT(!photo || photo->has_value() == (type != MediaType::pdf));
        if (!photo || !*photo) {
            continue;
        }
        auto const& exif = (*photo)->exif;
        OCOP_ASSERT(exif.orientation >= 1 && exif.orientation <= 8);
        OCOP_ASSERT(exif.latitude_e6.has_value() == exif.longitude_e6.has_value());
        OCOP_ASSERT((*photo)->extent.pixels() <= blobs::image_pixels_max);
        check_copy((*photo)->shown, blobs::public_side_max);
        check_copy((*photo)->thumbnail, blobs::thumbnail_side_max);
    }
    return 0;
}
