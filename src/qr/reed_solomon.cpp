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

// Coefficients from the second highest down: the highest one is 1.
std::array<std::uint8_t, check_bytes_max> generator(std::size_t count) {
    // Multiplied by (x + root) for one root after another. The constant term stands at count - 1
    // from the start, the others move up to meet it.
    std::array<std::uint8_t, check_bytes_max> out{};
    out[count - 1] = 1;
    unsigned root = 1;
    for (std::size_t factor = 0; factor < count; ++factor) {
        for (std::size_t at = 0; at < count; ++at) {
            auto const next = at + 1 < count ? out[at + 1] : 0U;
            out[at] = static_cast<std::uint8_t>(product(out[at], root) ^ next);
        }
        root = doubled(root);
    }
    return out;
}

}  // namespace

ReedSolomon::ReedSolomon(std::size_t count) : count_(count), multiples_{} {
    OCOP_ASSERT(count >= 1 && count <= check_bytes_max);
    auto coefficients = generator(count);
    for (auto& multiple : multiples_) {
        for (std::size_t at = 0; at < count; ++at) {
            multiple[at / 8] |= std::uint64_t{coefficients[at]} << (56 - 8 * (at % 8));
            coefficients[at] = static_cast<std::uint8_t>(doubled(coefficients[at]));
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
        for (unsigned bit = 0; bit < 8; ++bit) {
            auto const all = 0 - ((factor >> bit) & 1);
            for (std::size_t word = 0; word < words; ++word) {
                rest[word] ^= multiples_[bit][word] & all;
            }
        }
    }
    for (std::size_t at = 0; at < count_; ++at) {
        out[at] = static_cast<std::uint8_t>(rest[at / 8] >> (56 - 8 * (at % 8)));
    }
}

}  // namespace ocop::qr
