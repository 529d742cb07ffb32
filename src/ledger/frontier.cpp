#include <ocop/crypto/hash.hpp>
#include <ocop/ledger/frontier.hpp>

#include <algorithm>
#include <bit>

namespace ocop::ledger {

Hash leaf_hash(ByteView leaf) {
    constexpr std::uint8_t prefix = 0;
    return crypto::Sha256().add({&prefix, 1}).add(leaf).finish();
}

Hash node_hash(Hash const& left, Hash const& right) {
    std::array<std::uint8_t, 65> bytes{};
    bytes[0] = 1;
    std::copy(left.begin(), left.end(), bytes.begin() + 1);
    std::copy(right.begin(), right.end(), bytes.begin() + 33);
    return crypto::sha256(bytes);
}

void Frontier::append_hash(Hash const& leaf) {
    auto hash = leaf;
    // Each trailing one of the size is a subtree as large as the one that now ends here.
    for (auto rest = size_; (rest & 1) != 0; rest >>= 1) {
        hash = node_hash(roots_.back(), hash);
        roots_.pop_back();
    }
    roots_.push_back(hash);
    ++size_;
}

Hash Frontier::root() const {
    if (roots_.empty()) {
        return crypto::sha256({});
    }
    auto hash = roots_.back();
    for (auto left = roots_.rbegin() + 1; left != roots_.rend(); ++left) {
        hash = node_hash(*left, hash);
    }
    return hash;
}

std::string Frontier::encode() const {
    ByteWriter out;
    out.u64(size_);
    for (auto const& root : roots_) {
        out.bytes(root);
    }
    return out.take();
}

Result<Frontier> Frontier::decode(std::string_view bytes) {
    ByteReader in(bytes);
    Frontier frontier;
    frontier.size_ = in.u64();
    frontier.roots_.resize(static_cast<std::size_t>(std::popcount(frontier.size_)));
    for (auto& root : frontier.roots_) {
        auto const hash = as_bytes(in.take(root.size()));
        std::copy(hash.begin(), hash.end(), root.begin());
    }
    if (!in.done()) {
        return Error(Errc::malformed, "frontier_malformed");
    }
    return frontier;
}

}  // namespace ocop::ledger
