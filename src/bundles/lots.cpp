#include "bundles/lots.hpp"

#include "bundles/gather.hpp"
#include "inspections/holds.hpp"
#include "inspections/marks.hpp"
#include "prints/print_run.hpp"
#include "registry/producer.hpp"
#include "stamps/orders.hpp"
#include "verdicts/inspected.hpp"

#include <algorithm>
#include <functional>

namespace ocop::bundles {

namespace {

bool is_on_sale(registry::Lot const& lot, Day today) {
    auto const not_past = [&](std::optional<Day> day, int days) {
        return day && today < add_days(*day, days);
    };
    return !lot.closed_on || not_past(lot.closed_on, closed_days) ||
           not_past(lot.best_before, past_best_before_days);
}

struct IssuedOrder {
    std::uint64_t entry = 0;
    stamps::StampOrder order;
};

Result<std::vector<IssuedOrder>> issued_orders(store::Reader const& reader, std::string_view lot) {
    auto orders = stamps::orders_of_lot(reader, lot);
    if (!orders) {
        return orders.error();
    }
    std::vector<IssuedOrder> out;
    for (auto& order : *orders) {
        if (order.state != stamps::OrderState::issued) {
            continue;
        }
        auto const issue = stamps::find_issued(reader, {order.range->epoch, order.range->first});
        if (!issue) {
            return issue.error();
        }
        if (!*issue || (*issue)->order != order.id) {
            return Error(Errc::corrupt, "store_corrupt", "stamps r", "lacks an issued order");
        }
        out.push_back({(*issue)->entry, std::move(order)});
    }
    std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) {
        return a.entry < b.entry;
    });
    return out;
}

using Serials = std::optional<std::vector<std::string>>;

void add_serials(
    LotParts const& parts, stamps::Range const& range, inspections::Mark const& mark, Serials& out
) {
    auto permutation = parts.serials.permutation(range.epoch);
    auto const first = std::max(mark.first, range.first);
    auto const last = std::min(mark.last, range.first + range.count - 1);
    for (auto counter = first; permutation && counter <= last; ++counter) {
        auto const serial = stamp::join_serial(range.epoch, permutation->forward(counter));
        auto& serials = out ? *out : out.emplace();
        serials.push_back(stamp::format_serial(serial));
    }
}

// Of the order's stamps those that are held, and those that were found copied.
Result<void> add_marked(LotParts const& parts, stamps::Range const& range, bundle::Lot& out) {
    inspections::Mark const all{range.first, range.first + range.count - 1, {}};
    auto const& reader = parts.reader;
    auto const held = marks_in(reader, inspections::held_mark, range.epoch, all);
    if (!held) {
        return held.error();
    }
    for (auto const& mark : *held) {
        auto const at = std::max(mark.first, range.first);
        auto const hold = inspections::hold_of_stamp(reader, {range.epoch, at}, parts.now);
        if (!hold) {
            return hold.error();
        }
        if (*hold) {
            add_serials(parts, range, mark, out.held);
        }
    }
    auto const copied = marks_in(reader, inspections::copied_mark, range.epoch, all);
    if (!copied) {
        return copied.error();
    }
    for (auto const& mark : *copied) {
        add_serials(parts, range, mark, out.copied);
    }
    return {};
}

// What the labels of an order have besides, told to inspectors.
Result<void> add_features(store::Reader const& reader, bundle::Order& out) {
    auto const runs = prints::list_runs(
        reader,
        accounts::system_principal(),
        out.id,
        {{}, static_cast<std::size_t>(prints::runs_max)}
    );
    if (!runs) {
        return runs.error();
    }
    std::vector<bundle::Feature> features;
    for (auto const& run : runs->runs) {
        if (run.state != prints::RunState::made || (!run.overt && !run.covert)) {
            continue;
        }
        bundle::Feature feature{run.label, run.first, run.last, {}, {}};
        if (run.overt) {
            feature.overt = run.overt->text;
        }
        if (run.covert) {
            feature.covert = run.covert->text;
        }
        features.push_back(std::move(feature));
    }
    std::sort(features.begin(), features.end(), [](auto const& a, auto const& b) {
        return std::tie(a.first, a.run) < std::tie(b.first, b.run);
    });
    if (!features.empty()) {
        out.features = std::move(features);
    }
    return {};
}

