#include "blobs/codecs.hpp"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstring>
#include <memory>

#include <png.h>

namespace ocop::blobs {

namespace {

constexpr std::string_view signature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t chunk_bytes_max = std::size_t{1} << 20;  // of ancillary ones, unpacked
constexpr std::size_t rgba_bytes = 4;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t out = 0;
    for (auto const c : bytes.substr(at, 4)) {
        out = out << 8 | static_cast<std::uint8_t>(c);
    }
    return out;
}

// The eXIf chunk (PNG 1.2 extensions 1.5.0), wherever it stands; empty: none.
std::string exif_of(std::string_view bytes) {
    auto at = signature.size();
    while (bytes.size() >= at + 12) {
        auto const length = number_at(bytes, at);
        if (length > bytes.size() - at - 12) {
            return {};
        }
        if (bytes.substr(at + 4, 4) == "eXIf") {
            return std::string(bytes.substr(at + 8, length));
        }
        at += std::size_t{length} + 12;
    }
    return {};
}

struct Failure {
    std::jmp_buf back{};
    std::array<char, 128> message{};
};

struct Input {
    std::string_view rest;
};

[[noreturn]] void fail(png_structp png, png_const_charp message) {
    auto* const failure = static_cast<Failure*>(png_get_error_ptr(png));
    std::strncpy(failure->message.data(), message, failure->message.size() - 1);
    std::longjmp(failure->back, 1);
}

void warn(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep out, png_size_t count) {
    auto* const input = static_cast<Input*>(png_get_io_ptr(png));
    if (count > input->rest.size()) {
        png_error(png, "is cut short");
    }
    std::memcpy(out, input->rest.data(), count);
    input->rest.remove_prefix(count);
}

// As in jpeg.cpp: nothing in `act` has a destructor to be jumped over.
template <class Act>
[[gnu::noinline]] bool guarded(Failure& failure, Act const& act) {
    if (setjmp(failure.back) != 0) {
        return false;
    }
    act();
    return true;
}

class Reader {
  public:
    explicit Reader(std::string_view bytes) : bytes_(bytes), input_{bytes} {}

    ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }

    Reader(Reader const&) = delete;
    Reader& operator=(Reader const&) = delete;

    Result<Decoded> read(std::uint32_t side_max);

  private:
    Error broken() const { return image_malformed(failure_.message.data()); }

    bool open();
    bool choose_form();
    Result<Picture> read_rows(Extent extent, Extent to);
    Result<Picture> read_interlaced(Extent extent, Extent to);
    bool finish();

    std::string_view const bytes_;
    Input input_;
    Failure failure_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
};

bool Reader::open() {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure_, fail, warn);
    if (png_ == nullptr) {
        return false;
    }
    info_ = png_create_info_struct(png_);
    return info_ != nullptr && guarded(failure_, [&] {
               png_set_read_fn(png_, &input_, read_bytes);
               png_set_user_limits(png_, image_side_max, image_side_max);
               png_set_chunk_malloc_max(png_, chunk_bytes_max);
               png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
               png_read_info(png_, info_);
           });
}

// Whatever is stored comes as red, green, blue and opacity of 8 bits.
bool Reader::choose_form() {
    return guarded(failure_, [&] {
        png_set_expand(png_);
        png_set_scale_16(png_);
        png_set_gray_to_rgb(png_);
        png_set_add_alpha(png_, 0xff, PNG_FILLER_AFTER);
        png_set_interlace_handling(png_);
        png_read_update_info(png_, info_);
    });
}

// Over white.
void flatten(std::uint8_t const* rgba, std::vector<std::uint8_t>& rgb) {
    for (std::size_t i = 0; i < rgb.size() / 3; ++i) {
        auto const opacity = unsigned{rgba[i * rgba_bytes + 3]};
        for (std::size_t channel = 0; channel < 3; ++channel) {
            auto const value =
                rgba[i * rgba_bytes + channel] * opacity + 255U * (255U - opacity) + 127U;
            rgb[i * 3 + channel] = static_cast<std::uint8_t>(value / 255U);
        }
    }
}

bool Reader::finish() {
    return guarded(failure_, [&] { png_read_end(png_, nullptr); });
}

Result<Picture> Reader::read_rows(Extent extent, Extent to) {
    Shrinker shrinker(extent, to);
    std::vector<std::uint8_t> rgba(std::size_t{extent.width} * rgba_bytes);
    std::vector<std::uint8_t> rgb(std::size_t{extent.width} * 3);
    while (!shrinker.complete()) {
        if (!guarded(failure_, [&] { png_read_row(png_, rgba.data(), nullptr); })) {
            return broken();
        }
        flatten(rgba.data(), rgb);
        shrinker.add(rgb);
    }
    return finish() ? Result<Picture>(shrinker.take()) : broken();
}

Result<Picture> Reader::read_interlaced(Extent extent, Extent to) {
    if (extent.pixels() * rgba_bytes > decode_bytes_max) {
        return Error(
            Errc::too_large,
            "image_too_large",
            "",
            "is interlaced and too large for that; save it without"
        );
    }
    auto const row_bytes = std::size_t{extent.width} * rgba_bytes;
    std::vector<std::uint8_t> all(row_bytes * extent.height);
    std::vector<png_bytep> rows(extent.height);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        rows[y] = &all[y * row_bytes];
    }
    if (!guarded(failure_, [&] { png_read_image(png_, rows.data()); }) || !finish()) {
        return broken();
    }
    Shrinker shrinker(extent, to);
    std::vector<std::uint8_t> rgb(std::size_t{extent.width} * 3);
    for (auto const* row : rows) {
        flatten(row, rgb);
        shrinker.add(rgb);
    }
    return shrinker.take();
}

Result<Decoded> Reader::read(std::uint32_t side_max) {
    // Signature, then IHDR, which has to come first: length, type, width, height.
    if (bytes_.size() < 33 || bytes_.substr(0, 8) != signature || bytes_.substr(12, 4) != "IHDR") {
        return image_malformed("is no PNG");
    }
    Decoded out;
    out.original = {number_at(bytes_, 16), number_at(bytes_, 20)};
    if (auto ok = check_extent(out.original); !ok) {
        return ok.error();
    }
    if (!open() || !choose_form()) {
        return broken();
    }
    if (png_get_rowbytes(png_, info_) != std::size_t{out.original.width} * rgba_bytes) {
        return image_malformed("has a form of pixels that is not known here");
    }
    auto const to = fit(out.original, side_max);
    bool const interlaced = png_get_interlace_type(png_, info_) != PNG_INTERLACE_NONE;
    auto picture =
        interlaced ? read_interlaced(out.original, to) : read_rows(out.original, to);
    if (!picture) {
        return picture.error();
    }
    out.picture = std::move(*picture);
    out.exif = exif_of(bytes_);
    return out;
}

}  // namespace

Result<Decoded> read_png(std::string_view bytes, std::uint32_t side_max) {
    return std::make_unique<Reader>(bytes)->read(side_max);
}

}  // namespace ocop::blobs
