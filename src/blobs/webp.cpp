#include "blobs/codecs.hpp"

#include <ocop/base/bytes.hpp>

#include <webp/decode.h>

namespace ocop::blobs {

namespace {

std::uint32_t little_at(std::string_view bytes, std::size_t at) {
    std::uint32_t out = 0;
    for (std::size_t i = 4; i-- > 0;) {
        out = out << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    }
    return out;
}

// The EXIF chunk of the RIFF container (WebP container specification); empty: none.
std::string exif_of(std::string_view bytes) {
    std::size_t at = 12;
    while (bytes.size() >= at + 8) {
        auto const length = little_at(bytes, at + 4);
        if (length > bytes.size() - at - 8) {
            return {};
        }
        if (bytes.substr(at, 4) == "EXIF") {
            return std::string(bytes.substr(at + 8, length));
        }
        at += std::size_t{8} + length + (length & 1U);
    }
    return {};
}

// The container says how long it is: libwebp is content with less when the pixels are there.
bool is_whole(std::string_view bytes) {
    return bytes.size() >= 12 && bytes.substr(0, 4) == "RIFF" && bytes.substr(8, 4) == "WEBP" &&
           little_at(bytes, 4) <= bytes.size() - 8;
}

// Frees what libwebp allocated.
struct Owned {
    explicit Owned(WebPDecBuffer* buffer) : output(buffer) {}

    ~Owned() { WebPFreeDecBuffer(output); }

    Owned(Owned const&) = delete;
    Owned& operator=(Owned const&) = delete;

    WebPDecBuffer* output;
};

// A pixel of red, green, blue and opacity, over white.
void add_over_white(std::uint8_t const* pixel, std::vector<std::uint8_t>& rgb) {
    auto const opacity = unsigned{pixel[3]};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        auto const value = pixel[channel] * opacity + 255U * (255U - opacity) + 127U;
        rgb.push_back(static_cast<std::uint8_t>(value / 255U));
    }
}

Picture flatten(WebPRGBABuffer const& buffer, Extent extent) {
    Picture out;
    out.extent = extent;
    out.rgb.reserve(extent.pixels() * 3);
    for (std::size_t y = 0; y < extent.height; ++y) {
        auto const* pixel = buffer.rgba + y * static_cast<std::size_t>(buffer.stride);
        for (std::size_t x = 0; x < extent.width; ++x, pixel += 4) {
            add_over_white(pixel, out.rgb);
        }
    }
    return out;
}

}  // namespace

Result<Decoded> read_webp(std::string_view bytes, std::uint32_t side_max) {
    WebPDecoderConfig config;
    auto const data = as_bytes(bytes);
    if (!is_whole(bytes) || WebPInitDecoderConfig(&config) == 0 ||
        WebPGetFeatures(data.data(), data.size(), &config.input) != VP8_STATUS_OK) {
        return image_malformed("is no whole WebP");
    }
    if (config.input.has_animation != 0) {
        return image_malformed("is animated; a photo is one picture");
    }
    Decoded out;
    out.original = {
        static_cast<std::uint32_t>(config.input.width),
        static_cast<std::uint32_t>(config.input.height)};
    if (auto ok = check_extent(out.original); !ok) {
        return ok.error();
    }
    auto const to = fit(out.original, side_max);
    config.options.use_scaling = 1;
    config.options.scaled_width = static_cast<int>(to.width);
    config.options.scaled_height = static_cast<int>(to.height);
    config.output.colorspace = MODE_RGBA;
    Owned const owned(&config.output);
    if (WebPDecode(data.data(), data.size(), &config) != VP8_STATUS_OK) {
        return image_malformed("is damaged or cut short");
    }
    out.picture = flatten(config.output.u.RGBA, to);
    out.exif = exif_of(bytes);
    return out;
}

}  // namespace ocop::blobs
