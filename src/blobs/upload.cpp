#include "blobs/upload.hpp"

#include "blobs/codecs.hpp"

#include <algorithm>
#include <array>

namespace ocop::blobs {

namespace {

constexpr std::array<std::pair<MediaType, std::string_view>, 4> names{{
    {MediaType::jpeg, "image/jpeg"},
    {MediaType::png, "image/png"},
    {MediaType::webp, "image/webp"},
    {MediaType::pdf, "application/pdf"},
}};

constexpr std::size_t pdf_tail_bytes = 1024;

Error heic() {
    return {
        Errc::unsupported,
        "heic_unsupported",
        "",
        "Ảnh HEIC chưa đọc được. Trên iPhone: Cài đặt › Camera › Định dạng › Tương thích nhất rồi "
        "chụp lại, hoặc chia sẻ ảnh dưới dạng JPEG. / HEIC photos are not read. On an iPhone: "
        "Settings › Camera › Formats › Most Compatible, then take it again, or share it as JPEG."};
}

// ISO base media files of the HEIF family (ISO/IEC 23008-12): "ftyp" and a brand.
bool is_heic(std::string_view bytes) {
    auto const brand = bytes.substr(std::min<std::size_t>(8, bytes.size()), 4);
    return bytes.substr(std::min<std::size_t>(4, bytes.size()), 4) == "ftyp" &&
           (brand == "heic" || brand == "heix" || brand == "hevc" || brand == "hevx" ||
            brand == "heim" || brand == "heis" || brand == "mif1" || brand == "msf1" ||
            brand == "avif");
}

bool has_magic(std::string_view bytes, MediaType type) {
    switch (type) {
        case MediaType::jpeg:
            return bytes.substr(0, 3) == "\xff\xd8\xff";
        case MediaType::png:
            return bytes.substr(0, 8) == "\x89PNG\r\n\x1a\n";
        case MediaType::webp:
            return bytes.substr(0, 4) == "RIFF" &&
                   bytes.substr(std::min<std::size_t>(8, bytes.size()), 4) == "WEBP";
        case MediaType::pdf:
            return bytes.substr(0, 7) == "%PDF-1." || bytes.substr(0, 7) == "%PDF-2.";
    }
    return false;
}

Result<Decoded> decode(std::string_view bytes, MediaType type) {
    switch (type) {
        case MediaType::jpeg:
            return read_jpeg(bytes, public_side_max);
        case MediaType::png:
            return read_png(bytes, public_side_max);
        case MediaType::webp:
            return read_webp(bytes, public_side_max);
        case MediaType::pdf:
            break;
    }
    return image_malformed("is no image");
}

Result<Copy> copy_of(Picture const& picture) {
    auto jpeg = write_jpeg(picture, public_quality);
    if (!jpeg) {
        return jpeg.error();
    }
    return Copy{picture.extent, std::move(*jpeg)};
}

Result<Photo> make_photo(std::string_view bytes, MediaType type) {
    auto decoded = decode(bytes, type);
    if (!decoded) {
        return decoded.error();
    }
    Photo out;
    out.exif = read_exif(decoded->exif);
    out.extent = decoded->original;
    if (out.exif.orientation >= 5) {
        std::swap(out.extent.width, out.extent.height);
    }
    auto const upright = orient(std::move(decoded->picture), out.exif.orientation);
    auto shown = copy_of(upright);
    if (!shown) {
        return shown.error();
    }
    auto thumbnail = copy_of(shrink(upright, fit(upright.extent, thumbnail_side_max)));
    if (!thumbnail) {
        return thumbnail.error();
    }
    out.shown = std::move(*shown);
    out.thumbnail = std::move(*thumbnail);
    out.look = look_of(upright);
    return out;
}

}  // namespace

std::string_view media_type_name(MediaType type) {
    return names[static_cast<std::size_t>(type)].second;
}

Result<MediaType> parse_media_type(std::string_view text) {
    std::string name(text.substr(0, text.find(';')));
    name.erase(std::min(name.find_last_not_of(" \t") + 1, name.size()));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    for (auto const& [type, known] : names) {
        if (name == known) {
            return type;
        }
    }
    if (name.starts_with("image/hei") || name == "image/avif") {
        return heic();
    }
    return Error(
        Errc::unsupported,
        "media_type_unsupported",
        "Content-Type",
        "must be image/jpeg, image/png, image/webp or application/pdf"
    );
}

Result<std::optional<Photo>> inspect(std::string_view bytes, MediaType type) {
    if (bytes.size() > blob_bytes_max) {
        return Error(
            Errc::too_large,
            "blob_too_large",
            "",
            "at most " + std::to_string(blob_bytes_max) + " bytes"
        );
    }
    if (is_heic(bytes)) {
        return heic();
    }
    if (!has_magic(bytes, type)) {
        return Error(
            Errc::unsupported,
            "media_type_mismatch",
            "Content-Type",
            "the file is no " + std::string(media_type_name(type))
        );
    }
    if (type == MediaType::pdf) {
        auto const tail = bytes.substr(bytes.size() - std::min(bytes.size(), pdf_tail_bytes));
        if (tail.find("%%EOF") == std::string_view::npos) {
            return Error(Errc::malformed, "pdf_malformed", "", "has no end: it is cut short");
        }
        return std::optional<Photo>();
    }
    auto photo = make_photo(bytes, type);
    if (!photo) {
        return photo.error();
    }
    return std::optional<Photo>(std::move(*photo));
}

}  // namespace ocop::blobs
