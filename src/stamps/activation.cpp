#include "stamps/activation.hpp"

#include "stamps/lot_totals.hpp"
#include "stamps/ranges.hpp"

namespace ocop::stamps {

Result<Activation> activate(
    store::Transaction& tx, Principal const& who, std::string_view id, ActivationRequest request
) {
    auto const order = load_order_in(tx, who, id, OrderState::issued);
    if (!order) {
        return order.error();
    }
    if (request.first < 1 || request.last < request.first || request.last > order->count) {
        return Error(
            Errc::malformed,
            "request_invalid",
            "/last",
            "must be positions from 1 to " + std::to_string(order->count)
        );
    }
    auto const counter = [&](std::int64_t position) {
        return order->range->first + static_cast<std::uint64_t>(position) - 1;
    };
    auto const epoch = order->range->epoch;
    auto const next = seek_range(tx, 'a', {epoch, counter(request.first)});
    if (!next) {
        return next.error();
    }
    if (*next) {
        auto const other = store::read_logged<Activation>((*next)->value);
        if (!other) {
            return other.error();
        }
        auto const length = static_cast<std::uint64_t>(other->last - other->first);
        if ((*next)->last - length <= counter(request.last)) {
            return Error(Errc::conflict, "already_active", "/first", "a position of it is active");
        }
    }
    if (order->active_when_issued) {
        return Error(Errc::conflict, "already_active", "/first", "was active when issued");
    }
    Activation const record{1, order->id, request.first, request.last, tx.now()};
    auto const logged = store::put_logged(
        tx,
        store::Space::stamps,
        range_key('a', epoch, counter(request.last)),
        {.kind = "stamps.activated",
         .actor = who.account,
         .subject = "order:" + order->id,
         .clear = {{"order", order->id}, {"first", request.first}, {"last", request.last}}},
        json::write(record)
    );
    if (!logged) {
        return logged.error();
    }
    auto const count = static_cast<std::uint64_t>(request.last - request.first + 1);
    if (auto ok = add_to_lot(tx, order->gtin, order->lot, {0, count}); !ok) {
        return ok.error();
    }
    return record;
}

Result<std::optional<Instant>> activated_at(
    store::Reader const& reader, StampOrder const& order, stamp::Position position
) {
    if (order.active_when_issued) {
        return order.issued_at;
    }
    auto const next = seek_range(reader, 'a', position);
    if (!next) {
        return next.error();
    }
    if (!*next) {
        return std::optional<Instant>();
    }
    auto const activation = store::read_logged<Activation>((*next)->value);
    if (!activation) {
        return activation.error();
    }
    auto const at = static_cast<std::int64_t>(position.counter - order.range->first) + 1;
    if (activation->order != order.id || at < activation->first) {
        return std::optional<Instant>();
    }
    return std::optional(activation->activated_at);
}

Result<std::vector<Activation>> activations_of(
    store::Reader const& reader, StampOrder const& order
) {
    std::vector<Activation> out;
    if (!order.range) {
        return out;
    }
    auto const prefix = range_prefix('a', order.range->epoch);
    auto const from = range_key('a', order.range->epoch, order.range->first);
    auto const visit = [&](std::string_view, Activation activation) {
        bool const ours = activation.order == order.id;
        if (ours) {
            out.push_back(std::move(activation));
        }
        return ours;
    };
    auto const scanned =
        store::scan_logged<Activation>(reader, store::Space::stamps, prefix, from, visit);
    if (!scanned) {
        return scanned.error();
    }
    return out;
}

}  // namespace ocop::stamps
