#include "ledger/logged_state.hpp"

#include "ledger/rule_world.hpp"
#include "ledger/stamp_ways.hpp"

namespace ocop::ledger::rule {

namespace {

// Beside a run of the same state it is a part of that.
void add_run(std::vector<LoggedRun>& runs, std::int64_t last, std::uint8_t state) {
    auto const name = stamp_states[state];
    if (!runs.empty() && runs.back().state == name) {
        runs.back().last = last;
    } else {
        runs.push_back({last, name});
    }
}

LoggedOrder logged_order(World const& world, Name id, Order const& order) {
    LoggedOrder out;
    out.order = world.names.text(id);
    out.entry = order.issued_entry;
    std::int64_t behind = 1;
    for (auto const& [first, segment] : order.moved) {
        if (first > behind) {
            add_run(out.runs, first - 1, issued_state);
        }
        add_run(out.runs, segment.last, segment.state);
        behind = segment.last + 1;
    }
    if (behind <= order.count) {
        add_run(out.runs, order.count, issued_state);
    }
    return out;
}

}  // namespace

LoggedState logged_state(World const& world) {
    LoggedState out;
    for (auto const& [id, order] : world.orders) {
        if (order.state == OrderState::issued) {
            out.orders.push_back(logged_order(world, id, order));
        }
    }
    for (auto const& [epoch, runs] : world.ranges) {
        for (auto const& [first, last] : runs) {
            out.ranges.push_back({epoch, first, last});
        }
    }
    for (auto const& [id, quota] : world.quotas) {
        out.quotas.push_back({world.names.text(id), quota.taken});
    }
    return out;
}

}  // namespace ocop::ledger::rule
