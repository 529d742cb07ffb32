#pragma once

#include <ocop/ledger/tree.hpp>

#include <array>

// C2SP tlog-tiles: a Merkle tree as files of 256 hashes. A partial tile is a prefix of the full
// one, so one value is kept for each tile, written over while it grows, and a partial is served as
// a prefix of it. FORMAT.md has the paths. Pure; any thread.
namespace ocop::ledger {

inline constexpr std::uint64_t tile_width = 256;
inline constexpr std::uint8_t tile_level_max = 63;  // in a path; a tree of ours has levels 0 to 7

// Hash i of tile `index` at `level` is the root over the 256^level entries that begin with entry
// (256 · index + i) · 256^level.
struct TileId {
    std::uint8_t level = 0;
    std::uint64_t index = 0;

    friend auto operator<=>(TileId const&, TileId const&) = default;
};

// How many hashes of the tile a tree of `size` entries has: 0 (none) to 256 (full). The bundle of
// entries `index` is as wide as the tile of level 0.
std::uint64_t width_at(TileId const& tile, std::uint64_t size);

// The tiles at the right edge that a tree of `size` has and that are not full, lowest level first.
std::vector<TileId> partial_tiles(std::uint64_t size);

// What a path below the log's prefix names: hashes, or entries ("bundle", at level 0).
struct TilePath {
    enum class Kind : std::uint8_t { hashes, entries };

    Kind kind = Kind::hashes;
    TileId tile;
    std::uint64_t width = tile_width;  // 1 to 256

    friend bool operator==(TilePath const&, TilePath const&) = default;
};

// "tile/0/x001/x234/067.p/112", "tile/entries/000". `width` is 1 to 256, `level` at most
// tile_level_max, and 0 for entries (OCOP_ASSERT).
std::string to_text(TilePath const& path);
// Malformed "tile_path_malformed" for anything that to_text() does not give.
Result<TilePath> parse_tile_path(std::string_view text);

// The hashes of a tile, at least as many as `width` asks for, 32 bytes each.
using ReadTile = std::function<Result<std::string>(TileId const& tile, std::uint64_t width)>;

// Reads nodes of the tree of `size` from tiles; asks for each tile at its width in that tree, and
// for nothing twice in a row. Corrupt "tile_corrupt" when a tile is too short or no whole number of
// hashes; errors of `read`. One thread at a time.
ReadHash hash_reader(std::uint64_t size, ReadTile read);

// A tile as it is to be stored: all that there is of it.
struct StoredTile {
    TileId tile;
    std::string bytes;  // 1 to 256 hashes

    friend bool operator==(StoredTile const&, StoredTile const&) = default;
};

// A growing tree that knows its unfinished tiles: what a log keeps in memory. A value; one thread
// at a time.
class TileEdge {
  public:
    // As the tree of `size` entries whose tiles `read` gives (it is asked for partial ones alone,
    // at most 8). The root that comes out is the tiles' own: compare frontier() with what was kept.
    // Malformed "tile_edge_malformed" above tree_size_max; else as hash_reader().
    static Result<TileEdge> load(std::uint64_t size, ReadTile const& read);

    // Adds leaf hashes, and gives every tile that got one, lowest level first, each once and as it
    // is after all of them. Costs one node hash a leaf.
    std::vector<StoredTile> append(std::span<Hash const> leaves);

    std::uint64_t size() const { return frontier_.size(); }

    Hash root() const { return frontier_.root(); }

    TreeHead head() const { return {size(), root()}; }

    Frontier const& frontier() const { return frontier_; }

    // The tile's bytes where it is one of the unfinished ones: proofs about the newest entries need
    // no store for these. Absent: empty.
    std::string_view find(TileId const& tile) const;

    friend bool operator==(TileEdge const&, TileEdge const&) = default;

  private:
    Frontier frontier_;
    std::vector<std::string> open_;  // by level: the unfinished tile's bytes, 0 to 255 hashes
};

// A bundle of entries: for each, u16 length ‖ bytes. An entry has at most 65,535 bytes
// (OCOP_ASSERT).
void append_to_bundle(std::string& bundle, std::string_view entry);
// The entries as views into `bytes`. Malformed "bundle_malformed" unless they are exactly `width`.
Result<std::vector<std::string_view>> parse_bundle(std::string_view bytes, std::uint64_t width);

}  // namespace ocop::ledger
