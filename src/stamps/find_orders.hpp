#pragma once

#include "stamps/orders.hpp"

#include <optional>
#include <string>

namespace ocop::stamps {

struct OrderFilter {
    std::optional<OrderState> state;
    std::string lot;  // the key of a lot; empty: of all
};

// In one call; then the page ends, however few were found.
inline constexpr std::size_t orders_looked_at_max = 2'000;

// As list_orders(), of those alone that the filter says.
Result<OrderPage> find_orders(
    store::Reader const& reader,
    Principal const& who,
    OrderFilter const& filter,
    std::string_view after,
    std::size_t limit
);

}  // namespace ocop::stamps
