#include "unit/ledger/naive.hpp"
#include "vectors/load.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <random>

using namespace ocop;
using namespace ocop::ledger;

namespace {

json::value const& golden() {
    static auto const value = vectors::golden("ledger-tlog-v1.json");
    return value;
}

// A log grown by batches of `batch` entries, whose every batch was stored.
struct Log {
    naive::Tree const& tree;
    naive::TileStore store;
    TileEdge edge;

    void grow(std::size_t batch) {
        auto const begin = static_cast<std::size_t>(edge.size());
        store.put(edge.append(naive::leaf_hashes(tree, begin, begin + batch)));
    }
};

// What a path answers for a log of `size`; absent: not found.
std::optional<std::string> serve(Log const& log, TilePath const& path, std::uint64_t size) {
    if (width_at(path.tile, size) < path.width) {
        return std::nullopt;
    }
    std::string bytes;
    if (path.kind == TilePath::Kind::hashes) {
        return log.store.tiles.at(path.tile).substr(0, 32 * path.width);
    }
    for (std::uint64_t i = 0; i < path.width; ++i) {
        append_to_bundle(bytes, log.tree.leaf(path.tile.index * tile_width + i));
    }
    return bytes;
}

std::string file_text(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string const tessera_log = std::string(OCOP_REFERENCE_DIR) + "/tlog/tessera-log";

}  // namespace

BOOST_AUTO_TEST_SUITE(tile)

BOOST_AUTO_TEST_CASE(the_indexes_of_the_vectors_are_written_in_groups_of_three) {
    for (auto const& path : golden().at("paths").as_object()) {
        auto const index = *parse_decimal(path.key(), tree_size_max);
        std::string const text(path.value().as_string());
        TilePath const tile{TilePath::Kind::hashes, {2, index}, 7};
        BOOST_TEST(to_text(tile) == "tile/2/" + text + ".p/7");
        BOOST_TEST((*parse_tile_path("tile/2/" + text + ".p/7") == tile));
        TilePath const entries{TilePath::Kind::entries, {0, index}, tile_width};
        BOOST_TEST(to_text(entries) == "tile/entries/" + text);
        BOOST_TEST((*parse_tile_path("tile/entries/" + text) == entries));
    }
}

BOOST_AUTO_TEST_CASE(every_path_is_read_back_as_it_was_written) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        TilePath path;
        path.kind = random() % 2 == 0 ? TilePath::Kind::hashes : TilePath::Kind::entries;
        path.tile.level = path.kind == TilePath::Kind::entries ? 0 : random() % 64;
        path.tile.index = random() >> (random() % 64);
        path.width = random() % 256 + 1;
        auto const read = parse_tile_path(to_text(path));
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST((*read == path));
    }
}

BOOST_AUTO_TEST_CASE(a_path_has_one_spelling) {
    for (std::string_view const bad :
         {"",
          "tile",
          "tile/",
          "tile/0",
          "tile/0/",
          "/tile/0/000",
          "tile/0/000/",
          "tile//000",
          "tile/00/000",
          "tile/64/000",
          "tile/-1/000",
          "tile/+1/000",
          "tile/256/000",
          "tile/18446744073709551616/000",
          "tile/0/0",
          "tile/0/00",
          "tile/0/0000",
          "tile/0/1000",
          "tile/0/x000",
          "tile/0/x001",
          "tile/0/x001/",
          "tile/0/x001000",
          "tile/0/x000/000",
          "tile/0/x000/001",
          "tile/0/x01/000",
          "tile/0/001/000",
          "tile/0/X001/000",
          "tile/0/x001/x000",
          "tile/0/x018/x446/x744/x073/x709/x551/616",
          "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
          "tile/0/000.p",
          "tile/0/000.p/",
          "tile/0/000.p/0",
          "tile/0/000.p/00",
          "tile/0/000.p/01",
          "tile/0/000.p/256",
          "tile/0/000.p/18446744073709551617",
          "tile/0/000.p/1/",
          "tile/0/000.p/1 ",
          "tile/0/ 000",
          "tile/0/000%2Ep/1",
          "tile/0/000.P/1",
          "tile/entries",
          "tile/entries/",
          "tile/entries/0",
          "tile/entries/0/000",
          "tile/data/000",
          "checkpoint"}) {
        auto const read = parse_tile_path(bad);
        BOOST_TEST(!read.has_value(), bad);
        BOOST_TEST(read.error().slug == "tile_path_malformed");
    }
    BOOST_TEST(!parse_tile_path(std::string_view("tile/0/000\0", 11)).has_value());
    BOOST_TEST(
        to_text({TilePath::Kind::hashes, {63, std::uint64_t{0} - 1}, 256}) ==
        "tile/63/x018/x446/x744/x073/x709/x551/615"
    );
}

