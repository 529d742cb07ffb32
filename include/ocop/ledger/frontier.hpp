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

    void append_hash(Hash const& leaf);

    std::uint64_t size() const { return size_; }

    // RFC 6962 §2.1 tree head; SHA-256 of nothing for the empty tree.
    Hash root() const;

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
