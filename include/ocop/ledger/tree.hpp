#pragma once

#include <ocop/ledger/frontier.hpp>

#include <functional>
#include <span>

// Proofs about an RFC 6962 Merkle tree: made from hashes that somebody keeps, checked from nothing
// but the proof. Pure; any thread.
namespace ocop::ledger {

// What a checkpoint says of a log: how many entries, and the root over them.
struct TreeHead {
    std::uint64_t size = 0;
    Hash root{};

    friend bool operator==(TreeHead const&, TreeHead const&) = default;
};

// Indexes and sizes stay below 2^63, so that every language can hold them.
inline constexpr std::uint64_t tree_size_max = (std::uint64_t{1} << 63) - 1;
// A proof about such a tree never holds more hashes than this.
inline constexpr std::size_t proof_hashes_max = 64;

// A perfect subtree: the one over entries [index · 2^height, (index + 1) · 2^height).
struct Node {
    std::uint8_t height = 0;  // 0: a leaf
    std::uint64_t index = 0;

    friend bool operator==(Node const&, Node const&) = default;
};

// The hash of a node that lies wholly in the tree; its errors are handed on. tile.hpp makes one
// from tiles.
using ReadHash = std::function<Result<Hash>(Node)>;

using Proof = std::vector<Hash>;

Hash empty_root();  // SHA-256 of nothing

// The root of the first `size` entries. Errors of `read`.
Result<Hash> tree_root(std::uint64_t size, ReadHash const& read);

// RFC 6962 §2.1.1 PATH(index, D[size]), from the leaf's sibling to the root's child. index < size
// <= tree_size_max (OCOP_ASSERT). Errors of `read`.
Result<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, ReadHash const& read);

// RFC 6962 §2.1.2 PROOF(old_size, D[size]); empty when the sizes are equal or the old one is 0.
// old_size <= size <= tree_size_max (OCOP_ASSERT). Errors of `read`.
Result<Proof> prove_consistency(std::uint64_t old_size, std::uint64_t size, ReadHash const& read);

// RFC 9162 §2.1.3.2: whether the tree `head` holds `leaf` (a leaf's hash) at `index`. Any input;
// false is the answer to all that does not prove it.
bool verify_inclusion(
    std::uint64_t index, Hash const& leaf, std::span<Hash const> proof, TreeHead const& head
);

// RFC 9162 §2.1.4.2: whether `head` has the entries of `old` as its first ones. Equal sizes take
// equal roots and no proof. Everything extends the empty tree, by no proof; a head of size 0 must
// have the empty root.
bool verify_consistency(TreeHead const& old, TreeHead const& head, std::span<Hash const> proof);

}  // namespace ocop::ledger
