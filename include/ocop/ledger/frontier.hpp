#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::ledger {

// RFC 6962 §2.1: SHA-256(00 ‖ leaf) and SHA-256(01 ‖ left ‖ right).
Hash leaf_hash(ByteView leaf);
Hash node_hash(Hash const& left, Hash const& right);

// The right edge of a growing Merkle tree: the roots of its perfect subtrees, one for each bit set
// in its size, largest first. That is all it takes to append and to give the root; it says nothing
// of where a leaf lies. A value; one thread at a time.
class Frontier {
  public:
    void append(ByteView leaf) { append_hash(leaf_hash(leaf)); }

    void append_hash(Hash const& leaf) {
        append_hash(leaf, [](unsigned, Hash const&) {});
    }

    // The same, telling made(height, hash) of every perfect subtree that now ends here, the leaf
    // (height 0) first. `made` sees the size before.
    template <class Made>
    void append_hash(Hash const& leaf, Made const& made) {
        auto hash = leaf;
        unsigned height = 0;
        made(height, hash);
        // Each trailing one of the size is a subtree as large as the one that now ends here.
        for (auto rest = size_; (rest & 1) != 0; rest >>= 1) {
            hash = node_hash(roots_.back(), hash);
            roots_.pop_back();
            made(++height, hash);
        }
        roots_.push_back(hash);
        ++size_;
    }

    std::uint64_t size() const { return size_; }

    // RFC 6962 §2.1 tree head; SHA-256 of nothing for the empty tree.
    Hash root() const;

    // Malformed "frontier_malformed" unless there is a root for each bit set in the size.
    static Result<Frontier> from_roots(std::uint64_t size, std::vector<Hash> roots);

    // be64 size, then the subtree roots.
    std::string encode() const;
    // Malformed "frontier_malformed" unless the length is the one that the size asks for.
    static Result<Frontier> decode(std::string_view bytes);

    friend bool operator==(Frontier const&, Frontier const&) = default;

  private:
    std::uint64_t size_ = 0;
    std::vector<Hash> roots_;
};

}  // namespace ocop::ledger
