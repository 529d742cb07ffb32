#pragma once

#include "store/store.hpp"

#include <ocop/ledger/log_proof.hpp>
#include <ocop/ledger/tile.hpp>

#include <optional>
#include <string>

// The public log (C2SP tlog-tiles) as a reader of the store has it: checkpoint, tiles, bundles of
// entries, proofs. All of one reader belongs together. Any thread.
//
// Errors of all: those of the reader; not_found "log_absent" when the store keeps no log; corrupt
// "store_corrupt" when what must be there is not.
namespace ocop::tlog {

struct Head {
    std::string note;  // the checkpoint, signed by the log
    ledger::TreeHead tree;
};

// Of the last batch that the reader has.
Result<Head> load_head(store::Reader const& reader);

// The log's name, which its key goes by too: kept since the log began.
Result<std::string> load_origin(store::Reader const& reader);

// The first `width` hashes of a tile, of a tree that has so many of it (ledger::width_at).
Result<std::string> read_tile(
    store::Reader const& reader, ledger::TileId const& tile, std::uint64_t width
);

// The first `width` entries of the bundle, on the same condition.
Result<std::string> read_bundle(
    store::Reader const& reader, std::uint64_t bundle, std::uint64_t width
);

// That entry `index` is in the tree of `head`, to keep as a file. not_found "entry_not_found" when
// that has not so many.
Result<ledger::LogProof> prove(store::Reader const& reader, std::uint64_t index, Head const& head);

// That `head` continues the log of `old_size` entries, which is not above its own (OCOP_ASSERT).
Result<ledger::Proof> prove_consistency(
    store::Reader const& reader, std::uint64_t old_size, Head const& head
);

// The leaf hash of an entry. not_found "entry_not_found".
Result<Hash> leaf_of(store::Reader const& reader, std::uint64_t index);

}  // namespace ocop::tlog
