#include <ocop/base/assert.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/tree.hpp>

#include <algorithm>
#include <bit>

namespace ocop::ledger {

namespace {

// Entries [begin, end). In a descent from the whole tree `begin` is a multiple of the least power
// of two that is not below the width, so the perfect subtrees below are nodes of the tree.
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    std::uint64_t width() const { return end - begin; }

    // RFC 6962 §2.1: where a range of two and more is split.
    std::uint64_t middle() const { return begin + std::bit_floor(width() - 1); }
};

Result<Hash> root_of(Range range, ReadHash const& read) {
    std::vector<Hash> subtrees;  // largest first
    for (auto at = range.begin; at < range.end;) {
        auto const width = std::bit_floor(range.end - at);
        auto const height = static_cast<std::uint8_t>(std::countr_zero(width));
        auto const hash = read({height, at >> height});
        if (!hash) {
            return hash.error();
        }
        subtrees.push_back(*hash);
        at += width;
    }
    if (subtrees.empty()) {
        return empty_root();
    }
    auto hash = subtrees.back();
    for (auto left = subtrees.rbegin() + 1; left != subtrees.rend(); ++left) {
        hash = node_hash(*left, hash);
    }
    return hash;
}

Result<void> add_root(Proof& proof, Range range, ReadHash const& read) {
    auto const root = root_of(range, read);
    if (!root) {
        return root.error();
    }
    proof.push_back(*root);
    return {};
}

// Walks from a leaf, or a subtree, to the root of a tree: whether the next hash of a proof stands
// to the left of what was hashed so far. `at` is its index among those of its height, `last` that
// of the tree's last.
struct Climb {
    std::uint64_t at = 0;
    std::uint64_t last = 0;

    bool over() const { return last == 0; }

    bool step() {
        bool const left = (at & 1) != 0 || at == last;
        // Without a partner to the right a subtree rises until it is one itself.
        while (left && (at & 1) == 0 && at != 0) {
            rise();
        }
        rise();
        return left;
    }

    void rise() {
        at >>= 1;
        last >>= 1;
    }
};

bool verify_growth(TreeHead const& old, TreeHead const& head, std::span<Hash const> proof) {
    Climb climb{old.size - 1, head.size - 1};
    while ((climb.at & 1) != 0) {
        climb.rise();
    }
    // The old tree is one subtree of the new one: the proof need not say its root.
    bool const perfect = std::has_single_bit(old.size);
    if (!perfect && proof.empty()) {
        return false;
    }
    auto const& start = perfect ? old.root : proof.front();
    auto old_root = start;
    auto root = start;
    for (auto const& hash : proof.subspan(perfect ? 0 : 1)) {
        if (climb.over()) {
            return false;
        }
        if (climb.step()) {
            old_root = node_hash(hash, old_root);
            root = node_hash(hash, root);
        } else {
            root = node_hash(root, hash);
        }
    }
    return climb.over() && old_root == old.root && root == head.root;
}

}  // namespace

Hash empty_root() {
    return crypto::sha256({});
}

Result<Hash> tree_root(std::uint64_t size, ReadHash const& read) {
    return root_of({0, size}, read);
}

Result<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, ReadHash const& read) {
    OCOP_ASSERT(index < size && size <= tree_size_max);
    Proof proof;
    for (Range range{0, size}; range.width() > 1;) {
        auto const middle = range.middle();
        bool const left = index < middle;
        Range const other = left ? Range{middle, range.end} : Range{range.begin, middle};
        if (auto added = add_root(proof, other, read); !added) {
            return added.error();
        }
        range = left ? Range{range.begin, middle} : Range{middle, range.end};
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

Result<Proof> prove_consistency(std::uint64_t old_size, std::uint64_t size, ReadHash const& read) {
    OCOP_ASSERT(old_size <= size && size <= tree_size_max);
    Proof proof;
    if (old_size == 0 || old_size == size) {
        return proof;
    }
    Range range{0, size};
    while (range.end != old_size) {
        auto const middle = range.middle();
        bool const left = old_size <= middle;
        Range const other = left ? Range{middle, range.end} : Range{range.begin, middle};
        if (auto added = add_root(proof, other, read); !added) {
            return added.error();
        }
        range = left ? Range{range.begin, middle} : Range{middle, range.end};
    }
    // What begins at 0 is the old tree itself, whose root the verifier has.
    if (range.begin != 0) {
        if (auto added = add_root(proof, range, read); !added) {
            return added.error();
        }
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

bool verify_inclusion(
    std::uint64_t index, Hash const& leaf, std::span<Hash const> proof, TreeHead const& head
) {
    if (index >= head.size) {
        return false;
    }
    Climb climb{index, head.size - 1};
    auto root = leaf;
    for (auto const& hash : proof) {
        if (climb.over()) {
            return false;
        }
        root = climb.step() ? node_hash(hash, root) : node_hash(root, hash);
    }
    return climb.over() && root == head.root;
}

bool verify_consistency(TreeHead const& old, TreeHead const& head, std::span<Hash const> proof) {
    if (old.size > head.size) {
        return false;
    }
    if (head.size == 0 && head.root != empty_root()) {
        return false;
    }
    if (old.size == head.size) {
        return proof.empty() && old.root == head.root;
    }
    if (old.size == 0) {
        return proof.empty() && old.root == empty_root();
    }
    return verify_growth(old, head, proof);
}

}  // namespace ocop::ledger
