#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/ledger/tile.hpp>

#include <algorithm>

namespace ocop::ledger {

namespace {

constexpr std::string_view root_folder = "tile/";
constexpr std::string_view entries_folder = "entries/";
constexpr std::string_view partial_mark = ".p/";
constexpr std::size_t path_bytes_max = 64;

std::string three_digits(std::uint64_t number) {
    auto const text = std::to_string(number);
    return std::string(3 - text.size(), '0') + text;
}

// 1234067 → "x001/x234/067"
std::string index_text(std::uint64_t index) {
    auto text = three_digits(index % 1000);
    for (index /= 1000; index != 0; index /= 1000) {
        text.insert(0, "x" + three_digits(index % 1000) + "/");
    }
    return text;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

// The digits at the start of `text`. A number too large comes out wrong, and is found when the path
// is written again.
std::uint64_t take_number(std::string_view& text) {
    std::uint64_t number = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        number = number * 10 + static_cast<std::uint64_t>(text.front() - '0');
        text.remove_prefix(1);
    }
    return number;
}

std::uint64_t take_index(std::string_view& text) {
    std::uint64_t index = 0;
    while (take_prefix(text, "x")) {
        index = (index + take_number(text)) * 1000;
        take_prefix(text, "/");
    }
    return index + take_number(text);
}

}  // namespace

std::uint64_t width_at(TileId const& tile, std::uint64_t size) {
    auto const shift = 8U * tile.level;
    auto const hashes = shift < 64 ? size >> shift : 0;  // at this level
    auto const full = hashes / tile_width;               // tiles
    if (tile.index < full) {
        return tile_width;
    }
    return tile.index == full ? hashes % tile_width : 0;
}

std::vector<TileId> partial_tiles(std::uint64_t size) {
    std::vector<TileId> tiles;
    std::uint8_t level = 0;
    for (auto hashes = size; hashes != 0; hashes /= tile_width, ++level) {
        if (hashes % tile_width != 0) {
            tiles.push_back({level, hashes / tile_width});
        }
    }
    return tiles;
}

std::string to_text(TilePath const& path) {
    OCOP_ASSERT(path.width >= 1 && path.width <= tile_width);
    OCOP_ASSERT(path.tile.level <= tile_level_max);
    std::string text(root_folder);
    if (path.kind == TilePath::Kind::entries) {
        OCOP_ASSERT(path.tile.level == 0);
        text += entries_folder;
    } else {
        text += std::to_string(path.tile.level) + "/";
    }
    text += index_text(path.tile.index);
    if (path.width < tile_width) {
        text += std::string(partial_mark) + std::to_string(path.width);
    }
    return text;
}

Result<TilePath> parse_tile_path(std::string_view text) {
    Error const malformed(Errc::malformed, "tile_path_malformed");
    auto rest = text;
    if (text.size() > path_bytes_max || !take_prefix(rest, root_folder)) {
        return malformed;
    }
    TilePath path;
    if (take_prefix(rest, entries_folder)) {
        path.kind = TilePath::Kind::entries;
    } else {
        auto const level = take_number(rest);
        if (level > tile_level_max || !take_prefix(rest, "/")) {
            return malformed;
        }
        path.tile.level = static_cast<std::uint8_t>(level);
    }
    path.tile.index = take_index(rest);
    if (take_prefix(rest, partial_mark)) {
        path.width = take_number(rest);
        if (path.width < 1 || path.width >= tile_width) {
            return malformed;
        }
    }
    if (to_text(path) != text) {
        return malformed;
    }
    return path;
}

void append_to_bundle(std::string& bundle, std::string_view entry) {
    OCOP_ASSERT(entry.size() <= 0xFFFF);
    bundle.push_back(static_cast<char>(entry.size() >> 8));
    bundle.push_back(static_cast<char>(entry.size() & 0xFF));
    bundle.append(entry);
}

Result<std::vector<std::string_view>> parse_bundle(std::string_view bytes, std::uint64_t width) {
    std::vector<std::string_view> entries;
    ByteReader in(bytes);
    while (!in.failed() && entries.size() < std::min(width, tile_width)) {
        entries.push_back(in.take(in.u16()));
    }
    if (!in.done() || entries.size() != width) {
        return Error(Errc::malformed, "bundle_malformed");
    }
    return entries;
}

}  // namespace ocop::ledger
