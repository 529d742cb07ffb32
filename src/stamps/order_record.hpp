#pragma once

#include "stamps/orders.hpp"

#include <optional>

// What the services that change an order share; for this folder alone.
namespace ocop::stamps {

std::string order_key(std::string_view id);

// Writes the order as it is now, after `act`. `quota_left` is what its quota has left, when the act
// took from it or gave back; `large_sum` the Policy's, by which an approval was judged.
Result<StampOrder> put_order(
    store::Transaction& tx,
    Principal const& who,
    std::string_view act,
    StampOrder order,
    std::optional<std::int64_t> quota_left = {},
    std::optional<std::int64_t> large_sum = {}
);

// What is asked again at each step, since it may have changed: that the producer's orders are not
// frozen, that the lot is open, and the certificate, which the order then carries. refused
// "orders_frozen", "lot_closed", "certificate_missing", "certificate_unconfirmed",
// "certificate_not_yet", "certificate_lapsed", "certificate_withdrawn", "stars_national".
Result<void> refresh_certificate(store::Transaction& tx, StampOrder& order);

}  // namespace ocop::stamps
