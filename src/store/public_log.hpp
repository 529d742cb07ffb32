#pragma once

#include "store/engine.hpp"
#include "store/layout.hpp"
#include "store/rocks_store.hpp"

#include <ocop/ledger/checkpoint.hpp>
#include <ocop/ledger/tile.hpp>

#include <optional>

// The ledger as a public log: what is kept beside the entries so that tiles, checkpoints and proofs
// can be served from the store alone. One thread.
namespace ocop::store {

struct PublicLog {
    ledger::NoteKey key;    // named as the origin
    ledger::TileEdge edge;  // of the head's tree
};

// The log of a database that stands at `head`: makes its tiles when it has none yet, compares the
// edge tiles' root and the checkpoint with the head, and signs a checkpoint where there is none of
// the head. nullopt when options.log is absent. Errors as open_rocks_store().
Result<std::optional<PublicLog>> open_public_log(
    RocksOptions const& options, Engine& engine, Head const& head
);

// The unfinished tiles of the tree of `head`, as they are in the database. corrupt
// "log_tiles_differ" when they do not lead to the head's root.
Result<ledger::TileEdge> load_edge(Reader const& reader, Head const& head);

// The signed note of that tree. Errors of the signer.
Result<std::string> sign_head(
    LogSigner const& signer, ledger::NoteKey const& key, ledger::TreeHead const& head
);

}  // namespace ocop::store
