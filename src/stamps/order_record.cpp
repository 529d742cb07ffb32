#include "stamps/order_record.hpp"

#include "accounts/entries.hpp"
#include "accounts/notices.hpp"
#include "registry/certificate.hpp"
#include "registry/lot.hpp"
#include "stamps/ranges.hpp"

namespace ocop::stamps {

namespace {

using store::Space;

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
    if (!accounts::is_confirmed(certificate.confirmations)) {
        return refused(
            "certificate_unconfirmed", "two persons have not yet confirmed the certificate"
        );
    }
    return certificate;
}

}  // namespace

std::string order_key(std::string_view id) {
    return ByteWriter().u8('o').text(id).take();
}

Result<StampOrder> put_order(
    store::Transaction& tx,
    Principal const& who,
    std::string_view act,
    StampOrder order,
    std::optional<std::int64_t> quota_left,
    std::optional<std::int64_t> large_sum
) {
    json::object clear{
        {"order", order.id},
        {"gtin", order.gtin},
        {"lot", order.lot},
        {"product", order.product},
        {"producer", order.producer},
        {"count", order.count},
        {"stars", order.stars},
        {"certificate", order.certificate},
        {"quota", order.quota},
        {"content", order.content},
        {"active", order.active_when_issued ? 1 : 0},
        {"pins", order.pins ? 1 : 0},
    };
    if (quota_left) {
        clear["left"] = *quota_left;
    }
    if (!order.confirmations.empty()) {
        clear["confirmations"] = accounts::clear_of(order.confirmations);
    }
    if (large_sum) {
        clear["large_sum"] = *large_sum;
    }
    if (order.range) {
        clear["kid"] = stamp::to_text(*order.kid);
        clear["epoch"] = order.range->epoch;
        clear["first"] = order.range->first;
    }
    auto const logged = store::put_logged(
        tx,
        Space::stamps,
        order_key(order.id),
        accounts::draft_by(who, "order." + std::string(act), "order:" + order.id, std::move(clear)),
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

// What is asked again at each step, since it may have changed: that the producer's orders are not
// frozen, and the certificate, which the order then carries.
Result<void> refresh_certificate(store::Transaction& tx, StampOrder& order) {
    if (auto ok = accounts::check_orders_thawed(tx, order.producer, tx.now()); !ok) {
        return ok;
    }
    auto const key = registry::lot_key(order.gtin, order.lot);
    auto const lot = registry::find<registry::Lot>(tx, key);
    if (!lot) {
        return lot.error();
    }
    if (*lot && (*lot)->closed_on) {
        return Error(Errc::refused, "lot_closed", "/lot", "is closed");
    }
    auto const certificate = stampable(tx, order.product, legal_day(tx.now()));
    if (!certificate) {
        return certificate.error();
    }
    order.certificate = certificate->id;
    order.stars = certificate->stars;
    return {};
}

}  // namespace ocop::stamps
