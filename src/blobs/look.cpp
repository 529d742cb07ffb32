#include "blobs/look.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>

namespace ocop::blobs {

namespace {

constexpr std::size_t side = 32;
constexpr std::size_t kept = 8;
constexpr std::uint32_t side_min = 8;
constexpr int bands = 8;
// Root mean square of the kept coefficients (orthonormal DCT of values 0 to 255). Noise of a
// camera or a JPEG file comes to less than 2 of it, the dullest photo of a field to above 10.
constexpr double structure_min = 4.0;

using Fields = std::array<std::array<double, side>, side>;
using Coefficients = std::array<double, kept * kept>;

// Mean luma of each field; a picture smaller than the grid lends one pixel to several.
Fields fields_of(Picture const& picture) {
    Extent const to{
        std::min<std::uint32_t>(side, picture.extent.width),
        std::min<std::uint32_t>(side, picture.extent.height)};
    auto const small = shrink(picture, to);
    Fields out{};
    for (std::size_t y = 0; y < side; ++y) {
        auto const row = small.row(y * to.height / side);
        for (std::size_t x = 0; x < side; ++x) {
            auto const at = x * to.width / side * 3;
            out[y][x] = 0.299 * row[at] + 0.587 * row[at + 1] + 0.114 * row[at + 2];
        }
    }
    return out;
}

using Line = std::array<double, side>;
using Waves = std::array<Line, kept>;

Waves make_waves() {
    Waves out{};
    for (std::size_t k = 0; k < kept; ++k) {
        for (std::size_t n = 0; n < side; ++n) {
            auto const angle = std::numbers::pi * (2.0 * static_cast<double>(n) + 1) *
                               static_cast<double>(k + 1) / (2.0 * side);
            out[k][n] = std::cos(angle) * std::sqrt(2.0 / side);
        }
    }
    return out;
}

// Rows of the orthonormal DCT-II of 32 values: frequencies 1 to 8.
Waves const& waves() {
    static auto const all = make_waves();
    return all;
}

// The rows of the fields, weighted by a wave down the columns.
Line down_columns(Line const& wave, Fields const& fields) {
    Line out{};
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
            out[x] += wave[y] * fields[y][x];
        }
    }
    return out;
}

Coefficients transform(Fields const& fields) {
    Coefficients out{};
    for (std::size_t v = 0; v < kept; ++v) {
        auto const line = down_columns(waves()[v], fields);
        for (std::size_t u = 0; u < kept; ++u) {
            auto const& wave = waves()[u];
            out[v * kept + u] = std::inner_product(line.begin(), line.end(), wave.begin(), 0.0);
        }
    }
    return out;
}

}  // namespace

std::optional<Look> look_of(Picture const& picture) {
    if (picture.extent.width < side_min || picture.extent.height < side_min) {
        return std::nullopt;
    }
    auto const coefficients = transform(fields_of(picture));
    double energy = 0;
    for (auto const c : coefficients) {
        energy += c * c;
    }
    if (std::sqrt(energy / coefficients.size()) < structure_min) {
        return std::nullopt;
    }
    auto sorted = coefficients;
    auto const middle = sorted.size() / 2;
    std::sort(sorted.begin(), sorted.end());
    auto const median = (sorted[middle - 1] + sorted[middle]) / 2;
    Look out = 0;
    for (auto const c : coefficients) {
        out = out << 1 | (c > median ? 1U : 0U);
    }
    return out;
}

int look_distance(Look a, Look b) {
    return std::popcount(a ^ b);
}

std::string look_text(Look look) {
    return to_hex(as_bytes(ByteWriter().u64(look).take()));
}

std::optional<Look> parse_look(std::string_view text) {
    auto const bytes = from_hex(text);
    if (!bytes || bytes->size() != sizeof(Look)) {
        return std::nullopt;
    }
    return ByteReader(as_text(*bytes)).u64();
}

std::array<std::uint32_t, look_key_count> look_keys(Look look) {
    std::array<std::uint32_t, look_key_count> out{};
    auto const band = [&](int i) { return static_cast<std::uint32_t>(look >> (8 * i) & 0xff); };
    std::uint32_t pair = 0;
    for (int a = 0; a < bands; ++a) {
        for (int b = a + 1; b < bands; ++b, ++pair) {
            out[pair] = pair << 16 | band(a) << 8 | band(b);
        }
    }
    return out;
}

}  // namespace ocop::blobs
