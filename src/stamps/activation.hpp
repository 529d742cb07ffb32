#pragma once

#include "stamps/orders.hpp"

// Which stamps of an issued order were reported as applied to goods.
// At rest, space stamps: 'a' ‖ epoch ‖ last counter of the sub-range → its record (logged).
namespace ocop::stamps {

// A sub-range whose producer reported its stamps as applied to goods. Positions count from 1 within
// the order, as printed beside the stamps.
struct Activation {
    std::int64_t v = 1;
    std::string order;
    std::int64_t first = 0;
    std::int64_t last = 0;
    Instant activated_at;
};
BOOST_DESCRIBE_STRUCT(Activation, (), (v, order, first, last, activated_at))

struct ActivationRequest {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
BOOST_DESCRIBE_STRUCT(ActivationRequest, (), (first, last))

// not_found "order_not_found"; conflict "order_state" when not issued, "already_active" when a
// position of it is; malformed "request_invalid" outside 1..count.
Result<Activation> activate(
    store::Transaction& tx, Principal const& who, std::string_view id, ActivationRequest request
);

// When the stamp at `position` became active, or nothing.
Result<std::optional<Instant>> activated_at(
    store::Reader const& reader, StampOrder const& order, stamp::Position position
);

Result<std::vector<Activation>> activations_of(
    store::Reader const& reader, StampOrder const& order
);

}  // namespace ocop::stamps
