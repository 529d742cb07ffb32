#include "alerts/look.hpp"

#include "alerts/statistics.hpp"
#include "alerts/watch.hpp"

#include <algorithm>
#include <cmath>

namespace ocop::alerts {

namespace {

constexpr int week_days = 7;
// An alert is raised again when what it counts has grown by half, and by this at least.
constexpr std::size_t growth_min = 3;

std::int64_t figure(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

bool has_grown(std::size_t now, std::size_t told) {
    return told == 0 || now >= told + std::max(growth_min, told / 2);
}

constexpr double per_mille = 1'000;

}  // namespace

Result<stamps::StampOrder const*> Look::order_of(stamp::Position position) {
    auto const known = orders_.lower_bound({position.epoch, position.counter});
    if (known != orders_.end() && known->first.first == position.epoch &&
        known->second.range->first <= position.counter) {
        return &known->second;
    }
    auto const found = stamps::find_issued(reader_, position);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::corrupt, "store_corrupt", "checks d", "names a stamp of no order");
    }
    auto order = stamps::load_order(reader_, (*found)->order);
    if (!order) {
        return order.error();
    }
    auto const last = order->range->first + order->range->count - 1;
    auto const placed = orders_.emplace(std::pair(position.epoch, last), std::move(*order)).first;
    return &placed->second;
}

Result<StampTally*> Look::tally_of(stamp::Position position) {
    auto known = stamps_.find(position);
    if (known == stamps_.end()) {
        auto tally = read_stamp(reader_, position);
        if (!tally) {
            return tally.error();
        }
        known = stamps_.emplace(position, std::move(*tally)).first;
    }
    return &known->second;
}

Result<LotTally*> Look::tally_of_lot(std::string const& lot_key) {
    auto known = lots_.find(lot_key);
    if (known == lots_.end()) {
        auto const tally = read_lot(reader_, lot_key);
        if (!tally) {
            return tally.error();
        }
        known = lots_.emplace(lot_key, *tally).first;
    }
    return &known->second;
}

Result<void> Look::read_pool_once() {
    if (!pool_) {
        auto const pool = read_pool(reader_);
        if (!pool) {
            return pool.error();
        }
        pool_ = *pool;
    }
    return {};
}

Result<void> Look::take(checks::DayRecord const& record) {
    callers_.begin(checks::day_number(record.day));
    Case c;
    c.record = record;
    auto const order = order_of(record.position);
    if (!order) {
        return order.error();
    }
    c.order = *order;
    c.lot_key = c.order->gtin + ':' + c.order->lot;
    auto const stamp = tally_of(record.position);
    if (!stamp) {
        return stamp.error();
    }
    auto const lot = tally_of_lot(c.lot_key);
    if (!lot) {
        return lot.error();
    }
    if (auto ok = read_pool_once(); !ok) {
        return ok;
    }
    c.stamp = *stamp;
    c.lot = *lot;
    count(c);
    see_standing(c);
    see_many_phones(c);
    see_lot_share(c);
    return {};
}

void Look::count(Case& c) {
    auto const others = c.stamp->phones.size();
    bool const new_to_client = callers_.note(c.record.client, c.record.position, others);
    bool const pooled = c.lot->on_three_told == 0;
    if (c.record.first) {
        pool_->lots += pooled && c.lot->serials == 0 ? 1 : 0;
        pool_->serials += pooled ? 1 : 0;
        ++c.lot->serials;
    }
    if (!callers_.is_sweeper(c.record.client)) {
        c.stamp->add({checks::day_number(c.record.day), c.record.client});
    }
    if (!c.stamp->on_three && c.stamp->phones.size() >= phones_of_hot) {
        c.stamp->on_three = true;
        ++c.lot->on_three;
        pool_->on_three += pooled ? 1 : 0;
    }
    if (new_to_client) {
        see_run(c);
    }
}

NewAlert Look::start(Case const& c, Rule rule, std::string subject) const {
    NewAlert out;
    out.rule = rule;
    out.subject = std::move(subject);
    out.producer = c.order->producer;
    out.gtin = c.order->gtin;
    out.lot = c.order->lot;
    out.order = c.order->id;
    return out;
}

std::string Look::serial_of(stamp::Position position) const {
    auto const serial = serials_.serial_of(position);
    return serial ? stamp::format_serial(*serial) : std::string();
}

void Look::see_many_phones(Case& c) {
    auto const today = checks::day_number(c.record.day);
    auto const week = checks::day_number(add_days(c.record.day, 1 - week_days));
    auto const counts = [&](Phone const& phone) {
        return phone.day < today || !callers_.is_sweeper(phone.client);
    };
    std::size_t of_day = 0;
    std::size_t of_week = 0;
    for (auto const& phone : c.stamp->phones) {
        bool const counted = phone.day >= week && counts(phone);
        of_week += counted ? 1 : 0;
        of_day += counted && phone.day == today ? 1 : 0;
    }
    if ((of_day < phones_a_day && of_week < phones_a_week) || !has_grown(of_week, c.stamp->told)) {
        return;
    }
    c.stamp->told = static_cast<std::uint16_t>(of_week);
    auto const serial = serial_of(c.record.position);
    auto alert = start(c, Rule::many_phones, "stamp:" + serial);
    alert.figures = {{"phones_today", figure(of_day)}, {"phones_in_7_days", figure(of_week)}};
    alert.stamps = {serial};
    raised_.push_back(std::move(alert));
}

