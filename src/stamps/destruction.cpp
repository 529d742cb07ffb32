#include "stamps/destruction.hpp"

#include "accounts/entries.hpp"
#include "stamps/moves.hpp"

#include <ocop/base/id.hpp>

namespace ocop::stamps {

namespace {

using store::Space;

std::string destruction_key(std::string_view id) {
    return ByteWriter().u8('d').text(id).take();
}

std::string owned_key(std::string_view producer, std::string_view id) {
    return ByteWriter().u8('D').text_nul(producer).text(id).take();
}

Result<Destruction> put(
    store::Transaction& tx, Principal const& who, std::string_view act, Destruction record
) {
    json::array positions;
    for (auto const& each : record.positions) {
        positions.push_back(json::array{each.first, each.last});
    }
    json::object clear{
        {"destruction", record.id},
        {"order", record.order},
        {"producer", record.producer},
        {"positions", std::move(positions)},
        {"confirmations", accounts::clear_of(record.confirmations)},
    };
    if (record.evidence) {
        clear["evidence"] = *record.evidence;
    }
    auto const logged = store::put_logged(
        tx,
        Space::stamps,
        destruction_key(record.id),
        accounts::draft_by(
            who, "destruction." + std::string(act), "destruction:" + record.id, std::move(clear)
        ),
        json::write(record)
    );
    if (!logged) {
        return logged.error();
    }
    return record;
}

Result<void> check(NewDestruction& request) {
    registry::Checks checks;
    checks.line("/reason", request.reason, reason_chars_max);
    checks.line("/method", request.method, reason_chars_max);
    checks.sha256("/evidence", request.evidence);
    return checks.result();
}

}  // namespace

Result<Destruction> propose_destruction(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    NewDestruction request,
    Scanned const& scanned
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const order = load_order_in(tx, who, request.order, OrderState::issued);
    if (!order) {
        bool const absent =
            order.error().code == Errc::not_found || order.error().code == Errc::conflict;
        return absent ? Error(Errc::refused, "order_unknown", "/order", "is no issued order")
                      : order.error();
    }
    auto positions = select(tx, *order, request, scanned, StampState::destroyed);
    if (!positions) {
        return positions.error();
    }
    // As the move will name them.
    positions = joined(std::move(*positions), order->count);
    if (!positions) {
        return positions.error();
    }
    Destruction record;
    record.id = random_id(random);
    record.order = order->id;
    record.producer = order->producer;
    record.positions = std::move(*positions);
    record.reason = std::move(request.reason);
    record.method = std::move(request.method);
    record.evidence = std::move(request.evidence);
    if (auto ok = accounts::confirm(record.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    tx.put(Space::stamps, owned_key(record.producer, record.id), {});
    return put(tx, who, "proposed", std::move(record));
}

Result<Destruction> load_destruction_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto found = store::find_logged<Destruction>(reader, Space::stamps, destruction_key(id));
    if (!found) {
        return found.error();
    }
    Error const absent(Errc::not_found, "destruction_not_found");
    if (!*found) {
        return absent;
    }
    auto const reached = registry::reaches_producer(reader, who, (*found)->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(**found) : Result<Destruction>(absent);
}

Result<Destruction> confirm_destruction(
    store::Transaction& tx, Principal const& who, std::string_view id
) {
    auto record = load_destruction_for(tx, who, id);
    if (!record) {
        return record;
    }
    if (auto ok = accounts::confirm(record->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    auto const order = load_order(tx, record->order);
    if (!order) {
        return order.error();
    }
    NewMove move;
    move.to = StampState::destroyed;
    move.positions = record->positions;
    move.reason = record->reason;
    move.evidence = record->evidence;
    move.basis = "destruction:" + record->id;
    if (auto const moved = move_stamps(tx, who, *order, std::move(move)); !moved) {
        return moved.error();
    }
    record->destroyed_at = tx.now();
    record->revision += 1;
    return put(tx, who, "confirmed", std::move(*record));
}

Result<DestructionPage> list_destructions(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    DestructionPage page;
    Result<void> outcome;
    bool const own = who.reach == accounts::Reach::own;
    auto const prefix = own ? owned_key(who.producer, {}) : destruction_key({});
    auto const from = after.empty() ? prefix : prefix + std::string(after) + '\0';
    auto const each = [&](std::string_view key, std::string_view) {
        auto record = load_destruction_for(reader, who, key.substr(prefix.size()));
        if (!record && record.error().code == Errc::not_found) {
            return true;
        }
        if (!record) {
            outcome = record.error();
            return false;
        }
        if (page.destructions.size() == limit) {
            page.next = page.destructions.back().id;
            return false;
        }
        page.destructions.push_back(std::move(*record));
        return true;
    };
    auto const scanned = reader.scan(Space::stamps, prefix, from, each);
    if (!scanned || !outcome) {
        return scanned ? outcome.error() : scanned.error();
    }
    return page;
}

}  // namespace ocop::stamps