bundle::Order write_order(IssuedOrder const& issued) {
    auto const& order = issued.order;
    bundle::Order out;
    out.entry = issued.entry;
    out.id = order.id;
    out.kid = *order.kid;
    out.certificate = order.certificate;
    out.stars = order.stars;
    out.count = order.count;
    if (order.pins) {
        out.pins = true;
    }
    return out;
}

Result<std::vector<OrderPlan>> plan_orders(
    LotParts const& parts, std::vector<IssuedOrder> const& orders
) {
    std::vector<OrderPlan> out;
    for (auto const& [entry, order] : orders) {
        auto const term = parts.terms.find(order.certificate);
        if (term == parts.terms.end()) {
            return Error(Errc::corrupt, "store_corrupt", "certificate of an order", "is missing");
        }
        auto plan = plan_order(parts.reader, order, term->second);
        if (!plan) {
            return plan.error();
        }
        out.push_back(std::move(*plan));
    }
    return out;
}

Result<void> add_orders(
    LotParts const& parts, std::vector<IssuedOrder> const& orders, bundle::Lot& out
) {
    auto const plans = plan_orders(parts, orders);
    if (!plans) {
        return plans.error();
    }
    if (plans->empty() || count_filters(*plans) > bundle::filters_max) {
        return {};
    }
    auto const file = parts.files.name(*plans, parts.now);
    if (!file) {
        return file.error();
    }
    out.filters = file->sha256;
    out.filters_bytes = file->bytes;
    Excepts excepts{file->excepts};
    auto& rows = out.orders.emplace();
    for (std::size_t i = 0; i < orders.size(); ++i) {
        auto row = write_order(orders[i]);
        write_sets((*plans)[i], parts.serials, excepts, row);
        if (auto ok = add_features(parts.reader, row); !ok) {
            return ok;
        }
        if (auto ok = add_marked(parts, (*plans)[i].range, out); !ok) {
            return ok;
        }
        rows.push_back(std::move(row));
    }
    for (auto* const serials : {&out.held, &out.copied}) {
        if (*serials) {
            std::sort((*serials)->begin(), (*serials)->end());
        }
    }
    return {};
}

Result<void> add_standing(LotParts const& parts, bundle::Lot& out) {
    verdicts::LotAnswer lot;
    lot.gtin = out.gtin;
    lot.lot = out.lot;
    stamp::Facts facts;
    auto const gathered = verdicts::gather_inspected_lot(parts.reader, parts.now, facts, lot);
    if (!gathered) {
        return gathered;
    }
    if (lot.recall) {
        auto const& recall = *lot.recall;
        out.recall = bundle::Recall{
            {recall.since},
            write_name(recall.ordered_by),
            recall.reason,
            recall.decision,
            recall.voluntary};
    }
    if (lot.hold) {
        auto& hold = out.hold.emplace();
        hold.since.at = lot.hold->since;
        hold.ordered_by = write_name(lot.hold->ordered_by);
        if (lot.hold->until) {
            hold.until = bundle::Moment{*lot.hold->until};
        }
    }
    return {};
}

}  // namespace

bundle::Name write_name(registry::Name const& name) {
    return {name.vi, name.en};
}

bundle::Quantity write_quantity(registry::Quantity const& quantity) {
    return {boost::describe::enum_to_string(quantity.unit, "?"), quantity.value};
}

Result<std::optional<bundle::Lot>> gather_lot(LotParts const& parts, registry::Lot const& lot) {
    bundle::Lot out;
    out.gtin = lot.gtin;
    out.lot = lot.lot;
    if (auto ok = add_standing(parts, out); !ok) {
        return ok.error();
    }
    auto const orders = issued_orders(parts.reader, registry::lot_key(lot.gtin, lot.lot));
    if (!orders) {
        return orders.error();
    }
    bool const sold = !orders->empty() && is_on_sale(lot, legal_day(parts.now));
    if (!sold && !out.recall && !out.hold) {
        return std::optional<bundle::Lot>();
    }
    out.made_on = lot.made_on;
    out.best_before = lot.best_before;
    out.quantity = write_quantity(lot.quantity);
    out.closed_on = lot.closed_on;
    if (lot.place) {
        auto const place = registry::load<registry::Place>(parts.reader, *lot.place);
        if (!place) {
            return place.error();
        }
        out.place = write_name(place->name);
    }
    if (auto ok = add_orders(parts, *orders, out); !ok) {
        return ok.error();
    }
    return std::optional(std::move(out));
}

}  // namespace ocop::bundles
