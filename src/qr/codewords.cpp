#include "qr/codewords.hpp"

#include "qr/reed_solomon.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace ocop::qr {

namespace {

// ISO/IEC 18004:2015 table 9: error correction blocks of versions 1..40, by Level. How long the
// blocks are follows from table 7 and the codewords of the version.
constexpr std::array<std::array<std::uint8_t, version_max>, 4> block_counts = {{
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
}};

// Writes numbers, highest bit first, into a fixed count of bytes.
class BitWriter {
  public:
    explicit BitWriter(std::size_t bytes) : bytes_(bytes) {}

    // The lowest `bits` ≤ 16 of `value`, which has no others.
    void put(unsigned value, unsigned bits) {
        pending_ = (pending_ << bits) | value;
        pending_bits_ += bits;
        while (pending_bits_ >= 8) {
            OCOP_ASSERT(at_ < bytes_.size());
            pending_bits_ -= 8;
            bytes_[at_++] = static_cast<std::uint8_t>(pending_ >> pending_bits_);
        }
    }

    // Terminator, and the pad codewords in turn (§7.4.9, §7.4.10).
    Bytes finish() && {
        auto const left = (bytes_.size() - at_) * 8 - pending_bits_;
        put(0, static_cast<unsigned>(std::min<std::size_t>(left, 4)));
        put(0, (8 - pending_bits_) % 8);
        for (unsigned pad = 0xec; at_ < bytes_.size(); pad ^= 0xec ^ 0x11) {
            put(pad, 8);
        }
        return std::move(bytes_);
    }

  private:
    Bytes bytes_;
    std::size_t at_ = 0;
    unsigned pending_ = 0;
    unsigned pending_bits_ = 0;
};

// What a character is worth in alphanumeric mode (table 5).
constexpr std::array<std::uint8_t, 256> alphanumeric_values = [] {
    std::array<std::uint8_t, 256> out{};
    constexpr std::string_view characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    for (std::size_t value = 0; value < characters.size(); ++value) {
        out[static_cast<unsigned char>(characters[value])] = static_cast<std::uint8_t>(value);
    }
    return out;
}();

// A mode writes groups of up to `characters` as one number to the base `base`, in `bits` by how
// many there are; each has its indicator (table 2).
struct Coding {
    unsigned indicator = 0;
    std::size_t characters = 0;
    unsigned base = 0;
    std::array<unsigned, 4> bits;
};

Coding const& coding_of(Mode mode) {
    static constexpr std::array<Coding, 3> codings = {{
        {1, 3, 10, {0, 4, 7, 10}},
        {2, 2, 45, {0, 6, 11, 0}},
        {4, 1, 256, {0, 8, 0, 0}},
    }};
    return codings[static_cast<std::size_t>(mode)];
}

void put_segment(BitWriter& out, Segment const& segment, VersionRange range) {
    auto const& coding = coding_of(segment.mode);
    auto const text = as_bytes(segment.text);
    out.put(coding.indicator, 4);
    out.put(
        static_cast<unsigned>(text.size()), static_cast<unsigned>(count_bits(segment.mode, range))
    );
    for (std::size_t at = 0; at < text.size(); at += coding.characters) {
        auto const group = std::min(coding.characters, text.size() - at);
        unsigned number = 0;
        for (std::uint8_t const c : text.subspan(at, group)) {
            number = number * coding.base + (coding.base == 256 ? c : alphanumeric_values[c]);
        }
        out.put(number, coding.bits[group]);
    }
}

}  // namespace

std::size_t codeword_count(int version) {
    OCOP_ASSERT(version >= 1 && version <= version_max);
    auto const v = static_cast<std::size_t>(version);
    auto const side = 17 + 4 * v;
    // Finders with separators and format information; timing; dark module is among the former.
    std::size_t patterns = 3 * 64 + 31 + 2 * (side - 16);
    if (version >= 2) {
        // Alignment patterns on a grid without three corners; those on the timing lines share 5.
        auto const grid = v / 7 + 2;
        patterns += (grid * grid - 3) * 25 - (grid - 2) * 2 * 5;
    }
    if (version >= 7) {
        patterns += 2 * 18;
    }
    return (side * side - patterns) / 8;
}

Bytes make_codewords(std::vector<Segment> const& segments, int version, Level level) {
    auto const total = codeword_count(version);
    auto const data_size = capacity_bits(version, level) / 8;
    BitWriter writer(data_size);
    for (auto const& segment : segments) {
        put_segment(writer, segment, range_of(version));
    }
    auto const data = std::move(writer).finish();
    auto const& counts = block_counts[static_cast<std::size_t>(level)];
    std::size_t const blocks = counts[static_cast<std::size_t>(version) - 1];
    ReedSolomon const code((total - data_size) / blocks);
    // The last blocks are one codeword longer where the data cannot be shared out evenly; that
    // codeword follows all the others.
    auto const shorter = data_size / blocks;
    auto const longer_from = blocks - data_size % blocks;
    Bytes out(total);
    std::array<std::uint8_t, check_bytes_max> checks{};
    std::size_t at = 0;
    for (std::size_t block = 0; block < blocks; ++block) {
        bool const longer = block >= longer_from;
        auto const part = ByteView(data).subspan(at, shorter + (longer ? 1 : 0));
        at += part.size();
        for (std::size_t i = 0; i < shorter; ++i) {
            out[i * blocks + block] = part[i];
        }
        if (longer) {
            out[shorter * blocks + block - longer_from] = part[shorter];
        }
        code.check(part, checks.data());
        for (std::size_t i = 0; i < code.count(); ++i) {
            out[data_size + i * blocks + block] = checks[i];
        }
    }
    return out;
}

}  // namespace ocop::qr