void Look::see_run(Case const& c) {
    auto const& range = *c.order->range;
    auto const at = c.record.position.counter;
    auto const count_in = [&](std::uint64_t first, std::uint64_t last) {
        return callers_.count_in(c.record.client, range.epoch, first, last);
    };
    auto const end = range.first + range.count - 1;
    auto const first = std::max(range.first, at - std::min(at, run_window - 1));
    std::size_t best = 0;
    std::uint64_t best_at = first;
    for (auto from = first; from <= at; ++from) {
        auto const hits = count_in(from, std::min(end, from + run_window - 1));
        if (hits > best) {
            best = hits;
            best_at = from;
        }
    }
    if (best < run_from) {
        return;
    }
    auto const all = count_in(range.first, end);
    // As one of a crowd: the run itself says nothing on how dense the crowd is.
    auto const share = static_cast<double>(all - best + 1) / static_cast<double>(range.count + 1);
    if (run_chance(range.count, run_window, best, std::min(share, 0.999)) > run_chance_max) {
        return;
    }
    auto alert = start(c, Rule::serial_run, "order:" + c.order->id);
    alert.figures = {
        {"stamps_in_run", figure(best)},
        {"first_position", figure(best_at - range.first + 1)},
        {"last_position", figure(std::min(end, best_at + run_window - 1) - range.first + 1)},
        {"stamps_of_the_phone", figure(all)}};
    alert.stamps = {serial_of(c.record.position)};
    raised_.push_back(std::move(alert));
}

void Look::see_standing(Case& c) {
    auto const today = checks::day_number(c.record.day);
    if (c.record.standing == checks::Standing::voided && c.stamp->void_day != today) {
        c.stamp->void_day = today;
        c.stamp->last_day = std::max(c.stamp->last_day, today);
        auto const serial = serial_of(c.record.position);
        auto alert = start(c, Rule::after_void, "stamp:" + serial);
        alert.figures = {{"phones_in_30_days", figure(c.stamp->phones.size())}};
        alert.stamps = {serial};
        raised_.push_back(std::move(alert));
    }
    if (c.record.standing != checks::Standing::not_active) {
        return;
    }
    ++c.lot->early;
    if (has_grown(c.lot->early, c.lot->early_told)) {
        c.lot->early_told = c.lot->early;
        auto alert = start(c, Rule::before_activation, "lot:" + c.lot_key);
        alert.figures = {{"checks", figure(c.lot->early)}};
        alert.stamps = {serial_of(c.record.position)};
        raised_.push_back(std::move(alert));
    }
}

void Look::see_lot_share(Case& c) {
    auto& lot = *c.lot;
    if (lot.serials < lot_serials_min || lot.on_three < lot_on_three_min ||
        !has_grown(lot.on_three, lot.on_three_told)) {
        return;
    }
    auto peers = *pool_;
    if (lot.on_three_told == 0) {
        peers.serials -= std::min(peers.serials, lot.serials);
        peers.on_three -= std::min(peers.on_three, lot.on_three);
    }
    // Peers that nobody saw twice yet may still do so: one more of each.
    auto const share = static_cast<double>(peers.on_three + 1) /
                       static_cast<double>(peers.serials + 2 * lot_serials_min);
    auto const chance = binomial_tail(lot.serials, lot.on_three, std::min(2 * share, 0.5));
    auto const lots = static_cast<double>(std::max<std::uint64_t>(peers.lots, 1));
    if (chance > lot_chance_max / lots) {
        return;
    }
    auto alert = start(c, Rule::lot_share, "lot:" + c.lot_key);
    auto const own = static_cast<double>(lot.on_three) / static_cast<double>(lot.serials);
    alert.figures = {
        {"serials_checked", figure(lot.serials)},
        {"serials_on_three_phones", figure(lot.on_three)},
        {"per_mille", std::llround(own * per_mille)},
        {"peers_per_mille", std::llround(share * per_mille)},
        {"peers_lots", figure(peers.lots)},
        {"chance_exponent", std::llround(std::log10(std::max(chance, 1e-300)))}};
    alert.stamps = {serial_of(c.record.position)};
    leave_pool(c);
    raised_.push_back(std::move(alert));
}

void Look::leave_pool(Case& c) {
    if (c.lot->on_three_told == 0) {
        pool_->lots -= std::min<std::uint64_t>(pool_->lots, 1);
        pool_->serials -= std::min(pool_->serials, c.lot->serials);
        pool_->on_three -= std::min(pool_->on_three, c.lot->on_three);
    }
    c.lot->on_three_told = c.lot->on_three;
}

Result<void> Look::write(store::Transaction& tx, std::string_view cursor) const {
    for (auto const& [position, tally] : stamps_) {
        write_stamp(tx, position, tally);
    }
    for (auto const& [key, tally] : lots_) {
        write_lot(tx, key, tally);
    }
    if (pool_) {
        write_pool(tx, *pool_);
    }
    for (auto const& alert : raised_) {
        if (auto raised = raise(tx, alert); !raised) {
            return raised.error();
        }
    }
    write_cursor(tx, cursor);
    return {};
}

}  // namespace ocop::alerts
