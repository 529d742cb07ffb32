#include "ledger/rule_world.hpp"

#include <algorithm>

namespace ocop::ledger::rule {

namespace {

constexpr int window_days = 30;  // in which approvals are summed, today included

// Of serials (stamp/serial.hpp).
constexpr std::int64_t epoch_count = 16;
constexpr std::int64_t counter_end = std::int64_t{1} << 46;

bool is_same(World const& world, Step const& step, Order const& order) {
    return step.text("gtin") == world.names.text(order.gtin) &&
           step.text("product") == world.names.text(order.product) &&
           step.text("producer") == world.names.text(order.producer) &&
           step.text("quota") == world.names.text(order.quota) &&
           (step.number("active") == 1) == order.active &&
           (step.number("pins") == 1) == order.pins && step.number("count") == order.count &&
           step.number("content") == order.content &&
           world.names.text(order.lot) ==
               std::string(step.text("gtin")) + ":" + std::string(step.text("lot"));
}

// Asked again at each step but a cancellation.
void judge_certified(World& world, Step const& step) {
    auto const* const certificate =
        known(world, world.certificates, "certificate", step.text("certificate"));
    if (certificate == nullptr) {
        return;
    }
    std::string why;
    if (world.names.text(certificate->product) != step.text("product")) {
        why = "is of another product";
    } else if (certificate->stars != step.number("stars") || certificate->stars > 4) {
        why = "is not of " + std::to_string(step.number("stars")) + " stars, or of 5";
    } else if (!are_two(world.names, certificate->confirmations)) {
        why = "is not confirmed";
    } else if (!is_in_force(*certificate, step.day)) {
        why = "is not in force on " + to_text(step.day);
    }
    if (!why.empty()) {
        world.breaks("certified", std::string(step.text("certificate")) + " " + why);
    }
}

void judge_open_lot(World& world, Order const& order) {
    auto const lot = world.lots.find(order.lot);
    if (lot != world.lots.end() && lot->second.closed) {
        world.breaks("lot", world.names.text(order.lot) + " is closed");
    }
}

void judge_left(World& world, Step const& step, Quota const& quota) {
    if (!step.has("left") || step.number("left") != quota.limit - quota.taken) {
        world.breaks(
            "quota",
            "leaves " + std::to_string(quota.limit - quota.taken) + ", not " +
                std::to_string(step.number("left"))
        );
    }
}

void take(World& world, Step const& step, Order const& order, Item const& item, Lot const& lot) {
    auto* const quota = known(world, world.quotas, "quota", step.text("quota"));
    if (quota == nullptr) {
        return;
    }
    bool const fits = quota->product == order.product && quota->measure == item.measure &&
                      quota->from <= lot.made && lot.made <= quota->to;
    if (!fits) {
        world.breaks("quota", "is of another product, season or measure");
    }
    bool const whole = item.content > 0 && order.content % item.content == 0 &&
                       order.content / item.content == order.count;
    if (!whole) {
        world.breaks("quota", "the content is not that of " + std::to_string(order.count));
    }
    if (add_bounded(quota->taken, order.content) > quota->limit) {
        world.breaks(
            "quota",
            "takes " + std::to_string(order.content) + " of " +
                std::to_string(quota->limit - quota->taken)
        );
    }
    quota->taken = add_bounded(quota->taken, order.content);
    judge_left(world, step, *quota);
}

void request(World& world, Step const& step) {
    auto const* const item = known(world, world.items, "trade item", step.text("gtin"));
    auto const key = std::string(step.text("gtin")) + ":" + std::string(step.text("lot"));
    auto const* const lot = known(world, world.lots, "lot", key);
    auto& order = added(world, world.orders, "order", step.text("order"));
    rest_on(world, step.text("certificate"));
    order.gtin = world.names.of(step.text("gtin"));
    order.lot = world.names.of(key);
    order.product = world.names.of(step.text("product"));
    order.producer = world.names.of(step.text("producer"));
    order.quota = world.names.of(step.text("quota"));
    order.certificate = world.names.of(step.text("certificate"));
    order.requested_by = step.by.actor;
    order.active = step.number("active") == 1;
    order.pins = step.number("pins") == 1;
    order.count = step.number("count");
    order.content = step.number("content");
    if (order.count < 1 || step.has("confirmations") || step.has("kid")) {
        world.breaks("order", "does not begin as orders do");
    }
    judge_certified(world, step);
    judge_open_lot(world, order);
    if (item == nullptr || lot == nullptr) {
        return;
    }
    need_owner(world, step, item->producer, "the trade item");
    need_owner(world, step, lot->producer, "the lot");
    if (item->product != order.product) {
        world.breaks("owner", "the trade item is of another product");
    }
    take(world, step, order, *item, *lot);
}

std::int64_t recent_sum(DaySums const& sums, Day today) {
    std::int64_t out = 0;
    for (auto at = sums.lower_bound(add_days(today, 1 - window_days)); at != sums.end(); ++at) {
        out = add_bounded(out, at->second);
    }
    return out;
}

void add_to_sum(DaySums& sums, Day day, std::int64_t count) {
    sums.erase(sums.begin(), sums.lower_bound(add_days(day, 1 - window_days)));
    sums[day] = add_bounded(sums[day], count);
}

// By the sums of the last days, whether one person was enough.
bool is_large(World& world, Step const& step, Order const& order) {
    auto const limit = step.number("large_sum");
    if (world.large_sums.empty() || world.large_sums.back().sum != limit) {
        world.large_sums.push_back({world.index, limit});
    }
    return recent_sum(world.approved[order.product], step.day) + order.count > limit ||
           recent_sum(world.approved[step.by.actor], step.day) + order.count > limit;
}

void approve(World& world, Step const& step, Order& order) {
    auto now = persons_of(world, step, "confirmations");
    if (order.requested_by == step.by.actor) {
        world.breaks("self_approval", step.entry.actor + " asked for the stamps");
    }
    need_next(world, step, order.confirmations, now);
    if (auto const on = world.certificates.find(order.certificate);
        on != world.certificates.end()) {
        need_authority(world, step, on->second.authority, "the order's certificate");
    }
    bool const alone = now.size() < 2;
    if (step.act == "confirmed") {
        order.confirmations = std::move(now);
        return;
    }
    if (!alone) {
        need_two(world, now, "the order's approval");
    } else if (is_large(world, step, order)) {
        world.breaks("two_persons", "the order is large, and one person approved it");
    }
    order.confirmations = std::move(now);
    order.state = OrderState::approved;
    add_to_sum(world.approved[order.product], step.day, order.count);
    for (auto const& each : order.confirmations) {
        add_to_sum(world.approved[each.actor], step.day, order.count);
    }
}

void judge_key_of(World& world, Step const& step) {
    auto const* const key = known(world, world.keys, "key", step.text("kid"));
    auto const certificate = world.certificates.find(world.names.of(step.text("certificate")));
    if (key == nullptr || certificate == world.certificates.end()) {
        return;
    }
    bool const in_window = key->from <= step.entry.at && step.entry.at <= key->until;
    if (key->revoked_at_size || !in_window) {
        world.breaks("key", std::string(step.text("kid")) + " is revoked, or not in its window");
    }
    if (key->authority != current_authority(world, certificate->second.authority)) {
        world.breaks("key", std::string(step.text("kid")) + " is another authority's");
    }
}

// Takes counters first to last of the epoch, and joins what touches.
void take_range(World& world, Step const& step, std::int64_t count) {
    auto const epoch = step.number("epoch");
    auto& taken = world.ranges[epoch];
    auto first = step.number("first");
    auto last = first + count - 1;
    auto const words = "counters " + std::to_string(first) + " to " + std::to_string(last) + " ";
    if (epoch >= epoch_count || last >= counter_end) {
        world.breaks("range", words + "are none of an epoch");
    }
    auto at = taken.upper_bound(last);
    if (at != taken.begin() && std::prev(at)->second >= first) {
        world.breaks("range", words + "were issued before, in part or whole");
    }
    // One run of all that it meets or touches.
    if (at != taken.end() && at->first == last + 1) {
        last = at->second;
        at = taken.erase(at);
    }
    while (at != taken.begin() && std::prev(at)->second >= first - 1) {
        --at;
        first = std::min(first, at->first);
        last = std::max(last, at->second);
        at = taken.erase(at);
    }
    taken[first] = last;
}

void issue(World& world, Step const& step, Order& order) {
    if (persons_of(world, step, "confirmations") != order.confirmations) {
        world.breaks("two_persons", "the order's confirmations change");
    }
    judge_key_of(world, step);
    take_range(world, step, order.count);
    order.kid = world.names.of(step.text("kid"));
    order.issued_entry = world.index;
    order.issued_on = step.day;
    order.state = OrderState::issued;
}

void cancel(World& world, Step const& step, Order& order) {
    order.state = OrderState::cancelled;
    auto const quota = world.quotas.find(order.quota);
    if (quota == world.quotas.end()) {
        return;
    }
    quota->second.taken -= order.content;
    judge_left(world, step, quota->second);
}

bool may_follow(OrderState state, std::string_view act) {
    switch (state) {
        case OrderState::requested:
            return act == "confirmed" || act == "approved" || act == "cancelled";
        case OrderState::approved:
            return act == "issued" || act == "cancelled";
        case OrderState::issued:
        case OrderState::cancelled:
            break;
    }
    return false;
}

bool is_same(World const& world, Step const& step, Quota const& quota) {
    return step.text("product") == world.names.text(quota.product) &&
           step.text("measure") == quota.measure && step.number("declared") == quota.declared &&
           step.day_of("from") == quota.from && step.day_of("to") == quota.to;
}

void declare(World& world, Step const& step) {
    auto& quota = added(world, world.quotas, "quota", step.text("quota"));
    rest_on(world, step.text("product"));
    quota.product = world.names.of(step.text("product"));
    quota.producer = world.names.of(step.text("producer"));
    quota.from = step.day_of("from");
    quota.to = step.day_of("to");
    quota.measure = std::string(step.text("measure"));
    quota.declared = step.number("declared");
    quota.limit = step.number("limit");
    quota.declared_by = step.by.actor;
    if (step.number("attested") != 0 || step.has("raise") || quota.to < quota.from ||
        quota.limit > quota.declared) {
        world.breaks("quota", "does not begin as quotas do");
    }
    auto const own = world.names.of(step.text("quota"));
    for (auto const& [name, other] : world.quotas) {
        if (name != own && other.product == quota.product && other.from <= quota.to &&
            quota.from <= other.to) {
            world.breaks("quota", "its season overlaps that of " + world.names.text(name));
        }
    }
}

void attest(World& world, Step const& step, Quota& quota) {
    if (quota.declared_by == step.by.actor) {
        world.breaks("self_approval", step.entry.actor + " declared the output");
    }
    if (quota.attested || step.number("attested") != 1 ||
        step.number("limit") != std::max(quota.limit, quota.declared)) {
        world.breaks("quota", "is attested already, or not what was declared");
    }
    quota.attested = true;
    quota.limit = step.number("limit");
}

void raise(World& world, Step const& step, Quota& quota) {
    auto now = persons_of(world, step, "confirmations");
    if (step.act == "raise_requested") {
        need_next(world, step, {}, now);
        if (step.number("limit") != quota.limit || step.number("raise") <= quota.limit) {
            world.breaks("quota", "the limit changes before it is confirmed, or does not rise");
        }
        quota.raise = step.number("raise");
        quota.confirmations = std::move(now);
        return;
    }
    need_next(world, step, quota.confirmations, now);
    need_two(world, now, "the quota's raise");
    if (step.number("limit") != quota.raise || step.number("raise") != quota.raise ||
        quota.raise <= quota.limit) {
        world.breaks("quota", "the limit is not the one that was asked for");
    }
    quota.limit = step.number("limit");
    quota.confirmations = std::move(now);
}

}  // namespace

void judge_quota(World& world, Step const& step) {
    if (auto const* const product = known(world, world.products, "product", step.text("product"))) {
        need_owner(world, step, product->producer, "the product");
    }
    if (step.act == "declared") {
        declare(world, step);
        return;
    }
    auto* const quota = known(world, world.quotas, "quota", step.text("quota"));
    if (quota == nullptr) {
        return;
    }
    if (!is_same(world, step, *quota)) {
        world.breaks("quota", "its product, season or measure change");
    }
    if (step.act == "attested") {
        attest(world, step, *quota);
    } else {
        raise(world, step, *quota);
    }
}

void judge_order(World& world, Step const& step) {
    if (step.act == "requested") {
        request(world, step);
        return;
    }
    auto* const order = known(world, world.orders, "order", step.text("order"));
    if (order == nullptr) {
        return;
    }
    if (!is_same(world, step, *order)) {
        world.breaks("order", "its lot, count, quota or content change");
    }
    if (!may_follow(order->state, step.act)) {
        world.breaks("order", step.entry.kind + " cannot follow");
    }
    if (step.act == "cancelled" && order->state == OrderState::issued) {
        return;
    }
    if (step.act == "cancelled") {
        cancel(world, step, *order);
        return;
    }
    judge_certified(world, step);
    judge_open_lot(world, *order);
    // The one in force on that day: it may have been renewed since.
    order->certificate = world.names.of(step.text("certificate"));
    if (step.act == "issued") {
        issue(world, step, *order);
    } else {
        approve(world, step, *order);
    }
}

}  // namespace ocop::ledger::rule
