#include "qr/segments.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <array>

namespace ocop::qr {

namespace {

constexpr std::size_t mode_count = 3;
constexpr std::size_t mode_indicator_bits = 4;

using Costs = std::array<std::size_t, mode_count>;  // by Mode

std::size_t index(Mode mode) {
    return static_cast<std::size_t>(mode);
}

// The modes a character may be written in are those from its densest one up to byte.
Mode densest_mode(char c) {
    if (c >= '0' && c <= '9') {
        return Mode::numeric;
    }
    constexpr std::string_view others = " $%*+-./:";
    bool const alphanumeric = (c >= 'A' && c <= 'Z') || others.find(c) != std::string_view::npos;
    return alphanumeric ? Mode::alphanumeric : Mode::byte;
}

// Costs are counted in sixths of a bit, so that a digit (10/3) and an alphanumeric (11/2) weigh
// whole numbers. A segment ends on a whole bit, and rounding its sum up gives just what the
// standard spends on an incomplete group: 4 and 7 bits for one and two digits, 6 for one letter.
constexpr std::size_t sixths = 6;
constexpr Costs character_sixths = {20, 33, 48};
// No path: more than any text that fits in memory costs.
constexpr std::size_t impossible = std::size_t{1} << 60;

std::size_t whole_bits(std::size_t cost) {
    return (cost + sixths - 1) / sixths;
}

// For each character, the mode of the character before it on the cheapest path that ends here in
// each mode; and what those paths cost. Cheaper now is never dearer later, since rounding up and
// adding keep the order, so one path per mode is enough.
struct Table {
    std::vector<std::array<Mode, mode_count>> previous;
    Costs costs = {0, 0, 0};
};

Table cheapest_paths(std::string_view text, VersionRange range) {
    Table table;
    table.previous.resize(text.size());
    Costs header{};
    for (Mode mode : {Mode::numeric, Mode::alphanumeric, Mode::byte}) {
        header[index(mode)] = (mode_indicator_bits + count_bits(mode, range)) * sixths;
    }
    table.costs = header;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const densest = index(densest_mode(text[at]));
        // Into another mode one comes from the cheapest path: never from its own, which costs less.
        auto const best = std::min_element(table.costs.begin(), table.costs.end());
        auto const best_mode = static_cast<Mode>(best - table.costs.begin());
        auto const switched = at == 0 ? impossible : whole_bits(*best) * sixths;
        Costs next{};
        for (std::size_t mode = 0; mode < mode_count; ++mode) {
            auto const stay = table.costs[mode];
            auto const change = switched + header[mode];
            table.previous[at][mode] = change < stay ? best_mode : static_cast<Mode>(mode);
            next[mode] =
                mode < densest ? impossible : std::min(stay, change) + character_sixths[mode];
        }
        table.costs = next;
    }
    return table;
}

}  // namespace

VersionRange range_of(int version) {
    OCOP_ASSERT(version >= 1 && version <= 40);
    if (version <= 9) {
        return VersionRange::v1_9;
    }
    return version <= 26 ? VersionRange::v10_26 : VersionRange::v27_40;
}

std::size_t count_bits(Mode mode, VersionRange range) {
    static constexpr std::array<Costs, 3> widths = {{{10, 9, 8}, {12, 11, 16}, {14, 13, 16}}};
    return widths[static_cast<std::size_t>(range)][index(mode)];
}

Split split(std::string_view text, VersionRange range) {
    Split out;
    if (text.empty()) {
        return out;
    }
    auto const table = cheapest_paths(text, range);
    auto const best = std::min_element(table.costs.begin(), table.costs.end());
    out.bits = whole_bits(*best);
    auto mode = static_cast<Mode>(best - table.costs.begin());
    std::size_t end = text.size();
    for (std::size_t at = text.size(); at-- > 0;) {
        auto const before = table.previous[at][index(mode)];
        if (at == 0 || before != mode) {
            out.segments.push_back({mode, text.substr(at, end - at)});
            end = at;
            mode = before;
        }
    }
    std::reverse(out.segments.begin(), out.segments.end());
    return out;
}

std::size_t bit_count(Segment const& segment, VersionRange range) {
    auto const data = segment.text.size() * character_sixths[index(segment.mode)];
    return mode_indicator_bits + count_bits(segment.mode, range) + whole_bits(data);
}

}  // namespace ocop::qr
