#include "alerts/look.hpp"

#include "alerts/statistics.hpp"
#include "alerts/watch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

// Tallies that a step changes beside those of its checks: a transaction has its limit of bytes.
constexpr std::size_t taken_back_max = 2'000;
// From so many stamps of a lot in a day on, many phones are told of the lot and not of the stamp.
constexpr std::uint16_t stamps_told_max = 5;

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
    if (auto ok = count(c); !ok) {
        return ok;
    }
    see_standing(c);
    see_many_phones(c);
    see_lot_share(c);
    return {};
}

Result<void> Look::count(Case& c) {
    auto const day = checks::day_number(c.record.day);
    if (c.lot->day != day) {
        c.lot->day = day;
        c.lot->settled_serials = c.lot->serials;
        c.lot->settled_on_three = c.lot->on_three;
    }
    bool const known = callers_.is_sweeper(c.record.client);
    bool const new_to_client = callers_.note(c.record.client, c.record.position);
    if (c.record.first) {
        auto after = *c.lot;
        ++after.serials;
        change(*c.lot, after);
    }
    c.stamp->last_day = std::max(c.stamp->last_day, day);
    if (!callers_.is_sweeper(c.record.client)) {
        c.stamp->add({day, c.record.client});
        see_on_three(*c.stamp, *c.lot);
    } else if (!known) {
        if (auto ok = take_back({day, c.record.client}); !ok) {
            return ok;
        }
    }
    if (new_to_client) {
        see_run(c);
    }
    return {};
}

// Counts the serial for its lot, or no longer.
void Look::see_on_three(StampTally& stamp, LotTally& lot) {
    bool const now = stamp.phones.size() >= phones_of_hot;
    auto after = lot;
    if (now && !stamp.on_three) {
        ++after.on_three;
    } else if (!now && stamp.on_three && lot.on_three > 0) {
        --after.on_three;
    }
    stamp.on_three = now;
    change(lot, after);
}

// A lot's counts, and its part of the pool while it has one.
void Look::change(LotTally& lot, LotTally const& after) {
    if (lot.on_three_told == 0) {
        pool_->lots += lot.serials == 0 && after.serials > 0 ? 1 : 0;
        pool_->serials += after.serials - lot.serials;
        pool_->on_three += after.on_three;
        pool_->on_three -= std::min(pool_->on_three, lot.on_three);
        pool_->squares += square_of(after);
        pool_->squares -= std::min(pool_->squares, square_of(lot));
    }
    lot = after;
}

// A sweeper's checks of today, before it was known to be one, count no longer.
Result<void> Look::take_back(Phone const& phone) {
    for (auto const& position : callers_.positions_of(phone.client)) {
        if (taken_back_++ == taken_back_max) {
            return {};
        }
        auto const order = order_of(position);
        if (!order) {
            return order.error();
        }
        auto const stamp = tally_of(position);
        auto const lot = tally_of_lot((*order)->gtin + ':' + (*order)->lot);
        if (!stamp || !lot) {
            return stamp ? lot.error() : stamp.error();
        }
        (*stamp)->remove(phone);
        see_on_three(**stamp, **lot);
    }
    return {};
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
    auto const may_be_told = [&](std::size_t of_day, std::size_t of_week) {
        return (of_day >= phones_a_day || of_week >= phones_a_week) &&
               has_grown(of_week, c.stamp->told);
    };
    auto of_day = c.stamp->phones_since(today);
    auto of_week = c.stamp->phones_since(week);
    if (!may_be_told(of_day, of_week)) {
        return;
    }
    // Who only now proves to sweep.
    auto const sweeps = [&](Phone const& phone) {
        return phone.day == today && callers_.is_sweeper(phone.client);
    };
    auto const& phones = c.stamp->phones;
    auto const sweepers =
        static_cast<std::size_t>(std::count_if(phones.begin(), phones.end(), sweeps));
    of_day -= sweepers;
    of_week -= sweepers;
    if (!may_be_told(of_day, of_week)) {
        return;
    }
    auto& lot = *c.lot;
    lot.told_stamps = lot.told_day == today ? lot.told_stamps : std::uint16_t{0};
    lot.told_day = today;
    if (c.stamp->told == 0) {
        c.stamp->told_by_lot = lot.told_stamps >= stamps_told_max;
        if (lot.told_stamps < std::numeric_limits<std::uint16_t>::max()) {
            ++lot.told_stamps;
        }
    }
    c.stamp->told = static_cast<std::uint16_t>(of_week);
    auto const serial = serial_of(c.record.position);
    bool const many = c.stamp->told_by_lot;
    auto alert = start(c, Rule::many_phones, many ? "lot:" + c.lot_key : "stamp:" + serial);
    alert.figures = {{"phones_today", figure(of_day)}, {"phones_in_7_days", figure(of_week)}};
    if (many) {
        alert.figures.push_back({"stamps_today", figure(lot.told_stamps)});
    }
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
    auto const& lot = *c.lot;
    auto const serials = lot.settled_serials;
    auto const on_three = lot.settled_on_three;
    if (serials < lot_serials_min || on_three < lot_on_three_min ||
        !has_grown(on_three, lot.on_three_told)) {
        return;
    }
    auto peers = *pool_;
    if (lot.on_three_told == 0) {
        peers.lots -= std::min<std::uint64_t>(peers.lots, 1);
        peers.serials -= std::min(peers.serials, lot.serials);
        peers.on_three -= std::min(peers.on_three, lot.on_three);
        peers.squares -= std::min(peers.squares, square_of(lot));
    }
    // Peers that nobody saw twice yet may still do so: one more of each.
    auto const share = static_cast<double>(peers.on_three + 1) /
                       static_cast<double>(peers.serials + 2 * lot_serials_min);
    auto const own = static_cast<double>(on_three) / static_cast<double>(serials);
    auto const spread = spread_of(peers, share);
    auto const chance = binomial_tail(
        static_cast<std::uint64_t>(static_cast<double>(serials) / spread),
        static_cast<std::uint64_t>(static_cast<double>(on_three) / spread),
        std::min(share, 0.5)
    );
    auto const lots = static_cast<double>(peers.lots + 1);
    if (own < lot_peers_factor * share || chance > lot_chance_max / lots) {
        return;
    }
    auto alert = start(c, Rule::lot_share, "lot:" + c.lot_key);
    alert.figures = {
        {"serials_checked", figure(serials)},
        {"serials_on_three_phones", figure(on_three)},
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
        pool_->squares -= std::min(pool_->squares, square_of(*c.lot));
    }
    c.lot->on_three_told = c.lot->settled_on_three;
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
