#include "stamps/orders.hpp"

#include "registry/lot.hpp"
#include "registry/product.hpp"
#include "stamps/order_record.hpp"
#include "stamps/quota.hpp"
#include "stamps/ranges.hpp"

#include <ocop/gs1/check_digit.hpp>

namespace ocop::stamps {

namespace {

using store::Space;

std::string owned_key(std::string_view producer, std::string_view id) {
    return ByteWriter().u8('p').text_nul(producer).text(id).take();
}

std::string lot_order_key(std::string_view lot) {
    return ByteWriter().u8('l').text(lot).take();
}

std::string order_of_lot_key(std::string_view lot, std::string_view id) {
    return ByteWriter().u8('L').text_nul(lot).text(id).take();
}

// An issued order has what issuing gave it; who loads one relies on that.
bool is_whole(StampOrder const& order) {
    return order.state != OrderState::issued ||
           (order.kid && order.range && order.issued_at &&
            order.range->count == static_cast<std::uint64_t>(order.count));
}

// The orders whose ids follow that prefix, by id.
Result<std::vector<StampOrder>> orders_under(
    store::Reader const& reader, std::string const& prefix
) {
    std::vector<StampOrder> out;
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view) {
        auto order = load_order(reader, key.substr(prefix.size()));
        if (!order) {
            outcome = order.error();
            return false;
        }
        out.push_back(std::move(*order));
        return true;
    };
    auto const scanned = reader.scan(Space::stamps, prefix, {}, each);
    if (!scanned || !outcome) {
        return scanned ? outcome.error() : scanned.error();
    }
    return out;
}

}  // namespace

Result<StampOrder> load_order(store::Reader const& reader, std::string_view id) {
    auto found = store::find_logged<StampOrder>(reader, Space::stamps, order_key(id));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "order_not_found");
    }
    if (!is_whole(**found)) {
        return Error(Errc::corrupt, "store_corrupt", "order", "is issued without kid or range");
    }
    return std::move(**found);
}

Result<StampOrder> load_order_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto order = load_order(reader, id);
    if (!order) {
        return order;
    }
    auto const reached = registry::reaches_producer(reader, who, order->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(order) : Error(Errc::not_found, "order_not_found");
}

Result<StampOrder> load_order_in(
    store::Reader const& reader, Principal const& who, std::string_view id, OrderState state
) {
    auto order = load_order_for(reader, who, id);
    if (order && order->state != state) {
        return Error(
            Errc::conflict,
            "order_state",
            "/state",
            std::string("the order is ") + boost::describe::enum_to_string(order->state, "?")
        );
    }
    return order;
}

Result<bool> lot_has_order(store::Reader const& reader, std::string_view lot) {
    auto const found = reader.get(Space::stamps, lot_order_key(lot));
    return found ? Result<bool>(found->has_value()) : found.error();
}

Result<StampOrder> request_order(
    store::Transaction& tx, Principal const& who, Random& random, NewOrder request
) {
    if (request.count < 1) {
        return Error(Errc::refused, "quantity_zero", "/count", "must be at least 1");
    }
    if (request.count > order_count_max) {
        return Error(
            Errc::refused,
            "quantity_absurd",
            "/count",
            "must be at most " + std::to_string(order_count_max)
        );
    }
    auto const gtin = gs1::parse_gtin(request.gtin);
    if (!gtin) {
        return Error(Errc::malformed, gtin.error().slug, "/gtin", "is not a GTIN");
    }
    auto number = registry::parse_lot(request.lot);
    if (!number) {
        return number.error();
    }
    auto const item = registry::find_for<registry::TradeItem>(tx, who, *gtin);
    auto const lot = registry::find_for<registry::Lot>(tx, who, registry::lot_key(*gtin, *number));
    if (!item) {
        return item.error();
    }
    if (!lot) {
        return lot.error();
    }
    if (!*item) {
        return Error(Errc::refused, "trade_item_unknown", "/gtin", "is not in the register");
    }
    if (!*lot) {
        return Error(Errc::refused, "lot_unknown", "/lot", "is not in the register");
    }
    StampOrder order;
    order.gtin = *gtin;
    order.lot = std::move(*number);
    order.product = (*item)->product;
    order.producer = (*item)->producer;
    if (auto ok = refresh_certificate(tx, order); !ok) {
        return ok.error();
    }
    order.id = random_id(random);
    order.count = request.count;
    order.requested_by = who.account;
    auto const taken =
        take_quota(tx, order.product, (*lot)->made_on, (*item)->net_content, order.count);
    if (!taken) {
        return taken.error();
    }
    order.quota = taken->quota;
    order.content = taken->content;
    order.active_when_issued = request.active_when_issued.value_or(false);
    order.pins = request.pins.value_or(false);
    order.requested_at = tx.now();
    tx.put(Space::stamps, owned_key(order.producer, order.id), {});
    auto const lot_text = registry::lot_key(order.gtin, order.lot);
    tx.put(Space::stamps, lot_order_key(lot_text), {});
    tx.put(Space::stamps, order_of_lot_key(lot_text, order.id), {});
    return put_order(tx, who, "requested", std::move(order), taken->left);
}

Result<StampOrder> cancel_order(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto order = load_order_for(tx, who, id);
    if (!order) {
        return order;
    }
    if (order->state != OrderState::requested && order->state != OrderState::approved) {
        return Error(Errc::conflict, "order_state", "/state", "is past cancelling");
    }
    auto const left = return_quota(tx, order->quota, order->content);
    if (!left) {
        return left.error();
    }
    order->state = OrderState::cancelled;
    order->revision += 1;
    return put_order(tx, who, "cancelled", std::move(*order), *left);
}

Result<std::vector<StampOrder>> orders_of_lot(store::Reader const& reader, std::string_view lot) {
    return orders_under(reader, order_of_lot_key(lot, {}));
}

Result<std::vector<StampOrder>> orders_of_producer(
    store::Reader const& reader, std::string_view producer
) {
    return orders_under(reader, owned_key(producer, {}));
}

Result<OrderPage> list_orders(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    OrderPage page;
    Result<void> outcome;
    bool const own = who.reach == accounts::Reach::own;
    auto const prefix = own ? owned_key(who.producer, {}) : order_key({});
    auto const from = after.empty() ? prefix : prefix + std::string(after) + '\0';
    auto const each = [&](std::string_view key, std::string_view) {
        auto order = load_order_for(reader, who, key.substr(prefix.size()));
        if (!order && order.error().code == Errc::not_found) {
            return true;
        }
        if (!order) {
            outcome = order.error();
            return false;
        }
        if (page.orders.size() == limit) {
            page.next = page.orders.back().id;
            return false;
        }
        page.orders.push_back(std::move(*order));
        return true;
    };
    if (auto const scanned = reader.scan(Space::stamps, prefix, from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
}

Result<std::optional<IssuedAt>> find_issued(store::Reader const& reader, stamp::Position position) {
    auto const found = seek_range(reader, 'r', position);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return std::optional<IssuedAt>();
    }
    ByteReader in((*found)->value);
    IssuedAt at;
    at.first = in.u64();
    at.entry = in.u64();
    at.order = std::string(in.rest());
    if (in.failed()) {
        return Error(Errc::corrupt, "store_corrupt", "stamps r", "is too short");
    }
    if (position.counter < at.first) {
        return std::optional<IssuedAt>();
    }
    return std::optional(std::move(at));
}

}  // namespace ocop::stamps
