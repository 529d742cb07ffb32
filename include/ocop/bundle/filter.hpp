#pragma once

#include <ocop/base/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Sets of serials that tell yes of each of their own and of about one in 65,536 others: binary fuse
// filters of 16 bits (Graf and Lemire, 2022), and the file that holds a lot's. Layout and
// arithmetic: FORMAT.md. Pure; any thread.
namespace ocop::bundle {

inline constexpr std::size_t filters_max = 4096;  // of a file
inline constexpr std::uint32_t segment_length_max = 1U << 18;

// Of a filter of `count` keys: as FORMAT.md says is usual.
struct Shape {
    std::uint32_t length = 1;    // of a segment
    std::uint32_t segments = 0;  // that a key may begin in; 0: the empty set

    std::size_t cells() const { return segments == 0 ? 0 : (std::size_t{segments} + 2) * length; }

    friend bool operator==(Shape const&, Shape const&) = default;
};

Shape shape_of(std::size_t count);

// Where a key's three fingerprints stand in a filter that is not empty, and what they make
// together.
struct Spot {
    std::array<std::size_t, 3> places{};
    std::uint16_t fingerprint = 0;
};

std::uint64_t hash_of(std::uint64_t key, std::uint64_t seed);
Spot spot_of(std::uint64_t hash, Shape shape);

class Filter {
  public:
    Filter() = default;

    // Of keys that are all different (OCOP_ASSERT), by the first seed from `seed` on that peels.
    // The same keys in the same order give the same filter. 10 bytes a key beside its own 2.3.
    static Filter of(std::span<std::uint64_t const> keys, std::uint64_t seed = 1);

    bool has(std::uint64_t key) const;

    std::uint64_t seed() const { return seed_; }

    Shape shape() const { return shape_; }

  private:
    friend std::string write_filters(std::span<Filter const> filters);
    friend Result<std::vector<Filter>> parse_filters(std::string_view file);

    bool peel(std::span<std::uint64_t const> keys);

    std::uint64_t seed_ = 1;
    Shape shape_;
    std::vector<std::uint16_t> prints_;
};

// The file. At most filters_max (OCOP_ASSERT).
std::string write_filters(std::span<Filter const> filters);

// Malformed "filters_malformed" when the bytes are not of the form to the last. A file that is cut
// or garbled may still be of the form: whoever read its hash in a bundle checks that first.
Result<std::vector<Filter>> parse_filters(std::string_view file);

}  // namespace ocop::bundle
