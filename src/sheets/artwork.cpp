#include "sheets/artwork.hpp"

#include <png.h>

#include <algorithm>
#include <vector>

namespace ocop::sheets {

namespace {

// libpng's own reader into memory, freed whatever happens.
struct Image {
    png_image png{};

    Image() { png.version = PNG_IMAGE_VERSION; }

    Image(Image const&) = delete;
    Image& operator=(Image const&) = delete;

    ~Image() { png_image_free(&png); }
};

Error unreadable() {
    return {Errc::malformed, "sheets_artwork_unreadable", "", "not a PNG file that can be read"};
}

bool has_ink(Bitmap const& picture) {
    for (int y = 0; y < picture.height(); ++y) {
        auto const row = picture.row(y);
        if (std::any_of(row.begin(), row.end(), [](std::uint8_t bits) { return bits != 0; })) {
            return true;
        }
    }
    return false;
}

// How many of the dots in a box are ink.
int ink_in(Bitmap const& picture, int left, int top, int right, int bottom) {
    int out = 0;
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            out += picture.ink(x, y) ? 1 : 0;
        }
    }
    return out;
}

}  // namespace

Result<Artwork> Artwork::parse(ByteView png, int width) {
    if (png.size() > artwork_bytes_max)
        return Error(Errc::too_large, "sheets_artwork_too_large", "", "at most 1 MiB");
    Image image;
    if (png_image_begin_read_from_memory(&image.png, png.data(), png.size()) == 0)
        return unreadable();
    auto const side = static_cast<unsigned>(artwork_pixels_max);
    if (image.png.width > side || image.png.height > side || width < artwork_width_min ||
        width > artwork_width_max) {
        return Error(
            Errc::refused,
            "sheets_artwork_size",
            "",
            "at most 1000 pixels on a side, printed 2 to 100 mm wide"
        );
    }
    image.png.format = PNG_FORMAT_GRAY;
    std::vector<std::uint8_t> grey(PNG_IMAGE_SIZE(image.png));
    png_color const white = {255, 255, 255};
    if (png_image_finish_read(&image.png, &white, grey.data(), 0, nullptr) == 0)
        return unreadable();
    Bitmap picture(static_cast<int>(image.png.width), static_cast<int>(image.png.height));
    std::size_t at = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            picture.set(x, y, grey[at++] < 128);
        }
    }
    if (!has_ink(picture))
        return Error(Errc::refused, "sheets_artwork_blank", "", "there is no ink in it");
    return Artwork(std::move(picture), width);
}

Bitmap resized(Bitmap const& picture, int width, int height) {
    Bitmap out(width, height);
    for (int y = 0; y < height; ++y) {
        int const top = y * picture.height() / height;
        int const bottom = std::max(top + 1, (y + 1) * picture.height() / height);
        for (int x = 0; x < width; ++x) {
            int const left = x * picture.width() / width;
            int const right = std::max(left + 1, (x + 1) * picture.width() / width);
            int const ink = ink_in(picture, left, top, right, bottom);
            out.set(x, y, 2 * ink >= (right - left) * (bottom - top));
        }
    }
    return out;
}

}  // namespace ocop::sheets
