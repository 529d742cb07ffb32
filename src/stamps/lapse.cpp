#include "stamps/lapse.hpp"

namespace ocop::stamps {

namespace {

using store::Space;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::string_view prefix = "c";

std::string due_key(Instant at, std::string_view lot) {
    return ByteWriter().text(prefix).u64(static_cast<std::uint64_t>(at.ms)).text(lot).take();
}

// Stamps of the order that may lapse: at most ranges_max ranges of them.
Result<std::vector<Positions>> lapsing(store::Reader const& reader, StampOrder const& order) {
    std::vector<Positions> out;
    if (order.state != OrderState::issued || order.active_when_issued) {
        return out;
    }
    std::size_t met = 0;
    auto const visited = visit_segments(reader, order, 1, order.count, [&](Segment const& segment) {
        if (!is_legal(segment.state, StampState::lapsed)) {
            return true;
        }
        if (++met > segments_max) {
            return false;
        }
        if (!out.empty() && out.back().last + 1 == segment.first) {
            out.back().last = segment.last;
        } else if (out.size() < ranges_max) {
            out.push_back({segment.first, segment.last});
        } else {
            return false;
        }
        return true;
    });
    return visited ? Result<std::vector<Positions>>(std::move(out)) : visited.error();
}

}  // namespace

Result<registry::Lot> close_lot(
    store::Transaction& tx, Principal const& who, Policy const& policy, std::string_view key
) {
    auto lot = registry::close_lot(tx, who, key);
    if (lot) {
        tx.put(Space::stamps, due_key({tx.now().ms + policy.lapse_days * day_ms}, key), {});
    }
    return lot;
}

Result<std::optional<std::string>> find_due(store::Reader const& reader, Instant now) {
    std::optional<std::string> found;
    auto const scanned =
        reader.scan(Space::stamps, prefix, {}, [&](std::string_view key, std::string_view) {
            auto const at = ByteReader(key.substr(prefix.size())).u64();
            if (static_cast<std::int64_t>(at) <= now.ms) {
                found = std::string(key);
            }
            return false;
        });
    return scanned ? Result<std::optional<std::string>>(std::move(found)) : scanned.error();
}

Result<std::int64_t> lapse(store::Transaction& tx, std::string_view due) {
    ByteReader in(due);
    in.u8();
    in.u64();
    auto const orders = orders_of_lot(tx, in.rest());
    if (in.failed()) {
        return Error(Errc::corrupt, "store_corrupt", "stamps c", "names no lot");
    }
    if (!orders) {
        return orders.error();
    }
    for (auto const& order : *orders) {
        auto positions = lapsing(tx, order);
        if (!positions) {
            return positions.error();
        }
        if (positions->empty()) {
            continue;
        }
        NewMove move;
        move.to = StampState::lapsed;
        move.positions = std::move(*positions);
        auto const moved = move_stamps(tx, accounts::system_principal(), order, std::move(move));
        return moved ? Result<std::int64_t>(moved->count) : moved.error();
    }
    tx.erase(Space::stamps, due);
    return std::int64_t{0};
}

}  // namespace ocop::stamps
