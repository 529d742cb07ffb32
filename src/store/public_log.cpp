#include "store/public_log.hpp"

#include <rocksdb/write_batch.h>

namespace ocop::store {

namespace {

constexpr std::size_t leaves_at_once = 65'536;

Result<void> write(Engine& engine, rocksdb::WriteBatch& writes) {
    if (auto const status = engine.write(writes); !status.ok()) {
        return to_error(status);
    }
    return {};
}

Result<void> write_tiles(Engine& engine, ledger::TileEdge& edge, std::span<Hash const> leaves) {
    rocksdb::WriteBatch writes;
    for (auto const& stored : edge.append(leaves)) {
        writes.Put(engine.family(Space::ledger), tile_key(stored.tile), stored.bytes);
    }
    return write(engine, writes);
}

// From the entries alone. What an interrupted run left is written over with the same.
Result<void> make_tiles(Engine& engine, std::uint64_t size) {
    ledger::TileEdge edge;
    std::vector<Hash> leaves;
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view entry) {
        leaves.push_back(ledger::leaf_hash(as_bytes(entry)));
        if (leaves.size() == leaves_at_once) {
            outcome = write_tiles(engine, edge, leaves);
            leaves.clear();
        }
        return outcome.has_value();
    };
    auto scanned = engine.scan(Space::ledger, entry_prefix, {}, each);
    if (!scanned || !outcome) {
        return scanned ? outcome : scanned;
    }
    if (auto ok = write_tiles(engine, edge, leaves); !ok) {
        return ok;
    }
    if (edge.size() != size) {
        return corrupt("the entries are not those of the head");
    }
    return {};
}

Error differs(std::string_view slug, std::string reason) {
    return {Errc::corrupt, slug, "", std::move(reason)};
}

// The origin of the log that is there, or of the one that this begins.
Result<std::string> load_origin(LogSigner const& signer, Engine& engine, Head const& head) {
    auto const kept = engine.get(Space::meta, origin_key);
    if (!kept) {
        return kept.error();
    }
    if (*kept) {
        return **kept;
    }
    if (auto ok = make_tiles(engine, head.frontier.size()); !ok) {
        return ok.error();
    }
    rocksdb::WriteBatch writes;
    writes.Put(engine.family(Space::meta), origin_key, signer.origin);
    if (auto ok = write(engine, writes); !ok) {
        return ok.error();
    }
    return signer.origin;
}

Result<void> check_checkpoint(Reader const& reader, PublicLog const& log, bool& found) {
    auto const note = reader.get(Space::meta, checkpoint_key);
    if (!note) {
        return note.error();
    }
    found = note->has_value();
    if (!found) {
        return {};
    }
    auto const opened = ledger::open_checkpoint(**note, log.key);
    if (!opened) {
        return differs("log_key_differs", "the checkpoint is none of this key and origin");
    }
    if (opened->checkpoint.head != log.edge.head()) {
        return differs(
            "log_checkpoint_differs",
            "the checkpoint is of " + std::to_string(opened->checkpoint.head.size) +
                " entries, or of others than the head's " + std::to_string(log.edge.size())
        );
    }
    return {};
}

}  // namespace

Result<std::string> sign_head(
    LogSigner const& signer, ledger::NoteKey const& key, ledger::TreeHead const& head
) {
    return ledger::sign_checkpoint({key.name, head, {}}, key, signer.sign);
}

Result<ledger::TileEdge> load_edge(Reader const& reader, Head const& head) {
    auto const read = [&](ledger::TileId const& tile, std::uint64_t) -> Result<std::string> {
        auto bytes = reader.get(Space::ledger, tile_key(tile));
        if (!bytes) {
            return bytes.error();
        }
        return bytes->value_or("");
    };
    auto edge = ledger::TileEdge::load(head.frontier.size(), read);
    if (!edge || edge->frontier() != head.frontier) {
        return differs("log_tiles_differ", "the edge tiles do not lead to the root in the head");
    }
    return edge;
}

Result<std::optional<PublicLog>> open_public_log(
    RocksOptions const& options, Engine& engine, Head const& head
) {
    if (!options.log) {
        auto const begun = engine.get(Space::meta, origin_key);
        if (!begun || *begun) {
            return begun ? differs("log_signer_missing", "the store has a log") : begun.error();
        }
        return std::optional<PublicLog>();
    }
    auto origin = load_origin(*options.log, engine, head);
    if (!origin) {
        return origin.error();
    }
    auto edge = load_edge(engine, head);
    if (!edge) {
        return edge.error();
    }
    PublicLog log{
        {std::move(*origin), ledger::NoteKind::ed25519, options.log->public_key}, std::move(*edge)};
    bool found = false;
    if (auto ok = check_checkpoint(engine, log, found); !ok) {
        return ok.error();
    }
    if (!found) {
        auto const note = sign_head(*options.log, log.key, log.edge.head());
        if (!note) {
            return note.error();
        }
        rocksdb::WriteBatch writes;
        writes.Put(engine.family(Space::meta), checkpoint_key, *note);
        if (auto ok = write(engine, writes); !ok) {
            return ok.error();
        }
    }
    return std::optional<PublicLog>(std::move(log));
}

}  // namespace ocop::store
