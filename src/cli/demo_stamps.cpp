#include "cli/demo_history.hpp"
#include "registry/product.hpp"
#include "stamps/moves.hpp"
#include "stamps/orders.hpp"
#include "stamps/quota.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>

namespace ocop::cli {

namespace {

constexpr std::uint8_t sample_epoch = 0;
constexpr std::int64_t declared_output = 20'000;  // kg, l or pieces a year

}  // namespace

Result<void> History::declare_year(store::Transaction& tx, std::string_view item, Day made) {
    auto const found = registry::load<registry::TradeItem>(tx, items_.at(item));
    if (!found) {
        return found.error();
    }
    stamps::NewQuota request;
    request.product = found->product;
    request.season = to_text(made).substr(0, 4);
    if (!declared_.insert(request.product + request.season).second) {
        return {};
    }
    request.from = parse_day(request.season + "-01-01").value();
    request.to = parse_day(request.season + "-12-31").value();
    using registry::Unit;
    auto const unit = found->net_content.unit;
    bool const mass = unit == Unit::g || unit == Unit::kg;
    request.declared = {declared_output, mass ? Unit::kg : unit == Unit::piece ? unit : Unit::l};
    auto const quota = stamps::declare_quota(tx, who_, {}, std::move(request));
    if (!quota) {
        return quota.error();
    }
    return done(stamps::attest_quota(
        tx, second_, quota->id, {0, {0, Unit::kg}, "Số liệu mẫu, không đo tại thực địa"}
    ));
}

Result<void> History::open_lot(store::Transaction& tx, demo::LotRow const& row) {
    if (auto ok = declare_year(tx, row.item, day(row.made)); !ok) {
        return ok;
    }
    registry::NewLot request;
    request.gtin = items_.at(row.item);
    request.lot = std::string(row.lot);
    request.made_on = day(row.made);
    request.best_before = day(row.best_before);
    request.quantity = row.quantity;
    request.place = places_.at(row.place);
    return done(registry::open_lot(tx, who_, std::move(request)));
}

Result<void> History::request_order(
    store::Transaction& tx, std::size_t index, demo::OrderRow const& row
) {
    stamps::NewOrder request;
    request.gtin = items_.at(items_of_lots_.at(row.lot));
    request.lot = std::string(row.lot);
    request.count = row.count;
    request.active_when_issued = row.active_when_issued;
    auto const made = stamps::request_order(tx, who_, random_, std::move(request));
    return keep(made, &stamps::StampOrder::id, orders_[index]);
}

// Some months have so many stamps that it takes two.
Result<void> History::approve(store::Transaction& tx, std::string const& id) {
    auto const first = stamps::approve_order(tx, second_, {}, id);
    if (!first || first->state == stamps::OrderState::approved) {
        return done(first);
    }
    return done(stamps::approve_order(tx, third_, {}, id));
}

void History::plan_order(std::size_t index, demo::OrderRow const& row) {
    using stamps::OrderState;
    plan(row.on, Hour::requested, [this, index, &row](store::Transaction& tx) {
        return request_order(tx, index, row);
    });
    if (row.state == OrderState::cancelled) {
        plan(row.on, Hour::approved, [this, index](store::Transaction& tx) {
            return done(stamps::cancel_order(tx, who_, orders_[index]));
        });
    }
    if (row.state == OrderState::approved || row.state == OrderState::issued) {
        plan(row.on, Hour::approved, [this, index](store::Transaction& tx) {
            return approve(tx, orders_[index]);
        });
    }
    if (row.state == OrderState::issued) {
        plan(row.on, Hour::issued, [this, index](store::Transaction& tx) {
            return done(stamps::issue_order(tx, who_, orders_[index], sample_epoch));
        });
    }
}

// A cooperative that prints at home: what it sticks on was printed the same day.
Result<void> History::activate(
    store::Transaction& tx, std::string const& id, demo::ActivationRow const& row
) {
    auto const order = stamps::load_order(tx, id);
    if (!order) {
        return order.error();
    }
    for (auto const to : {stamps::StampState::printed, stamps::StampState::activated}) {
        stamps::NewMove move;
        move.to = to;
        move.positions = {{row.first, row.last}};
        if (auto const moved = stamps::move_stamps(tx, who_, *order, std::move(move)); !moved) {
            return moved.error();
        }
    }
    return {};
}

void History::plan_activations() {
    auto const orders = demo::orders();
    for (auto const& row : demo::activations()) {
        auto const order = std::find_if(orders.begin(), orders.end(), [&](auto const& o) {
            return o.lot == row.lot;
        });
        OCOP_ASSERT(order != orders.end());
        auto const index = static_cast<std::size_t>(order - orders.begin());
        plan(row.on, Hour::activated, [this, index, &row](store::Transaction& tx) {
            return activate(tx, orders_[index], row);
        });
    }
}

void History::plan_stamps() {
    for (auto const& row : demo::lots()) {
        items_of_lots_[row.lot] = row.item;
        plan(row.made, Hour::lot, [this, &row](store::Transaction& tx) {
            return open_lot(tx, row);
        });
    }
    auto const orders = demo::orders();
    orders_.resize(orders.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        plan_order(i, orders[i]);
    }
    plan_activations();
}

}  // namespace ocop::cli
