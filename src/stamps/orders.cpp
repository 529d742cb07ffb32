#include "stamps/orders.hpp"

#include "accounts/notices.hpp"
#include "registry/authority.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "registry/product.hpp"
#include "stamps/keys.hpp"
#include "stamps/lot_totals.hpp"
#include "stamps/ranges.hpp"

#include <ocop/gs1/check_digit.hpp>

namespace ocop::stamps {

namespace {

using store::Space;

std::string order_key(std::string_view id) {
    return ByteWriter().u8('o').text(id).take();
}

std::string owned_key(std::string_view producer, std::string_view id) {
    return ByteWriter().u8('p').text_nul(producer).text(id).take();
}

std::string lot_order_key(std::string_view lot) {
    return ByteWriter().u8('l').text(lot).take();
}

Result<StampOrder> put(
    store::Transaction& tx, Principal const& who, std::string_view act, StampOrder order
) {
    json::object clear{
        {"order", order.id},
        {"gtin", order.gtin},
        {"lot", order.lot},
        {"count", order.count},
        {"stars", order.stars},
        {"certificate", order.certificate},
    };
    if (order.range) {
        clear["kid"] = stamp::to_text(*order.kid);
        clear["epoch"] = order.range->epoch;
        clear["first"] = order.range->first;
    }
    auto const logged = store::put_logged(
        tx,
        Space::stamps,
        order_key(order.id),
        {.kind = "order." + std::string(act),
         .actor = who.account,
         .subject = "order:" + order.id,
         .clear = std::move(clear)},
        json::write(order)
    );
    if (!logged) {
        return logged.error();
    }
    if (order.range && act == "issued") {
        auto const last = order.range->first + order.range->count - 1;
        auto const at = ByteWriter().u64(order.range->first).u64(*logged).text(order.id).take();
        tx.put(Space::stamps, range_key('r', order.range->epoch, last), at);
    }
    return order;
}

// An issued order has what issuing gave it; who loads one relies on that.
bool is_whole(StampOrder const& order) {
    return order.state != OrderState::issued ||
           (order.kid && order.range && order.issued_at &&
            order.range->count == static_cast<std::uint64_t>(order.count));
}

Error refused(std::string_view slug, std::string reason) {
    return {Errc::refused, slug, "", std::move(reason)};
}

// The certificate that lets stamps be ordered for `product` on `day`, or why none does.
Result<registry::Certificate> stampable(
    store::Reader const& reader, std::string_view product, Day day
) {
    auto const found = registry::certificate_on(reader, product, day);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return refused("certificate_missing", "the product has no certificate");
    }
    auto const& certificate = **found;
    switch (stamp::state_on(certificate.term, day)) {
        case stamp::CertificateState::valid:
        case stamp::CertificateState::extended:
        case stamp::CertificateState::reinstated:
            break;
        case stamp::CertificateState::not_yet:
            return refused("certificate_not_yet", "the certificate is not in force yet");
        case stamp::CertificateState::lapsed:
            return refused(
                "certificate_lapsed",
                "the certificate ended on " + to_text(stamp::last_day(certificate.term))
            );
        case stamp::CertificateState::withdrawn:
            return refused("certificate_withdrawn", "the certificate was withdrawn");
    }
    if (certificate.stars == 5) {
        return refused("stars_national", "5 stars are certified by the ministry, not the province");
    }
    return certificate;
}

// What is asked again at each step, since it may have changed: that the producer's orders are not
// frozen, and the certificate, which the order then carries.
Result<void> may_go_on(store::Transaction& tx, StampOrder& order) {
    if (auto ok = accounts::check_orders_thawed(tx, order.producer, tx.now()); !ok) {
        return ok;
    }
    auto const certificate = stampable(tx, order.product, legal_day(tx.now()));
    if (!certificate) {
        return certificate.error();
    }
    order.certificate = certificate->id;
    order.stars = certificate->stars;
    return {};
}

Result<Range> take_range(store::Transaction& tx, std::uint8_t epoch, std::uint64_t count) {
    auto const key = range_prefix('n', epoch);
    auto const bytes = tx.get(Space::stamps, key);
    if (!bytes) {
        return bytes.error();
    }
    ByteReader in(*bytes ? std::string_view(**bytes) : std::string_view("\0\0\0\0\0\0\0\0", 8));
    auto const next = in.u64();
    if (!in.done() || next > stamp::counter_end) {
        return Error(Errc::corrupt, "store_corrupt", "stamps n", "is no counter");
    }
    if (count > stamp::counter_end - next) {
        return refused("epoch_full", "the serial epoch has no counters left");
    }
    tx.put(Space::stamps, key, ByteWriter().u64(next + count).view());
    return Range{epoch, next, count};
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
    order.product = (*item)->product;
    order.producer = (*item)->producer;
    if (auto ok = may_go_on(tx, order); !ok) {
        return ok.error();
    }
    order.id = random_id(random);
    order.gtin = *gtin;
    order.lot = std::move(*number);
    order.count = request.count;
    order.active_when_issued = request.active_when_issued.value_or(false);
    order.requested_at = tx.now();
    tx.put(Space::stamps, owned_key(order.producer, order.id), {});
    tx.put(Space::stamps, lot_order_key(registry::lot_key(order.gtin, order.lot)), {});
    return put(tx, who, "requested", std::move(order));
}

Result<StampOrder> approve_order(
    store::Transaction& tx, Principal const& who, std::string_view id
) {
    auto order = load_order_in(tx, who, id, OrderState::requested);
    if (!order) {
        return order;
    }
    if (auto ok = may_go_on(tx, *order); !ok) {
        return ok.error();
    }
    order->state = OrderState::approved;
    order->approved_at = tx.now();
    order->revision += 1;
    return put(tx, who, "approved", std::move(*order));
}

namespace {

Result<void> add_issued_to_lot(store::Transaction& tx, StampOrder const& order) {
    auto const count = static_cast<std::uint64_t>(order.count);
    return add_to_lot(tx, order.gtin, order.lot, {count, order.active_when_issued ? count : 0});
}

}  // namespace

Result<StampOrder> issue_order(
    store::Transaction& tx, Principal const& who, std::string_view id, std::uint8_t epoch
) {
    auto order = load_order_in(tx, who, id, OrderState::approved);
    if (!order) {
        return order;
    }
    if (auto ok = may_go_on(tx, *order); !ok) {
        return ok.error();
    }
    auto const certificate = registry::load<registry::Certificate>(tx, order->certificate);
    if (!certificate) {
        return certificate.error();
    }
    auto const authority = registry::current_authority(tx, certificate->authority);
    if (!authority) {
        return authority.error();
    }
    auto const key = key_for_order(tx, authority->id, tx.now());
    if (!key) {
        return key.error();
    }
    auto const range = take_range(tx, epoch, static_cast<std::uint64_t>(order->count));
    if (!range) {
        return range.error();
    }
    order->kid = key->kid;
    order->range = *range;
    order->state = OrderState::issued;
    order->issued_at = tx.now();
    order->revision += 1;
    if (auto ok = add_issued_to_lot(tx, *order); !ok) {
        return ok.error();
    }
    return put(tx, who, "issued", std::move(*order));
}

Result<StampOrder> cancel_order(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto order = load_order_for(tx, who, id);
    if (!order) {
        return order;
    }
    if (order->state != OrderState::requested && order->state != OrderState::approved) {
        return Error(Errc::conflict, "order_state", "/state", "is past cancelling");
    }
    order->state = OrderState::cancelled;
    order->revision += 1;
    return put(tx, who, "cancelled", std::move(*order));
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
