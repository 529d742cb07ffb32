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

// Whether a stamp from first to last was never moved.
bool has_issued(Order const& order, std::int64_t first, std::int64_t last) {
    auto at = order.moved.upper_bound(first);
    if (at != order.moved.begin() && std::prev(at)->second.last >= first) {
        --at;
    }
    auto next = first;
    for (; at != order.moved.end() && at->first <= next && next <= last; ++at) {
        next = at->second.last + 1;
    }
    return next <= last;
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
    if (!step.has("basis") && world.demo.value_or(false) &&
        world.accounts.count(step.by.actor) == 0) {
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

// When stamps became active: what was scanned without a network is told later.
void judge_active(World& world, Step const& step, Order const& order) {
    constexpr std::int64_t offline_ms_max = 72 * 3'600'000LL;
    auto const on = step.day_of("on");
    if (on < order.issued_on || on > step.day ||
        on < legal_day(Instant{step.entry.at.ms - offline_ms_max})) {
        world.breaks("stamp", "became active on " + to_text(on));
    }
}

// Those that nobody activated, of a lot that was closed.
void judge_lapsed(World& world, Order const& order) {
    auto const lot = world.lots.find(order.lot);
    if (lot == world.lots.end() || !lot->second.closed) {
        world.breaks("stamp", "lapse while their lot is open");
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
    if (step.act == "activated") {
        judge_active(world, step, *order);
    } else if (step.act == "lapsed") {
        judge_lapsed(world, *order);
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
            order->activated.emplace(first, ActiveRun{last, step.day_of("on")});
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
    if (order == nullptr) {
        return;
    }
    if (step.number("on_hand") > order->count) {
        world.breaks("order", "counts more stamps than the order has");
    }
    std::int64_t received = 0;
    for (auto const& [first, segment] : order->moved) {
        received += stamp_states[segment.state] == "received" ? segment.last - first + 1 : 0;
    }
    if (step.number("book") != received) {
        world.breaks("order", "has " + std::to_string(received) + " stamps on hand by the book");
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

namespace {

// Stamps are printed once without a second person.
void judge_first_print(World& world, Order const& order, Run const& run) {
    for (auto const name : order.runs) {
        auto const& other = world.runs.at(name);
        bool const counts = other.state == RunState::making || other.state == RunState::made;
        if (counts && other.first <= run.last && run.first <= other.last) {
            world.breaks("print", "its stamps are in run " + world.names.text(name));
        }
    }
}

void request_run(World& world, Step const& step, Persons confirmations) {
    auto* const order = issued_order(world, step);
    auto const id = step.text("run");
    auto& run = added(world, world.runs, "print run", id);
    run.order = world.names.of(step.text("order"));
    run.requested_by = step.by.actor;
    run.first = step.number("first");
    run.last = step.number("last");
    run.reprint = step.number("reprint") != 0;
    if (run.reprint) {
        need_next(world, step, {}, confirmations);
    }
    run.confirmations = std::move(confirmations);
    bool const inside =
        run.first >= 1 && run.first <= run.last && (order == nullptr || run.last <= order->count);
    if (!inside || (order != nullptr && !is_of_lot(world, step, *order))) {
        world.breaks("print", "is not of stamps of its order");
    }
    if (order != nullptr) {
        if (!run.reprint) {
            judge_first_print(world, *order, run);
        }
        order->runs.push_back(world.names.of(id));
    }
    run.state = run.reprint ? RunState::requested : RunState::making;
}

// The states from which an act leads on, and the one that it leads to.
struct RunWay {
    std::string_view act;
    RunState from;
    RunState to;
};

constexpr RunWay run_ways[] = {
    {"confirmed", RunState::requested, RunState::making},
    {"cancelled", RunState::requested, RunState::over},
    {"made", RunState::making, RunState::made},
    {"failed", RunState::making, RunState::over},
    {"linked", RunState::made, RunState::made},
    {"delivered", RunState::made, RunState::made},
};

RunWay const& way_of(std::string_view act) {
    auto const* const found = std::find_if(
        std::begin(run_ways), std::end(run_ways), [&](RunWay const& way) { return way.act == act; }
    );
    return found == std::end(run_ways) ? run_ways[0] : *found;
}

// What the service ends is in the name of who asked, and leaves no stamp unprinted.
void judge_ended(World& world, Step const& step, Run const& run) {
    if (step.by.actor != run.requested_by) {
        world.breaks("print", "is ended in another's name");
    }
    auto const order = world.orders.find(run.order);
    if (step.act == "made" && order != world.orders.end() &&
        has_issued(order->second, run.first, run.last)) {
        world.breaks("print", "is made, and has stamps that were never printed");
    }
}

}  // namespace

void judge_run(World& world, Step const& step) {
    auto now = persons_of(world, step, "confirmations");
    if (step.act == "requested") {
        request_run(world, step, std::move(now));
        return;
    }
    auto* const run = known(world, world.runs, "print run", step.text("run"));
    if (run == nullptr) {
        return;
    }
    auto const& way = way_of(step.act);
    bool const same = world.names.text(run->order) == step.text("order") &&
                      run->first == step.number("first") && run->last == step.number("last") &&
                      run->reprint == (step.number("reprint") != 0);
    if (!same || run->state != way.from) {
        world.breaks("print", step.entry.kind + " cannot follow, or is of other stamps");
    }
    if (step.act == "confirmed") {
        need_next(world, step, run->confirmations, now);
        need_two(world, now, "the reprint");
        run->confirmations = std::move(now);
    } else if (now != run->confirmations) {
        world.breaks("two_persons", "the run's confirmations change");
    }
    if (step.act == "made" || step.act == "failed") {
        judge_ended(world, step, *run);
    }
    run->state = way.to;
}

}  // namespace ocop::ledger::rule
