#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/bundle/filter.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace ocop::bundle {

namespace {

constexpr std::string_view magic = "OCOPFLT1";
// A shape fails to peel for some seeds; that hundreds in a row do means that a key comes twice.
constexpr int seeds_max = 1'000;

std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdU;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53U;
    return x ^ (x >> 33);
}

// The upper half of the product of 128 bits.
std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b) {
    auto const low = std::uint64_t{0xffffffffU};
    auto const cross = (a >> 32) * (b & low) + ((a & low) * (b & low) >> 32);
    auto const other = (a & low) * (b >> 32) + (cross & low);
    return (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
}

// A node of the graph whose edges are keys: how many edges end here, and their numbers in one xor.
struct Cell {
    std::uint32_t count = 0;
    std::uint32_t edges = 0;
};

struct Peeled {
    std::uint32_t edge = 0;
    std::uint32_t cell = 0;
};

}  // namespace

Shape shape_of(std::size_t count) {
    if (count == 0) {
        return {};
    }
    auto const n = static_cast<double>(count);
    auto const c = count < 2 ? 0.0 : std::max(1.125, 0.875 + 0.25 * std::log(1e6) / std::log(n));
    auto const bits = std::floor(std::log(n) / std::log(3.33) + 2.25);
    Shape out;
    out.length = bits >= 18 ? segment_length_max : 1U << static_cast<unsigned>(bits);
    auto const segments = std::ceil(c * n / out.length) - 2;
    out.segments = segments < 1 ? 1 : static_cast<std::uint32_t>(segments);
    return out;
}

std::uint64_t hash_of(std::uint64_t key, std::uint64_t seed) {
    return mix(key + seed);
}

Spot spot_of(std::uint64_t hash, Shape shape) {
    auto const mask = std::uint64_t{shape.length} - 1;
    auto const first = multiply_high(hash, std::uint64_t{shape.segments} * shape.length);
    Spot out;
    out.places = {
        first,
        (first + shape.length) ^ ((hash >> 18) & mask),
        (first + 2 * std::uint64_t{shape.length}) ^ (hash & mask)};
    out.fingerprint = static_cast<std::uint16_t>(hash ^ (hash >> 32));
    return out;
}

// Takes away, one after the other, keys that are alone at one of their places, and then gives each
// that place's fingerprint in the opposite order, when the other two stand.
bool Filter::peel(std::span<std::uint64_t const> keys) {
    std::vector<Cell> cells(shape_.cells());
    auto const spot_at = [&](std::uint32_t edge) {
        return spot_of(hash_of(keys[edge], seed_), shape_);
    };
    for (std::uint32_t edge = 0; edge < keys.size(); ++edge) {
        for (auto const place : spot_at(edge).places) {
            cells[place].count += 1;
            cells[place].edges ^= edge;
        }
    }
    std::vector<std::uint32_t> ready;
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
        if (cells[cell].count == 1) {
            ready.push_back(cell);
        }
    }
    std::vector<Peeled> order;
    order.reserve(keys.size());
    while (!ready.empty()) {
        auto const cell = ready.back();
        ready.pop_back();
        if (cells[cell].count != 1) {
            continue;
        }
        auto const edge = cells[cell].edges;
        order.push_back({edge, cell});
        for (auto const place : spot_at(edge).places) {
            cells[place].count -= 1;
            cells[place].edges ^= edge;
            if (cells[place].count == 1) {
                ready.push_back(static_cast<std::uint32_t>(place));
            }
        }
    }
    if (order.size() != keys.size()) {
        return false;
    }
    prints_.assign(cells.size(), 0);
    std::for_each(order.rbegin(), order.rend(), [&](Peeled const& peeled) {
        auto const spot = spot_at(peeled.edge);
        auto print = spot.fingerprint;
        for (auto const place : spot.places) {
            print = static_cast<std::uint16_t>(print ^ prints_[place]);
        }
        prints_[peeled.cell] = print;
    });
    return true;
}

Filter Filter::of(std::span<std::uint64_t const> keys, std::uint64_t seed) {
    OCOP_ASSERT(keys.size() <= UINT32_MAX);
    Filter out;
    out.seed_ = seed;
    out.shape_ = shape_of(keys.size());
    if (keys.empty()) {
        return out;
    }
    for (int tried = 0; !out.peel(keys); ++tried) {
        OCOP_ASSERT(tried < seeds_max);
        out.seed_ += 1;
    }
    return out;
}

bool Filter::has(std::uint64_t key) const {
    if (shape_.segments == 0) {
        return false;
    }
    auto const spot = spot_of(hash_of(key, seed_), shape_);
    auto print = spot.fingerprint;
    for (auto const place : spot.places) {
        print = static_cast<std::uint16_t>(print ^ prints_[place]);
    }
    return print == 0;
}

std::string write_filters(std::span<Filter const> filters) {
    OCOP_ASSERT(filters.size() <= filters_max);
    std::string out =
        ByteWriter().text(magic).u32(static_cast<std::uint32_t>(filters.size())).take();
    std::size_t bytes = out.size();
    for (auto const& filter : filters) {
        bytes += 16 + 2 * filter.prints_.size();
    }
    out.reserve(bytes);
    for (auto const& filter : filters) {
        auto const shape = filter.shape_;
        out += ByteWriter().u64(filter.seed_).u32(shape.length).u32(shape.segments).view();
        for (auto const print : filter.prints_) {
            out += static_cast<char>(print >> 8);
            out += static_cast<char>(print & 0xff);
        }
    }
    return out;
}

Result<std::vector<Filter>> parse_filters(std::string_view file) {
    Error const malformed(Errc::malformed, "filters_malformed");
    ByteReader in(file);
    bool const named = in.take(magic.size()) == magic;
    auto const count = in.u32();
    if (!named || in.failed() || count > filters_max) {
        return malformed;
    }
    std::vector<Filter> out(count);
    for (auto& filter : out) {
        filter.seed_ = in.u64();
        filter.shape_.length = in.u32();
        filter.shape_.segments = in.u32();
        auto const length = filter.shape_.length;
        auto const cells = filter.shape_.cells();
        if (in.failed() || !std::has_single_bit(length) || length > segment_length_max ||
            cells > file.size() / 2) {
            return malformed;
        }
        auto const bytes = as_bytes(in.take(2 * cells));
        if (in.failed()) {
            return malformed;
        }
        filter.prints_.resize(cells);
        for (std::size_t i = 0; i < cells; ++i) {
            filter.prints_[i] = static_cast<std::uint16_t>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
        }
    }
    if (!in.done()) {
        return malformed;
    }
    return out;
}

}  // namespace ocop::bundle
