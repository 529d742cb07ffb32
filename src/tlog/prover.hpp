#pragma once

#include "tlog/publisher.hpp"

#include <map>
#include <mutex>

// Proofs for whoever scans: made from tiles whose inner nodes are kept, under the published
// checkpoint. Any thread; blocks on the store.
namespace ocop::tlog {

inline constexpr std::size_t kept_tiles_max = 1024;   // 16 KiB each
inline constexpr std::size_t kept_proofs_max = 4096;  // some 2 KiB each

class Prover {
  public:
    // Both must outlive it.
    Prover(store::Store const& store, Publisher& publisher)
        : store_(store), publisher_(publisher) {}

    // The .tlog-proof file of an entry. not_found "entry_not_published" when the published
    // checkpoint has not so many entries yet; errors as log.hpp.
    Result<std::shared_ptr<std::string const>> prove(std::uint64_t index);

  private:
    // The nodes of a tile: 256 hashes, then those of each height above, 511 when it is full.
    using Tile = std::vector<Hash>;
    using Key = std::pair<ledger::TileId, std::uint64_t>;  // and width

    Result<std::shared_ptr<Tile const>> tile(store::Reader const& reader, Key const& key);
    Result<Hash> node(store::Reader const& reader, ledger::Node const& node, std::uint64_t size);

    store::Store const& store_;
    Publisher& publisher_;
    std::mutex mutex_;
    // Under mutex_.
    std::map<Key, std::shared_ptr<Tile const>> tiles_;
    std::map<std::uint64_t, std::shared_ptr<std::string const>> proofs_;
    std::shared_ptr<Head const> proofs_of_;
};

}  // namespace ocop::tlog
