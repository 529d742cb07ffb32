#include "bench/ledger.hpp"

#include "bench/measure.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/ledger/tile.hpp>

#include <openssl/evp.h>

#include <map>

namespace ocop::bench {

namespace {

constexpr std::size_t leaves = 1'000'000;
constexpr std::size_t batch = 1'000;        // entries of a commit
constexpr std::size_t entry_bytes = 500;    // of most entries: 400 to 600
constexpr std::size_t node_bytes = 1 + 64;  // 01 ‖ left ‖ right

// OpenSSL by itself: the algorithm fetched once, one context, bytes that lie as they are hashed.
class RawSha256 {
  public:
    void run(std::size_t size) {
        OCOP_ASSERT(EVP_DigestInit_ex(context_, algorithm_, nullptr) == 1);
        OCOP_ASSERT(EVP_DigestUpdate(context_, bytes_.data(), size) == 1);
        OCOP_ASSERT(EVP_DigestFinal_ex(context_, hash_.data(), nullptr) == 1);
        bytes_[1] = static_cast<char>(hash_[0]);
    }

  private:
    EVP_MD* algorithm_ = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* context_ = EVP_MD_CTX_new();
    std::string bytes_ = std::string(4096, 'x');
    Hash hash_{};
};

void compare_leaves(RawSha256& raw) {
    for (std::size_t const size : {100U, 500U, 2000U}) {
        std::string entry(size, 'x');
        auto const ours = [&] {
            for (std::size_t i = 0; i < batch; ++i) {
                entry[0] = static_cast<char>(ledger::leaf_hash(as_bytes(entry))[0]);
            }
        };
        auto const theirs = [&] {
            for (std::size_t i = 0; i < batch; ++i) {
                raw.run(1 + size);
            }
        };
        auto const of = " of " + std::to_string(size) + " bytes";
        compare({"leaves" + of + " hashed", batch, ours}, {"raw SHA-256" + of, batch, theirs});
    }
}

// From entries to stored tiles and the root of each batch.
void grow(ledger::TileEdge& edge, std::map<ledger::TileId, std::string>& tiles) {
    std::string entry(entry_bytes, 'x');
    std::vector<Hash> hashes(batch);
    while (edge.size() < leaves) {
        for (auto& hash : hashes) {
            hash = ledger::leaf_hash(as_bytes(entry));
            entry[0] = static_cast<char>(hash[0]);
        }
        for (auto& tile : edge.append(hashes)) {
            tiles[tile.tile] = std::move(tile.bytes);
        }
        entry[1] = static_cast<char>(edge.root()[0]);
    }
}

void compare_tiles(RawSha256& raw) {
    auto const ours = [] {
        ledger::TileEdge edge;
        std::map<ledger::TileId, std::string> tiles;
        grow(edge, tiles);
    };
    auto const theirs = [&] {
        for (std::size_t i = 0; i < leaves; ++i) {
            raw.run(1 + entry_bytes);
            raw.run(node_bytes);
        }
    };
    compare(
        {"entries to tiles and roots (1,000,000 of 500 bytes, 1,000 a batch)", leaves, ours},
        {"raw SHA-256 of their leaves and nodes", leaves, theirs}
    );
}

void compare_proofs(RawSha256& raw) {
    ledger::TileEdge edge;
    std::map<ledger::TileId, std::string> tiles;
    grow(edge, tiles);
    auto const read =
        ledger::hash_reader(edge.size(), [&](ledger::TileId const& tile, std::uint64_t) {
            return Result<std::string>(tiles.at(tile));
        });
    std::uint64_t index = 0;
    auto const twenty = [&] {
        for (int i = 0; i < 20; ++i) {
            raw.run(node_bytes);
        }
    };
    ledger::Proof proof;
    auto const prove = [&] {
        index = (index + 700'001) % leaves;
        proof = *ledger::prove_inclusion(index, leaves, read);
    };
    compare({"inclusion proofs made from tiles", 1, prove}, {"20 raw node hashes", 1, twenty});
    auto const head = edge.head();
    Hash leaf{};
    auto const verify = [&] {
        leaf[0] = ledger::verify_inclusion(index, leaf, proof, head) ? 1 : 0;
    };
    compare({"inclusion proofs checked", 1, verify}, {"20 raw node hashes", 1, twenty});
}

}  // namespace

int compare_ledger() {
    RawSha256 raw;
    compare_leaves(raw);
    compare_tiles(raw);
    compare_proofs(raw);
    return 0;
}

}  // namespace ocop::bench
