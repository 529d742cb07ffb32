#include "store/layout.hpp"

#include <algorithm>

namespace ocop::store {

namespace {

constexpr std::uint8_t head_version = 1;

}  // namespace

std::string encode_head(Head const& head) {
    ByteWriter out;
    out.u8(head_version).u64(head.sequence).u64(static_cast<std::uint64_t>(head.at.ms));
    out.bytes(head.frontier.root()).text(head.frontier.encode());
    return out.take();
}

Result<Head> parse_head(std::string_view bytes) {
    ByteReader in(bytes);
    auto const version = in.u8();
    Head head;
    head.sequence = in.u64();
    head.at.ms = static_cast<std::int64_t>(in.u64());
    auto const root = in.take(sizeof(Hash));
    auto frontier = ledger::Frontier::decode(in.rest());
    if (version != head_version || in.failed() || !frontier) {
        return corrupt("the head has a form that this version does not know");
    }
    head.frontier = std::move(*frontier);
    if (as_text(head.frontier.root()) != root) {
        return corrupt("the head's root is not that of its frontier");
    }
    return head;
}

std::string entry_key(ledger::EntryIndex index) {
    return ByteWriter().text(entry_prefix).u64(index).take();
}

Result<ledger::EntryIndex> parse_entry_key(std::string_view key) {
    ByteReader in(key);
    auto const prefix = in.take(entry_prefix.size());
    auto const index = in.u64();
    if (!in.done() || prefix != entry_prefix) {
        return corrupt("a key of the ledger is not an entry's");
    }
    return index;
}

std::string waypoint_key(std::uint64_t size) {
    return ByteWriter().text(waypoint_prefix).u64(size).take();
}

std::string tile_key(ledger::TileId const& tile) {
    return ByteWriter().text(tile_prefix).u8(tile.level).u64(tile.index).take();
}

Result<Head> load_head(Reader const& reader) {
    auto const bytes = reader.get(Space::meta, head_key);
    if (!bytes) {
        return bytes.error();
    }
    return *bytes ? parse_head(**bytes) : Result<Head>(Head{});
}

}  // namespace ocop::store
