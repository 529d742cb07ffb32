#include "tlog/prover.hpp"

#include <algorithm>

namespace ocop::tlog {

namespace {

constexpr unsigned tile_height = 8;

// Where the nodes of a height begin in a tile of `width` leaves.
std::size_t begin_of(std::uint64_t width, unsigned height) {
    std::size_t begin = 0;
    for (unsigned at = 0; at < height; ++at) {
        begin += width >> at;
    }
    return begin;
}

std::vector<Hash> nodes_of(std::string_view bytes) {
    std::vector<Hash> nodes(bytes.size() / sizeof(Hash));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        std::copy_n(
            as_bytes(bytes).begin() + static_cast<std::ptrdiff_t>(i * sizeof(Hash)),
            sizeof(Hash),
            nodes[i].begin()
        );
    }
    auto const width = nodes.size();
    for (unsigned height = 1; height < tile_height; ++height) {
        auto const below = begin_of(width, height - 1);
        for (std::size_t i = 0; i < width >> height; ++i) {
            nodes.push_back(ledger::node_hash(nodes[below + 2 * i], nodes[below + 2 * i + 1]));
        }
    }
    return nodes;
}

}  // namespace

Result<std::shared_ptr<std::string const>> Prover::prove(std::uint64_t index) {
    auto const head = publisher_.current();
    if (!head) {
        return head.error();
    }
    if (index >= (*head)->tree.size) {
        return Error(Errc::not_found, "entry_not_published");
    }
    {
        std::lock_guard const lock(mutex_);
        if (proofs_of_ != *head) {
            proofs_.clear();
            proofs_of_ = *head;
        }
        if (auto const found = proofs_.find(index); found != proofs_.end()) {
            return found->second;
        }
    }
    auto const snapshot = store_.snapshot();
    auto const size = (*head)->tree.size;
    auto hashes = ledger::prove_inclusion(index, size, [&](ledger::Node const& at) {
        return node(*snapshot, at, size);
    });
    if (!hashes) {
        return hashes.error();
    }
    auto text = std::make_shared<std::string const>(
        ledger::encode_log_proof({{}, index, std::move(*hashes), (*head)->note})
    );
    std::lock_guard const lock(mutex_);
    if (proofs_of_ == *head && proofs_.size() < kept_proofs_max) {
        proofs_.emplace(index, text);
    }
    return text;
}

Result<Hash> Prover::node(
    store::Reader const& reader, ledger::Node const& node, std::uint64_t size
) {
    auto const height = node.height % tile_height;
    auto const first = node.index << height;
    ledger::TileId const id{
        static_cast<std::uint8_t>(node.height / tile_height), first / ledger::tile_width};
    auto const width = ledger::width_at(id, size);
    auto const nodes = tile(reader, {id, width});
    if (!nodes) {
        return nodes.error();
    }
    auto const at = (first % ledger::tile_width) >> height;
    return (**nodes)[begin_of(width, height) + at];
}

Result<std::shared_ptr<Prover::Tile const>> Prover::tile(
    store::Reader const& reader, Key const& key
) {
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = tiles_.find(key); found != tiles_.end()) {
            return found->second;
        }
    }
    auto const bytes = read_tile(reader, key.first, key.second);
    if (!bytes) {
        return bytes.error();
    }
    auto made = std::make_shared<Tile const>(nodes_of(*bytes));
    std::lock_guard const lock(mutex_);
    // A growing tile is of no use once it grew; what else goes does not matter much.
    std::erase_if(tiles_, [&](auto const& kept) {
        return kept.first.first == key.first && kept.first.second < key.second;
    });
    if (tiles_.size() >= kept_tiles_max) {
        tiles_.erase(tiles_.begin());
    }
    tiles_.emplace(key, made);
    return made;
}

}  // namespace ocop::tlog
