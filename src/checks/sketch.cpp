#include "checks/sketch.hpp"

#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace ocop::checks {

namespace {

constexpr std::uint8_t sparse_form = 1;
constexpr std::uint8_t dense_form = 2;
constexpr std::size_t sparse_bytes = 3;  // of a register
constexpr std::uint8_t rank_max = 64 - Sketch::index_bits + 1;

Error corrupt() {
    return {Errc::corrupt, "store_corrupt", "checks o", "is not a sketch"};
}

}  // namespace

void Sketch::add(std::uint64_t hash) {
    auto const index = static_cast<std::size_t>(hash >> (64 - index_bits));
    // The bits behind the index, with a stop bit so that the rank is bounded.
    auto const rest = (hash << index_bits) | (std::uint64_t{1} << (index_bits - 1));
    auto const rank = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
    ranks_[index] = std::max(ranks_[index], rank);
}

void Sketch::merge(Sketch const& other) {
    for (std::size_t i = 0; i < registers; ++i) {
        ranks_[i] = std::max(ranks_[i], other.ranks_[i]);
    }
}

std::uint64_t Sketch::estimate() const {
    constexpr auto m = static_cast<double>(registers);
    constexpr double bias = 0.7213 / (1 + 1.079 / m);
    double sum = 0;
    double empty = 0;
    for (auto const rank : ranks_) {
        sum += std::ldexp(1.0, -rank);
        empty += rank == 0 ? 1 : 0;
    }
    auto out = bias * m * m / sum;
    if (out <= 2.5 * m && empty > 0) {
        out = m * std::log(m / empty);
    }
    return static_cast<std::uint64_t>(std::llround(out));
}

std::string Sketch::encode() const {
    auto const zeros = static_cast<std::size_t>(std::count(ranks_.begin(), ranks_.end(), 0));
    ByteWriter out;
    if ((registers - zeros) * sparse_bytes >= registers) {
        out.u8(dense_form).bytes(ranks_);
        return out.take();
    }
    out.u8(sparse_form);
    for (std::size_t i = 0; i < registers; ++i) {
        if (ranks_[i] != 0) {
            out.u16(static_cast<std::uint16_t>(i)).u8(ranks_[i]);
        }
    }
    return out.take();
}

Result<Sketch> Sketch::decode(std::string_view bytes) {
    Sketch out;
    ByteReader in(bytes);
    auto const form = in.u8();
    if (form == dense_form && bytes.size() == registers + 1) {
        auto const all = in.take(registers);
        std::transform(all.begin(), all.end(), out.ranks_.begin(), [](char c) {
            return static_cast<std::uint8_t>(c);
        });
    } else if (form == sparse_form) {
        for (auto left = (bytes.size() - 1) / sparse_bytes; left > 0; --left) {
            auto const index = in.u16();
            if (index >= registers) {
                return corrupt();
            }
            out.ranks_[index] = in.u8();
        }
    }
    auto const too_high = [](std::uint8_t rank) { return rank > rank_max; };
    bool const good = in.done() && std::none_of(out.ranks_.begin(), out.ranks_.end(), too_high);
    return good && (form == sparse_form || form == dense_form) ? Result<Sketch>(out) : corrupt();
}

}  // namespace ocop::checks
