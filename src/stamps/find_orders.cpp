#include "stamps/find_orders.hpp"

namespace ocop::stamps {

namespace {

constexpr std::size_t read_at_once = 200;

// Those of a lot that `who` reaches, behind `after`: they are few.
Result<OrderPage> of_lot(
    store::Reader const& reader, Principal const& who, std::string_view lot, std::string_view after
) {
    auto const all = orders_of_lot(reader, lot);
    if (!all) {
        return all.error();
    }
    OrderPage out;
    for (auto const& order : *all) {
        if (order.id <= after) {
            continue;
        }
        auto reached = load_order_for(reader, who, order.id);
        if (!reached && reached.error().code != Errc::not_found) {
            return reached.error();
        }
        if (reached) {
            out.orders.push_back(std::move(*reached));
        }
    }
    return out;
}

}  // namespace

Result<OrderPage> find_orders(
    store::Reader const& reader,
    Principal const& who,
    OrderFilter const& filter,
    std::string_view after,
    std::size_t limit
) {
    OrderPage out;
    std::string seen(after);
    for (std::size_t looked_at = 0;;) {
        auto page = filter.lot.empty() ? list_orders(reader, who, seen, read_at_once)
                                       : of_lot(reader, who, filter.lot, seen);
        if (!page) {
            return page.error();
        }
        for (auto& order : page->orders) {
            ++looked_at;
            seen = order.id;
            if (filter.state && order.state != *filter.state) {
                continue;
            }
            if (out.orders.size() == limit) {
                out.next = out.orders.back().id;
                return out;
            }
            out.orders.push_back(std::move(order));
        }
        if (!page->next) {
            return out;
        }
        if (looked_at >= orders_looked_at_max) {
            out.next = seen;
            return out;
        }
    }
}

}  // namespace ocop::stamps