BOOST_AUTO_TEST_CASE(a_path_cut_short_is_another_path_or_none) {
    std::string const path = "tile/12/x001/x234/067.p/112";
    for (std::size_t length = 0; length < path.size(); ++length) {
        auto const read = parse_tile_path(path.substr(0, length));
        BOOST_TEST((!read || to_text(*read) == path.substr(0, length)));
    }
}

BOOST_AUTO_TEST_CASE(widths_are_those_of_the_specification) {
    // The example of tlog-tiles.
    BOOST_TEST(width_at({0, 272}, 70'000) == 256U);
    BOOST_TEST(width_at({0, 273}, 70'000) == 112U);
    BOOST_TEST(width_at({0, 274}, 70'000) == 0U);
    BOOST_TEST(width_at({1, 0}, 70'000) == 256U);
    BOOST_TEST(width_at({1, 1}, 70'000) == 17U);
    BOOST_TEST(width_at({2, 0}, 70'000) == 1U);
    BOOST_TEST(width_at({3, 0}, 70'000) == 0U);
    BOOST_TEST(width_at({63, 0}, tree_size_max) == 0U);
    BOOST_TEST(width_at({0, std::uint64_t{0} - 1}, tree_size_max) == 0U);
    BOOST_TEST(width_at({0, 0}, 256) == 256U);
    BOOST_TEST(width_at({1, 0}, 256) == 1U);
    std::vector<TileId> const partial = {{0, 273}, {1, 1}, {2, 0}};
    BOOST_TEST((partial_tiles(70'000) == partial));
    BOOST_TEST((partial_tiles(256) == std::vector<TileId>{{1, 0}}));
    BOOST_TEST(partial_tiles(0).empty());
    BOOST_TEST(partial_tiles(tree_size_max).size() == 8U);
}

BOOST_AUTO_TEST_CASE(tiles_grown_by_any_batch_hold_the_roots_of_the_specification) {
    auto const tree = naive::numbered_tree(1'030);
    for (std::size_t const batch : {1U, 2U, 3U, 7U, 255U, 256U, 257U, 515U, 1'030U}) {
        Log log{tree, {}, {}};
        while (log.edge.size() < tree.size()) {
            log.grow(std::min(batch, tree.size() - static_cast<std::size_t>(log.edge.size())));
            BOOST_TEST((log.edge.root() == tree.root(0, static_cast<std::size_t>(log.edge.size())))
            );
        }
        BOOST_TEST(log.store.tiles.size() == 6U);  // 5 of level 0, 1 of level 1
        for (auto const& [tile, bytes] : log.store.tiles) {
            auto const width = width_at(tile, tree.size());
            BOOST_TEST_REQUIRE(bytes.size() == 32 * width);
            auto const span = std::size_t{1} << (8 * tile.level);
            for (std::size_t i = 0; i < width; ++i) {
                auto const begin = (static_cast<std::size_t>(tile.index) * 256 + i) * span;
                auto const hash = tree.root(begin, begin + span);
                BOOST_TEST((as_text(hash) == bytes.substr(32 * i, 32)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_batch_gives_each_tile_that_it_touched_once_in_order) {
    auto const tree = naive::numbered_tree(600);
    TileEdge edge;
    auto const tiles_of = [](std::vector<StoredTile> const& tiles) {
        std::vector<std::pair<TileId, std::size_t>> out;
        for (auto const& tile : tiles) {
            out.emplace_back(tile.tile, tile.bytes.size() / 32);
        }
        return out;
    };
    using Expected = std::vector<std::pair<TileId, std::size_t>>;
    BOOST_TEST(edge.append({}).empty());
    auto const first = tiles_of(edge.append(naive::leaf_hashes(tree, 0, 255)));
    BOOST_TEST((first == Expected{{{0, 0}, 255}}));
    auto const second = tiles_of(edge.append(naive::leaf_hashes(tree, 255, 256)));
    BOOST_TEST((second == Expected{{{0, 0}, 256}, {{1, 0}, 1}}));
    auto const third = tiles_of(edge.append(naive::leaf_hashes(tree, 256, 257)));
    BOOST_TEST((third == Expected{{{0, 1}, 1}}));
    auto const rest = tiles_of(edge.append(naive::leaf_hashes(tree, 257, 600)));
    BOOST_TEST((rest == Expected{{{0, 1}, 256}, {{0, 2}, 88}, {{1, 0}, 2}}));
    BOOST_TEST(edge.find({0, 2}).size() == 88U * 32);
    BOOST_TEST(edge.find({1, 0}).size() == 2U * 32);
    BOOST_TEST(edge.find({0, 1}).empty());
    BOOST_TEST(edge.find({0, 3}).empty());
    BOOST_TEST(edge.find({2, 0}).empty());
}

BOOST_AUTO_TEST_CASE(an_edge_loaded_at_any_size_is_the_one_that_grew) {
    auto const tree = naive::numbered_tree(1'030);
    Log log{tree, {}, {}};
    std::vector<TileEdge> edges;
    for (std::size_t size = 0; size <= tree.size(); ++size) {
        auto const loaded = TileEdge::load(size, log.store.reader());
        BOOST_TEST_REQUIRE(loaded.has_value());
        BOOST_TEST((*loaded == log.edge));
        edges.push_back(*loaded);
        if (size < tree.size()) {
            log.grow(1);
        }
    }
    // A partial tile is a prefix of what is stored: older sizes load from the newest tiles.
    for (std::size_t size = 0; size <= tree.size(); ++size) {
        auto const loaded = TileEdge::load(size, log.store.reader());
        BOOST_TEST((loaded && *loaded == edges[size]));
        BOOST_TEST((loaded->root() == tree.root(0, size)));
    }
}

BOOST_AUTO_TEST_CASE(proofs_from_tiles_are_those_from_the_tree) {
    auto const tree = naive::numbered_tree(1'030);
    Log log{tree, {}, {}};
    log.grow(tree.size());
    for (std::size_t const size : {1U, 2U, 255U, 256U, 257U, 511U, 512U, 513U, 769U, 1'030U}) {
        auto const read = hash_reader(size, log.store.reader());
        BOOST_TEST((*tree_root(size, read) == tree.root(0, size)));
        for (std::size_t i = 0; i < size; i += 1 + i % 13) {
            BOOST_TEST((*prove_inclusion(i, size, read) == tree.path(i, 0, size)));
            BOOST_TEST((*prove_consistency(i, size, read) == tree.growth(i, size)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_log_of_70000_has_tiles_on_three_levels) {
    auto const tree = naive::numbered_tree(70'000);
    Log log{tree, {}, {}};
    for (std::size_t const size : {65'535U, 65'536U, 65'537U, 66'000U, 70'000U}) {
        log.grow(size - static_cast<std::size_t>(log.edge.size()));
        BOOST_TEST((log.edge.root() == tree.root(0, size)));
        BOOST_TEST((*TileEdge::load(size, log.store.reader()) == log.edge));
        auto const read = hash_reader(size, log.store.reader());
        for (std::size_t const i : {0U, 255U, 256U, 40'000U, 65'534U}) {
            BOOST_TEST((*prove_inclusion(i, size, read) == tree.path(i, 0, size)));
            BOOST_TEST((*prove_consistency(i, size, read) == tree.growth(i, size)));
        }
    }
    BOOST_TEST(log.store.tiles.size() == 274U + 2U + 1U);
}

BOOST_AUTO_TEST_CASE(tiles_that_are_not_whole_are_refused) {
    auto const tree = naive::numbered_tree(300);
    Log log{tree, {}, {}};
    log.grow(300);
    for (std::size_t const bytes : {0U, 31U, 32U * 43, 32U * 44 - 1, 32U * 44 + 1, 32U * 257}) {
        auto store = log.store;
        store.tiles[{0, 1}].resize(bytes);
        auto const loaded = TileEdge::load(300, store.reader());
        BOOST_TEST_REQUIRE(!loaded.has_value());
        BOOST_TEST(loaded.error().slug == "tile_corrupt");
        auto const proof = prove_inclusion(290, 300, hash_reader(300, store.reader()));
        BOOST_TEST(proof.error().slug == "tile_corrupt");
    }
    auto store = log.store;
    store.tiles.erase({1, 0});
    BOOST_TEST(TileEdge::load(300, store.reader()).error().slug == "no_tile");
    BOOST_TEST(
        TileEdge::load(tree_size_max + 1, store.reader()).error().slug == "tile_edge_malformed"
    );
}

BOOST_AUTO_TEST_CASE(a_changed_tile_changes_the_root) {
    auto const tree = naive::numbered_tree(300);
    Log log{tree, {}, {}};
    log.grow(300);
    for (TileId const tile : {TileId{0, 1}, TileId{1, 0}}) {
        auto store = log.store;
        for (auto& byte : store.tiles.at(tile)) {
            byte = static_cast<char>(byte ^ 1);
            BOOST_TEST((TileEdge::load(300, store.reader())->root() != log.edge.root()));
            byte = static_cast<char>(byte ^ 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_bundle_is_read_at_its_width_only) {
    std::string bundle;
    std::vector<std::string> const entries = {"", "a", std::string(65'535, 'x'), "last"};
    for (auto const& entry : entries) {
        append_to_bundle(bundle, entry);
    }
    auto const read = parse_bundle(bundle, entries.size());
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(std::equal(read->begin(), read->end(), entries.begin(), entries.end()));
    BOOST_TEST(parse_bundle(bundle, 3).error().slug == "bundle_malformed");
    BOOST_TEST(parse_bundle(bundle, 5).error().slug == "bundle_malformed");
    BOOST_TEST(!parse_bundle(bundle + "x", 4).has_value());
    BOOST_TEST(parse_bundle("", 0)->empty());
    auto const bytes = vectors::hex(golden(), "bundle");
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        BOOST_TEST(!parse_bundle(as_text(bytes).substr(0, length), 5).has_value());
    }
    BOOST_TEST(parse_bundle(as_text(bytes), 5)->at(4) == "entry 4");
    std::string many;
    for (int i = 0; i < 257; ++i) {
        append_to_bundle(many, "");
    }
    BOOST_TEST(!parse_bundle(many, 257).has_value());
    BOOST_TEST(parse_bundle(many.substr(2), 256).has_value());
    BOOST_TEST(!parse_bundle(many.substr(2), 257).has_value());
}

BOOST_AUTO_TEST_CASE(every_resource_of_the_vectors_comes_out) {
    auto const tree = naive::numbered_tree(300);
    for (auto const& root : golden().at("roots").as_object()) {
        auto const size = static_cast<std::size_t>(*parse_decimal(root.key(), 300));
        Log log{tree, {}, {}};
        log.grow(size);
        BOOST_TEST(to_hex(log.edge.root()) == root.value().as_string());
    }
    Log log{tree, {}, {}};
    log.grow(300);
    for (auto const& resource : golden().at("resources").as_object()) {
        auto const path = parse_tile_path(resource.key());
        BOOST_TEST_REQUIRE(path.has_value());
        auto const bytes = serve(log, *path, 300);
        BOOST_TEST_REQUIRE(bytes.has_value());
        BOOST_TEST(to_hex(crypto::sha256(as_bytes(*bytes))) == resource.value().as_string());
    }
}

// A log of 0 to 15 entries by another implementation, if it is there.
BOOST_AUTO_TEST_CASE(a_log_written_by_tessera_is_read_and_grown_alike) {
    if (!std::filesystem::exists(tessera_log)) {
        BOOST_TEST_MESSAGE("no reference data");
        return;
    }
    auto const bundle = file_text(tessera_log + "/tile/entries/000.p/15");
    auto const entries = parse_bundle(bundle, 15);
    BOOST_TEST_REQUIRE(entries.has_value());
    TileEdge edge;
    std::string grown;
    for (std::size_t size = 1; size <= entries->size(); ++size) {
        append_to_bundle(grown, entries->at(size - 1));
        auto const hash = leaf_hash(as_bytes(entries->at(size - 1)));
        auto const tiles = edge.append({&hash, 1});
        BOOST_TEST_REQUIRE(tiles.size() == 1U);
        auto const path = tessera_log + "/" + to_text({TilePath::Kind::hashes, {0, 0}, size});
        BOOST_TEST((tiles[0].bytes == file_text(path)));
        auto const entries_path =
            tessera_log + "/" + to_text({TilePath::Kind::entries, {0, 0}, size});
        BOOST_TEST((grown == file_text(entries_path)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
