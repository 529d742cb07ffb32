#pragma once

#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/tile.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

// RFC 6962 §2.1, word by word, and a log kept as tiles: what the fast code is held against.
namespace ocop::ledger::naive {

class Tree {
  public:
    explicit Tree(std::vector<std::string> leaves) : leaves_(std::move(leaves)) {}

    std::size_t size() const { return leaves_.size(); }

    std::string const& leaf(std::size_t i) const { return leaves_[i]; }

    // MTH(D[begin:end])
    Hash root(std::size_t begin, std::size_t end) const {
        if (begin == end) {
            return crypto::sha256({});
        }
        auto const known = roots_.find({begin, end});
        if (known != roots_.end()) {
            return known->second;
        }
        std::string bytes;
        if (end - begin == 1) {
            bytes = std::string(1, '\0') + leaves_[begin];
        } else {
            auto const middle = begin + split(end - begin);
            auto const a = root(begin, middle);
            auto const b = root(middle, end);
            bytes = std::string(1, '\1') + std::string(as_text(a)) + std::string(as_text(b));
        }
        return roots_[{begin, end}] = crypto::sha256(as_bytes(bytes));
    }

    TreeHead head(std::size_t size) const { return {size, root(0, size)}; }

    // PATH(m, D[begin:end])
    Proof path(std::size_t m, std::size_t begin, std::size_t end) const {
        if (end - begin == 1) {
            return {};
        }
        auto const k = split(end - begin);
        bool const left = m < k;
        auto out = left ? path(m, begin, begin + k) : path(m - k, begin + k, end);
        out.push_back(left ? root(begin + k, end) : root(begin, begin + k));
        return out;
    }

    // SUBPROOF(m, D[begin:end], whole)
    Proof subproof(std::size_t m, std::size_t begin, std::size_t end, bool whole) const {
        if (m == end - begin) {
            return whole ? Proof{} : Proof{root(begin, end)};
        }
        auto const k = split(end - begin);
        bool const left = m <= k;
        auto out =
            left ? subproof(m, begin, begin + k, whole) : subproof(m - k, begin + k, end, false);
        out.push_back(left ? root(begin + k, end) : root(begin, begin + k));
        return out;
    }

    Proof growth(std::size_t from, std::size_t to) const {
        return from == 0 ? Proof{} : subproof(from, 0, to, true);
    }

  private:
    static std::size_t split(std::size_t n) {
        std::size_t k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    std::vector<std::string> leaves_;
    mutable std::map<std::pair<std::size_t, std::size_t>, Hash> roots_;
};

inline Tree numbered_tree(std::size_t size) {
    std::vector<std::string> leaves;
    for (std::size_t i = 0; i < size; ++i) {
        leaves.push_back("entry " + std::to_string(i));
    }
    return Tree(std::move(leaves));
}

// The tiles of a log, one value each, as a store keeps them.
struct TileStore {
    std::map<TileId, std::string> tiles;

    void put(std::vector<StoredTile> const& changed) {
        for (auto const& tile : changed) {
            tiles[tile.tile] = tile.bytes;
        }
    }

    ReadTile reader() const {
        return [this](TileId const& tile, std::uint64_t) -> Result<std::string> {
            auto const found = tiles.find(tile);
            if (found == tiles.end()) {
                return Error(Errc::not_found, "no_tile");
            }
            return found->second;
        };
    }
};

inline std::vector<Hash> leaf_hashes(Tree const& tree, std::size_t begin, std::size_t end) {
    std::vector<Hash> hashes;
    for (auto i = begin; i < end; ++i) {
        hashes.push_back(leaf_hash(as_bytes(tree.leaf(i))));
    }
    return hashes;
}

}  // namespace ocop::ledger::naive
