#include "tlog/log.hpp"

#include "store/layout.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/ledger/checkpoint.hpp>

namespace ocop::tlog {

namespace {

using store::Space;

ledger::ReadHash hashes_of(store::Reader const& reader, std::uint64_t size) {
    return ledger::hash_reader(size, [&reader](ledger::TileId const& tile, std::uint64_t width) {
        return read_tile(reader, tile, width);
    });
}

}  // namespace

Result<Head> load_head(store::Reader const& reader) {
    auto const note = reader.get(Space::meta, store::checkpoint_key);
    if (!note) {
        return note.error();
    }
    if (!*note) {
        return Error(Errc::not_found, "log_absent");
    }
    // Our own signature: judged when the store was opened, or made since.
    auto const parsed = ledger::parse_note(**note);
    auto const checkpoint = parsed ? ledger::parse_checkpoint(parsed->text)
                                   : Result<ledger::Checkpoint>(parsed.error());
    if (!checkpoint) {
        return store::corrupt("the checkpoint cannot be read");
    }
    return Head{**note, checkpoint->head};
}

Result<std::string> load_origin(store::Reader const& reader) {
    auto origin = reader.get(Space::meta, store::origin_key);
    if (!origin) {
        return origin.error();
    }
    if (!*origin) {
        return Error(Errc::not_found, "log_absent");
    }
    return std::move(**origin);
}

Result<std::string> read_tile(
    store::Reader const& reader, ledger::TileId const& tile, std::uint64_t width
) {
    auto bytes = reader.get(Space::ledger, store::tile_key(tile));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes || (*bytes)->size() < width * sizeof(Hash)) {
        return store::corrupt("a tile of the ledger is missing or short");
    }
    (*bytes)->resize(width * sizeof(Hash));
    return std::move(**bytes);
}

Result<std::string> read_bundle(
    store::Reader const& reader, std::uint64_t bundle, std::uint64_t width
) {
    std::string out;
    auto const first = bundle * ledger::tile_width;
    auto next = first;
    auto const each = [&](std::string_view key, std::string_view entry) {
        if (next == first + width || key != store::entry_key(next)) {
            return false;
        }
        ledger::append_to_bundle(out, entry);
        ++next;
        return true;
    };
    auto const scanned =
        reader.scan(Space::ledger, store::entry_prefix, store::entry_key(first), each);
    if (!scanned) {
        return scanned.error();
    }
    if (next != first + width) {
        return store::corrupt("entry " + std::to_string(next) + " is missing");
    }
    return out;
}

Result<ledger::LogProof> prove(store::Reader const& reader, std::uint64_t index, Head const& head) {
    if (index >= head.tree.size) {
        return Error(Errc::not_found, "entry_not_found");
    }
    auto hashes = ledger::prove_inclusion(index, head.tree.size, hashes_of(reader, head.tree.size));
    if (!hashes) {
        return hashes.error();
    }
    return ledger::LogProof{{}, index, std::move(*hashes), head.note};
}

Result<ledger::Proof> prove_consistency(
    store::Reader const& reader, std::uint64_t old_size, Head const& head
) {
    OCOP_ASSERT(old_size <= head.tree.size);
    return ledger::prove_consistency(old_size, head.tree.size, hashes_of(reader, head.tree.size));
}

Result<Hash> leaf_of(store::Reader const& reader, std::uint64_t index) {
    auto const entry = reader.get(Space::ledger, store::entry_key(index));
    if (!entry) {
        return entry.error();
    }
    if (!*entry) {
        return Error(Errc::not_found, "entry_not_found");
    }
    return ledger::leaf_hash(as_bytes(**entry));
}

}  // namespace ocop::tlog
