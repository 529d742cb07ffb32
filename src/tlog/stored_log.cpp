#include "tlog/stored_log.hpp"

#include "store/layout.hpp"
#include "tlog/log.hpp"

namespace ocop::tlog {

namespace {

using store::Space;

Result<std::string> read_whole_tile(store::Reader const& reader, ledger::TileId const& tile) {
    auto bytes = reader.get(Space::ledger, store::tile_key(tile));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return Error(Errc::not_found, "log_absent", "", "is missing");
    }
    return std::move(**bytes);
}

// Whether a log of `size` has something under that key of its space.
bool is_key(std::string_view key, std::uint64_t size) {
    ByteReader in(key);
    auto const prefix = in.take(1);
    if (prefix == store::entry_prefix) {
        auto const index = in.u64();
        return in.done() && index < size;
    }
    ledger::TileId tile;
    tile.level = in.u8();
    tile.index = in.u64();
    return prefix == store::tile_prefix && in.done() && tile.level <= ledger::tile_level_max &&
           ledger::width_at(tile, size) > 0 && store::tile_key(tile) == key;
}

Result<void> check_keys(
    store::Reader const& reader, std::uint64_t size, std::function<void(Finding)> const& report
) {
    return reader.scan(Space::ledger, "", "", [&](std::string_view key, std::string_view) {
        if (!is_key(key, size)) {
            report({"beyond", std::nullopt, "a key that a log of this size has not"});
            return false;
        }
        return true;
    });
}

}  // namespace

LogFiles stored_files(store::Reader const& reader) {
    LogFiles out;
    out.read_checkpoint = [&reader]() -> Result<std::string> {
        auto head = tlog::load_head(reader);
        return head ? Result<std::string>(std::move(head->note)) : head.error();
    };
    out.read = [&reader](ledger::TilePath const& path) {
        return path.kind == ledger::TilePath::Kind::entries
                   ? read_bundle(reader, path.tile.index, path.width)
                   : read_whole_tile(reader, path.tile);
    };
    return out;
}

Result<void> check_kept(
    store::Reader const& reader,
    ledger::NoteKey const& key,
    Audited const& audited,
    std::function<void(Finding)> const& report
) {
    auto const head = store::load_head(reader);
    if (!head) {
        return head.error();
    }
    ledger::TreeHead const tree{head->frontier.size(), head->frontier.root()};
    if (tree != audited.head) {
        report({"head", std::nullopt, "the store's head is of another tree than the checkpoint"});
    }
    auto const origin = load_origin(reader);
    if (!origin || *origin != key.name) {
        report({"origin", std::nullopt, "the store's log has another name"});
    }
    return check_keys(reader, audited.head.size, report);
}

}  // namespace ocop::tlog
