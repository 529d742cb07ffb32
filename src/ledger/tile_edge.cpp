#include <ocop/base/assert.hpp>
#include <ocop/ledger/tile.hpp>

#include <algorithm>
#include <bit>

namespace ocop::ledger {

namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::size_t tile_bytes = hash_bytes * tile_width;

Hash hash_at(std::string_view bytes, std::uint64_t position) {
    auto const from = as_bytes(bytes.substr(position * hash_bytes, hash_bytes));
    Hash hash{};
    std::copy(from.begin(), from.end(), hash.begin());
    return hash;
}

// The root over 2^height hashes of a tile, from hash `first` on.
Hash fold(std::string_view bytes, std::uint64_t first, unsigned height) {
    std::array<Hash, tile_width> hashes;
    auto count = std::uint64_t{1} << height;
    for (std::uint64_t i = 0; i < count; ++i) {
        hashes[i] = hash_at(bytes, first + i);
    }
    for (; count > 1; count /= 2) {
        for (std::uint64_t i = 0; i < count / 2; ++i) {
            hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
        }
    }
    return hashes[0];
}

// The first `width` hashes of a tile.
Result<std::string> read_prefix(ReadTile const& read, TileId const& tile, std::uint64_t width) {
    auto bytes = read(tile, width);
    if (!bytes) {
        return bytes.error();
    }
    if (bytes->size() % hash_bytes != 0 || bytes->size() > tile_bytes ||
        bytes->size() < width * hash_bytes) {
        auto const where = to_text(TilePath{TilePath::Kind::hashes, tile, width});
        auto reason = "has " + std::to_string(bytes->size()) + " bytes";
        return Error(Errc::corrupt, "tile_corrupt", where, std::move(reason));
    }
    bytes->resize(width * hash_bytes);
    return std::move(*bytes);
}

// Reads a node from the one tile that holds the hashes below it.
struct NodeReader {
    std::uint64_t size;
    ReadTile read;
    TileId tile;
    std::string bytes;  // of `tile`, if any

    Result<Hash> operator()(Node node) {
        auto const height = node.height % 8U;
        auto const first = node.index << height;  // among the hashes of the tile's level
        TileId const wanted{static_cast<std::uint8_t>(node.height / 8U), first / tile_width};
        auto const width = width_at(wanted, size);
        OCOP_ASSERT(first % tile_width + (std::uint64_t{1} << height) <= width);
        if (bytes.empty() || wanted != tile) {
            auto got = read_prefix(read, wanted, width);
            if (!got) {
                return got.error();
            }
            tile = wanted;
            bytes = std::move(*got);
        }
        return fold(bytes, first % tile_width, height);
    }
};

// How many hashes a level has in a tree of `size`, and which of them is over entry `size`.
std::uint64_t hashes_at(std::size_t level, std::uint64_t size) {
    return level < 8 ? size >> (8 * level) : 0;
}

}  // namespace

ReadHash hash_reader(std::uint64_t size, ReadTile read) {
    return NodeReader{size, std::move(read), {}, {}};
}

Result<TileEdge> TileEdge::load(std::uint64_t size, ReadTile const& read) {
    if (size > tree_size_max) {
        return Error(Errc::malformed, "tile_edge_malformed");
    }
    TileEdge edge;
    for (auto const& tile : partial_tiles(size)) {
        auto bytes = read_prefix(read, tile, width_at(tile, size));
        if (!bytes) {
            return bytes.error();
        }
        edge.open_.resize(tile.level + std::size_t{1});
        edge.open_.back() = std::move(*bytes);
    }
    // The subtree of each bit in the size lies in an unfinished tile.
    std::vector<Hash> roots;
    for (auto at = std::uint64_t{0}; at < size;) {
        auto const width = std::bit_floor(size - at);
        auto const height = static_cast<unsigned>(std::countr_zero(width));
        auto const level = height / 8;
        roots.push_back(fold(edge.open_[level], hashes_at(level, at) % tile_width, height % 8));
        at += width;
    }
    auto frontier = Frontier::from_roots(size, std::move(roots));
    if (!frontier) {
        return frontier.error();
    }
    edge.frontier_ = std::move(*frontier);
    return edge;
}

std::vector<StoredTile> TileEdge::append(std::span<Hash const> leaves) {
    std::vector<StoredTile> tiles;
    std::array<bool, 8> touched{};
    auto const made = [&](unsigned height, Hash const& hash) {
        if (height % 8 != 0) {
            return;
        }
        auto const level = static_cast<std::uint8_t>(height / 8);
        open_.resize(std::max(open_.size(), level + std::size_t{1}));
        auto& bytes = open_[level];
        bytes.append(as_text(hash));
        touched[level] = true;
        if (bytes.size() == tile_bytes) {
            tiles.push_back({{level, hashes_at(level, size()) / tile_width}, bytes});
            bytes.clear();
        }
    };
    OCOP_ASSERT(leaves.size() <= tree_size_max - size());
    for (auto const& leaf : leaves) {
        frontier_.append_hash(leaf, made);
    }
    for (std::size_t level = 0; level < open_.size(); ++level) {
        if (touched[level] && !open_[level].empty()) {
            auto const index = hashes_at(level, size()) / tile_width;
            tiles.push_back({{static_cast<std::uint8_t>(level), index}, open_[level]});
        }
    }
    std::sort(tiles.begin(), tiles.end(), [](StoredTile const& a, StoredTile const& b) {
        return a.tile < b.tile;
    });
    return tiles;
}

std::string_view TileEdge::find(TileId const& tile) const {
    bool const open =
        tile.level < open_.size() && tile.index == hashes_at(tile.level, size()) / tile_width;
    return open ? std::string_view(open_[tile.level]) : std::string_view();
}

}  // namespace ocop::ledger
