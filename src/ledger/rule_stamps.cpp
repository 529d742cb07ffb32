#include "ledger/rule_world.hpp"
#include "ledger/stamp_ways.hpp"

#include <ocop/base/json.hpp>

#include <algorithm>
#include <array>

namespace ocop::ledger::rule {

namespace {

// The order whose stamps are moved, counted or printed; null where it is not issued.
Order* issued_order(World& world, Step const& step) {
    auto* const order = known(world, world.orders, "order", step.text("order"));
    if (order == nullptr) {
        return nullptr;
    }
    if (order->state != OrderState::issued) {
        world.breaks("order", std::string(step.text("order")) + " is not issued");
        return nullptr;
    }
    need_owner(world, step, order->producer, "the order");
    return order;
}

bool is_of_lot(World const& world, Step const& step, Order const& order) {
    return world.names.text(order.lot) ==
           std::string(step.text("gtin")) + ":" + std::string(step.text("lot"));
}

// Splits what begins before `at` and ends behind it.
void cut(Order& order, std::int64_t at) {
    auto after = order.moved.lower_bound(at);
    if (after == order.moved.begin()) {
        return;
    }
    auto& before = std::prev(after)->second;
    if (before.last >= at) {
        order.moved.emplace_hint(after, at, before);
        before.last = at - 1;
    }
}

using States = std::array<bool, stamp_state_count>;

// The states of first to last, which are then `to` all.
States move(Order& order, std::int64_t first, std::int64_t last, std::uint8_t to) {
    States from{};
    cut(order, first);
    cut(order, last + 1);
    auto next = first;
    auto at = order.moved.lower_bound(first);
    while (at != order.moved.end() && at->first <= last) {
        from[issued_state] = from[issued_state] || at->first > next;
        from[at->second.state] = true;
        next = at->second.last + 1;
        at = order.moved.erase(at);
    }
    from[issued_state] = from[issued_state] || next <= last;
    if (at != order.moved.begin()) {
        auto const before = std::prev(at);
        if (before->second.last == first - 1 && before->second.state == to) {
            first = before->first;
        }
    }
    if (at != order.moved.end() && at->first == last + 1 && at->second.state == to) {
        last = at->second.last;
        order.moved.erase(at);
    }
    order.moved[first] = {last, to};
    return from;
}

void judge_from(World& world, Step const& step, States const& met, std::uint8_t to) {
    json::array names;
    for (std::uint8_t i = 0; i < stamp_state_count; ++i) {
        if (!met[i]) {
            continue;
        }
        names.emplace_back(stamp_states[i]);
        if (!is_way(i, to)) {
            world.breaks(
                "stamp",
                std::string(stamp_states[i]) + " stamps become " + std::string(stamp_states[to])
            );
        }
    }
    if (step.entry.clear.at("from") != names) {
        world.breaks("stamp", "it says they were " + json::serialize(step.entry.clear.at("from")));
    }
}

// Of what was proposed; the confirmation follows in the same batch.
void judge_destroyed(World& world, Step const& step) {
    std::string_view constexpr prefix = "destruction:";
    auto const basis = step.text("basis");
    auto const name = world.names.of(basis.substr(std::min(prefix.size(), basis.size())));
    auto const found = world.destructions.find(name);
    bool const fits = basis.starts_with(prefix) && found != world.destructions.end() &&
                      world.names.text(found->second.order) == step.text("order") &&
                      found->second.positions == json::serialize(step.entry.clear.at("positions"));
    if (!fits || found->second.moved) {
        world.breaks("destruction", "rests on no proposal of just these stamps");
        return;
    }
    found->second.moved = true;
    world.half_destroyed = name;
}

void judge_printed(World& world, Step const& step) {
    // The sample register's stamps are on no paper.
    if (!step.has("basis") && world.accounts.count(step.by.actor) == 0) {
        return;
    }
    std::string_view constexpr prefix = "print_run:";
    auto const basis = step.text("basis");
    auto const found =
        world.runs.find(world.names.of(basis.substr(std::min(prefix.size(), basis.size()))));
    bool good = basis.starts_with(prefix) && found != world.runs.end() &&
                found->second.state == RunState::making &&
                world.names.text(found->second.order) == step.text("order");
    for (auto const& each : step.entry.clear.at("positions").get_array()) {
        auto const& pair = each.get_array();
        good = good && pair[0].get_int64() >= found->second.first &&
               pair[1].get_int64() <= found->second.last;
    }
    if (!good) {
        world.breaks("print", "rests on no print run of these stamps that is being made");
    }
}

}  // namespace

void judge_stamps(World& world, Step const& step) {
    auto const to = find_stamp_state(step.act);
    if (!to || step.text("to") != step.act) {
        world.breaks("stamp", "leads to " + std::string(step.text("to")));
        return;
    }
    if (step.act == "destroyed") {
        judge_destroyed(world, step);
    } else if (step.act == "printed") {
        judge_printed(world, step);
    }
    auto* const order = issued_order(world, step);
    if (order == nullptr) {
        return;
    }
    if (!is_of_lot(world, step, *order)) {
        world.breaks("order", "is of another lot");
    }
    States met{};
    std::int64_t count = 0;
    for (auto const& each : step.entry.clear.at("positions").get_array()) {
        auto const first = each.get_array()[0].get_int64();
        auto const last = each.get_array()[1].get_int64();
        if (last > order->count) {
            world.breaks("stamp", "the order has no stamp " + std::to_string(last));
            return;
        }
        auto const from = move(*order, first, last, *to);
        if (step.act == "activated") {
            order->activated.emplace(first, ActiveRun{last, step.day});
        }
        std::transform(met.begin(), met.end(), from.begin(), met.begin(), std::logical_or<>());
        count += last - first + 1;
    }
    if (count != step.number("count")) {
        world.breaks("stamp", "moves " + std::to_string(count));
    }
    judge_from(world, step, met, *to);
}

void judge_stocktake(World& world, Step const& step) {
    auto const* const order = issued_order(world, step);
    if (order != nullptr && step.number("on_hand") > order->count) {
        world.breaks("order", "counts more stamps than the order has");
    }
}

void judge_destruction(World& world, Step const& step) {
    auto const* const order = issued_order(world, step);
    auto const id = step.text("destruction");
    auto const positions = json::serialize(step.entry.clear.at("positions"));
    auto now = persons_of(world, step, "confirmations");
    if (step.act == "proposed") {
        auto& destruction = added(world, world.destructions, "destruction", id);
        destruction.order = world.names.of(step.text("order"));
        destruction.positions = positions;
        need_next(world, step, {}, now);
        destruction.confirmations = std::move(now);
        auto const& last = step.entry.clear.at("positions").get_array().back().get_array();
        if (order != nullptr && last[1].get_int64() > order->count) {
            world.breaks("destruction", "the order has not so many stamps");
        }
        return;
    }
    auto* const destruction = known(world, world.destructions, "destruction", id);
    if (destruction == nullptr) {
        return;
    }
    bool const same = world.names.text(destruction->order) == step.text("order") &&
                      destruction->positions == positions;
    if (!same || !destruction->moved || destruction->confirmed) {
        world.breaks("destruction", "is confirmed already, of other stamps, or nothing was moved");
    }
    need_next(world, step, destruction->confirmations, now);
    need_two(world, now, "the destruction");
    destruction->confirmed = true;
}

void judge_run(World& world, Step const& step) {
    auto const id = step.text("run");
    auto now = persons_of(world, step, "confirmations");
    if (step.act == "requested") {
        auto const* const order = issued_order(world, step);
        auto& run = added(world, world.runs, "print run", id);
        run.order = world.names.of(step.text("order"));
        run.first = step.number("first");
        run.last = step.number("last");
        run.reprint = step.number("reprint") != 0;
        run.state = run.reprint ? RunState::requested : RunState::making;
        if (run.reprint) {
            need_next(world, step, {}, now);
        }
        run.confirmations = std::move(now);
        bool const inside = run.first >= 1 && run.first <= run.last &&
                            (order == nullptr || run.last <= order->count);
        if (!inside || (order != nullptr && !is_of_lot(world, step, *order))) {
            world.breaks("print", "is not of stamps of its order");
        }
        return;
    }
    auto* const run = known(world, world.runs, "print run", id);
    if (run == nullptr) {
        return;
    }
    bool const same = world.names.text(run->order) == step.text("order") &&
                      run->first == step.number("first") && run->last == step.number("last") &&
                      run->reprint == (step.number("reprint") != 0);
    auto const state = run->state;
    bool const follows = step.act == "confirmed" || step.act == "cancelled"
                             ? state == RunState::requested
                         : step.act == "made" || step.act == "failed" ? state == RunState::making
                                                                      : state == RunState::made;
    if (!same || !follows) {
        world.breaks("print", step.entry.kind + " cannot follow, or is of other stamps");
    }
    if (step.act == "confirmed") {
        need_next(world, step, run->confirmations, now);
        need_two(world, now, "the reprint");
        run->confirmations = std::move(now);
        run->state = RunState::making;
    } else if (now != run->confirmations) {
        world.breaks("two_persons", "the run's confirmations change");
    }
    run->state = step.act == "made"                                ? RunState::made
                 : step.act == "failed" || step.act == "cancelled" ? RunState::over
                                                                   : run->state;
}

}  // namespace ocop::ledger::rule
