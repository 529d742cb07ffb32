#include "qr/reed_solomon.hpp"

#include <ocop/base/assert.hpp>

namespace ocop::qr {

namespace {

constexpr unsigned field_polynomial = 0x11d;

// Times α.
constexpr unsigned doubled(unsigned value) {
    return (value << 1) ^ ((value >> 7) * field_polynomial);
}

constexpr unsigned product(unsigned a, unsigned b) {
    unsigned out = 0;
    for (int bit = 7; bit >= 0; --bit) {
        out = doubled(out) ^ (((b >> bit) & 1) * a);
    }
    return out;
}

// The generators for 0, 1, 2 … codewords, each the one before times (x + α^i). Coefficients from
// the second highest power down: the highest one's is 1.
constexpr auto generators = [] {
    std::array<std::array<std::uint8_t, check_bytes_max + 1>, check_bytes_max + 1> out{};
    unsigned root = 1;
    for (std::size_t count = 1; count <= check_bytes_max; ++count) {
        unsigned higher = 1;
        for (std::size_t at = 0; at < count; ++at) {
            auto const own = out[count - 1][at];
            out[count][at] = static_cast<std::uint8_t>(own ^ product(higher, root));
            higher = own;
        }
        root = doubled(root);
    }
    return out;
}();

// Eight coefficients times α.
constexpr std::uint64_t all_doubled(std::uint64_t coefficients) {
    auto const carries = (coefficients >> 7) & 0x0101'0101'0101'0101;
    return ((coefficients & 0x7f7f'7f7f'7f7f'7f7f) << 1) ^ carries * (field_polynomial & 0xff);
}

}  // namespace

ReedSolomon::ReedSolomon(std::size_t count) : count_(count), multiples_{} {
    OCOP_ASSERT(count >= 1 && count <= check_bytes_max);
    for (std::size_t at = 0; at < count; ++at) {
        multiples_[0][at / 8] |= std::uint64_t{generators[count][at]} << (56 - 8 * (at % 8));
    }
    for (std::size_t power = 1; power < multiples_.size(); ++power) {
        for (std::size_t word = 0; word < words; ++word) {
            multiples_[power][word] = all_doubled(multiples_[power - 1][word]);
        }
    }
}

void ReedSolomon::check(ByteView data, std::uint8_t* out) const {
    Polynomial rest{};
    for (std::uint8_t const byte : data) {
        auto const factor = byte ^ (rest[0] >> 56);
        for (std::size_t word = 0; word < words; ++word) {
            rest[word] = (rest[word] << 8) | (word + 1 < words ? rest[word + 1] >> 56 : 0);
        }
        add_product(rest, factor);
    }
    for (std::size_t at = 0; at < count_; ++at) {
        out[at] = static_cast<std::uint8_t>(rest[at / 8] >> (56 - 8 * (at % 8)));
    }
}

void ReedSolomon::add_product(Polynomial& sum, std::uint64_t factor) const {
    for (unsigned bit = 0; bit < multiples_.size(); ++bit) {
        auto const all = 0 - ((factor >> bit) & 1);
        for (std::size_t word = 0; word < words; ++word) {
            sum[word] ^= multiples_[bit][word] & all;
        }
    }
}

}  // namespace ocop::qr
