#include "ledger/rule_world.hpp"
#include "ledger/stamp_ways.hpp"

#include <algorithm>

namespace ocop::ledger::rule {

namespace {

// The run that holds `at`, of runs by their first; null: none does.
template <class Run>
Run const* run_at(std::map<std::int64_t, Run> const& runs, std::int64_t at) {
    auto const next = runs.upper_bound(at);
    if (next == runs.begin()) {
        return nullptr;
    }
    auto const& run = std::prev(next)->second;
    return at <= run.last ? &run : nullptr;
}

template <class T>
T const* find(std::unordered_map<Name, T> const& map, Name name) {
    auto const found = map.find(name);
    return found == map.end() ? nullptr : &found->second;
}

bool holds(Spans const& spans, Name order, std::int64_t position) {
    return std::any_of(spans.begin(), spans.end(), [&](Span const& span) {
        return span.order == order && span.first <= position && position <= span.last;
    });
}

void tell_inspected(
    World const& world,
    Order const& order,
    Name id,
    std::int64_t position,
    LoggedStamp& out,
    Instant at
) {
    auto const* const recall = find(world.recalls, order.lot);
    out.recalled = recall != nullptr && recall->state == RecallState::standing;
    out.held = std::any_of(world.holds.begin(), world.holds.end(), [&](auto const& each) {
        Hold const& hold = each.second;
        bool const here =
            hold.stamps.empty() ? hold.lot == order.lot : holds(hold.stamps, id, position);
        return here && stands(world.names, hold, at);
    });
    out.copied =
        std::any_of(world.inspections.begin(), world.inspections.end(), [&](auto const& each) {
            Inspection const& found = each.second;
            return found.found_copies && !found.lifted && holds(found.stamps, id, position);
        });
}

void tell_certificate(Certificate const& certificate, LoggedStamp& out) {
    out.certified_on = certificate.issued;
    out.last_day = certificate.last;
    out.withdrawal_ground = static_cast<int>(certificate.ground);
    out.withdrawn_from = certificate.withdrawn_from;
    out.reinstated_on = certificate.stands_again;
}

}  // namespace

std::optional<LoggedStamp> logged_stamp(
    World const& world, std::string_view order_id, std::int64_t position, Instant at
) {
    auto const id = world.names.find(order_id);
    auto const* const order = find(world.orders, id);
    if (order == nullptr || order->state != OrderState::issued || position < 1 ||
        position > order->count) {
        return {};
    }
    LoggedStamp out;
    out.entry = order->issued_entry;
    auto const& lot = world.names.text(order->lot);
    out.gtin = lot.substr(0, lot.find(':'));
    out.lot = lot.substr(lot.find(':') + 1);
    auto const* const moved = run_at(order->moved, position);
    out.state = stamp_states[moved == nullptr ? issued_state : moved->state];
    if (auto const* const run = run_at(order->activated, position)) {
        out.activated = run->on;
    }
    if (order->active) {
        out.activated = order->issued_on;
    }
    out.pins = order->pins;
    if (auto const* const known = find(world.lots, order->lot)) {
        out.lot_made = known->made;
    }
    if (auto const* const key = find(world.keys, order->kid)) {
        out.key_revoked_at_size = key->revoked_at_size;
    }
    if (auto const* const certificate = find(world.certificates, order->certificate)) {
        tell_certificate(*certificate, out);
    }
    tell_inspected(world, *order, id, position, out, at);
    return out;
}

}  // namespace ocop::ledger::rule
