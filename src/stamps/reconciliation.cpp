#include "stamps/reconciliation.hpp"

#include "accounts/entries.hpp"

#include <boost/mp11/algorithm.hpp>

#include <algorithm>

namespace ocop::stamps {

namespace {

using store::Space;

std::string stocktake_key(std::string_view order) {
    return ByteWriter().u8('t').text_nul(order).take();
}

template <class Each>
void each_term(Each each) {
    boost::mp11::mp_for_each<
        boost::describe::describe_members<Reconciliation, boost::describe::mod_any_access>>(each);
}

std::int64_t unprinted(StateCounts const& counts) {
    std::int64_t sum = 0;
    for (auto const each : counts.unprinted) {
        sum += each;
    }
    return sum - counts.of(StampState::issued);
}

// Of those in a state, the ones that were on paper.
std::int64_t on_paper(StateCounts const& counts, StampState state) {
    return counts.of(state) - counts.unprinted_of(state);
}

Result<Reconciliation> sum_of(
    store::Reader const& reader, std::vector<StampOrder> const& orders, std::string_view quota = {}
) {
    Reconciliation sum;
    for (auto const& order : orders) {
        if (!quota.empty() && order.quota != quota) {
            continue;
        }
        auto const part = reconcile(reader, order);
        if (!part) {
            return part;
        }
        sum += *part;
    }
    return sum;
}

}  // namespace

Reconciliation& operator+=(Reconciliation& sum, Reconciliation const& part) {
    each_term([&](auto d) { sum.*d.pointer += part.*d.pointer; });
    return sum;
}

Result<Reconciliation> reconcile(store::Reader const& reader, StampOrder const& order) {
    using enum StampState;
    Reconciliation out;
    if (order.state != OrderState::issued) {
        return out;
    }
    auto const counts = count_states(reader, order);
    auto const stocktake = last_stocktake(reader, order.id);
    if (!counts || !stocktake) {
        return counts ? stocktake.error() : counts.error();
    }
    out.orders = 1;
    out.issued = order.count;
    out.not_printed = counts->of(StampState::issued);
    out.cancelled = unprinted(*counts);
    out.printed = out.issued - out.not_printed - out.cancelled;
    out.in_stock = counts->of(StampState::printed);
    out.spoiled = counts->of(StampState::spoiled);
    out.received = out.printed - out.in_stock - out.spoiled;
    out.opened = counts->of(StampState::opened);
    out.activated = counts->of(StampState::activated) + out.opened;
    out.returned = on_paper(*counts, StampState::returned);
    out.damaged = on_paper(*counts, StampState::damaged);
    out.lost = on_paper(*counts, StampState::lost);
    out.destroyed = on_paper(*counts, StampState::destroyed);
    out.seized = on_paper(*counts, StampState::seized);
    out.voided = on_paper(*counts, StampState::voided);
    out.lapsed = on_paper(*counts, StampState::lapsed);
    out.on_hand = counts->of(StampState::received);
    if (*stocktake) {
        out.counted = (*stocktake)->on_hand;
        // What moved since the count was in the books of that day.
        out.unaccounted = (*stocktake)->book - (*stocktake)->on_hand;
        out.missing = std::max<std::int64_t>(out.unaccounted, 0);
        out.surplus = out.missing - out.unaccounted;
    } else {
        out.uncounted = 1;
    }
    return out;
}

Result<Reconciliation> reconcile_lot(store::Reader const& reader, std::string_view lot) {
    auto const orders = orders_of_lot(reader, lot);
    return orders ? sum_of(reader, *orders) : orders.error();
}

Result<Reconciliation> reconcile_producer(
    store::Reader const& reader, std::string_view producer, std::string_view quota
) {
    auto const orders = orders_of_producer(reader, producer);
    return orders ? sum_of(reader, *orders, quota) : orders.error();
}

Result<Stocktake> take_stock(
    store::Transaction& tx, Principal const& who, std::string_view id, NewStocktake request
) {
    auto const order = load_order_in(tx, who, id, OrderState::issued);
    if (!order) {
        return order.error();
    }
    registry::Checks checks;
    checks.line("/note", request.note, reason_chars_max);
    checks.sha256("/evidence", request.evidence);
    if (request.on_hand < 0 || request.on_hand > order->count) {
        checks.fault("/on_hand", "must be from 0 to " + std::to_string(order->count));
    }
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto const terms = reconcile(tx, *order);
    if (!terms) {
        return terms.error();
    }
    Stocktake record;
    record.order = order->id;
    record.on_hand = request.on_hand;
    record.book = terms->on_hand;
    record.note = std::move(request.note);
    record.evidence = std::move(request.evidence);
    record.actor = who.account;
    record.at = tx.now();
    auto const logged = store::put_logged(
        tx,
        Space::stamps,
        ByteWriter().text(stocktake_key(order->id)).u64(tx.ledger_size()).take(),
        accounts::draft_by(
            who,
            "stocktake.taken",
            "order:" + order->id,
            {{"order", order->id},
             {"producer", order->producer},
             {"on_hand", record.on_hand},
             {"book", record.book}}
        ),
        json::write(record)
    );
    if (!logged) {
        return logged.error();
    }
    return record;
}

Result<std::optional<Stocktake>> last_stocktake(
    store::Reader const& reader, std::string_view order
) {
    std::optional<Stocktake> last;
    auto const visit = [&](std::string_view, Stocktake each) {
        last = std::move(each);
        return true;
    };
    auto const scanned =
        store::scan_logged<Stocktake>(reader, Space::stamps, stocktake_key(order), {}, visit);
    return scanned ? Result<std::optional<Stocktake>>(std::move(last)) : scanned.error();
}

std::string to_csv(Reconciliation const& terms) {
    std::string out = "term,value\r\n";
    each_term([&](auto d) {
        out += std::string(d.name) + ',' + std::to_string(terms.*d.pointer) + "\r\n";
    });
    return out;
}

}  // namespace ocop::stamps
