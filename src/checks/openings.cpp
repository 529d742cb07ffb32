#include "checks/openings.hpp"

#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <functional>

namespace ocop::checks {

namespace {

constexpr auto space = store::Space::checks;
// In one transaction: below its limit of bytes.
constexpr std::size_t lots_at_once = 512;

std::string sketch_key(std::uint16_t day, std::string_view lot) {
    return ByteWriter().u8('o').u16(day).text(lot).take();
}

std::string lot_key(std::string_view lot) {
    return ByteWriter().u8('O').text(lot).take();
}

Result<std::uint64_t> read_count(store::Reader const& reader, std::string const& key) {
    auto const bytes = reader.get(space, key);
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::uint64_t{0};
    }
    ByteReader in(**bytes);
    auto const count = in.u64();
    if (!in.done()) {
        return Error(Errc::corrupt, "store_corrupt", "checks O", "has the wrong length");
    }
    return count;
}

Result<void> add_count(store::Transaction& tx, std::string const& key, std::uint64_t more) {
    auto const before = read_count(tx, key);
    if (!before) {
        return before.error();
    }
    tx.put(space, key, ByteWriter().u64(*before + more).take());
    return {};
}

// The day's clients that were not in the sketch before are the lot's new client-days.
Result<void> write_lot(
    store::Transaction& tx, std::uint16_t day, std::string_view lot, Sketch const& seen
) {
    auto const bytes = tx.get(space, sketch_key(day, lot));
    if (!bytes) {
        return bytes.error();
    }
    auto merged = *bytes ? Sketch::decode(**bytes) : Result<Sketch>(Sketch());
    if (!merged) {
        return merged.error();
    }
    auto const before = merged->estimate();
    merged->merge(seen);
    auto const after = merged->estimate();
    tx.put(space, sketch_key(day, lot), merged->encode());
    return after > before ? add_count(tx, lot_key(lot), after - before) : Result<void>();
}

// At most erased_at_once; true when there may be more.
Result<bool> erase_sketches_before(store::Transaction& tx, std::uint16_t day) {
    std::vector<std::string> old;
    auto const end = sketch_key(day, {});
    auto const each = [&](std::string_view key, std::string_view) {
        if (key >= end || old.size() == Openings::erased_at_once) {
            return false;
        }
        old.emplace_back(key);
        return true;
    };
    if (auto scanned = tx.scan(space, "o", {}, each); !scanned) {
        return scanned.error();
    }
    for (auto const& key : old) {
        tx.erase(space, key);
    }
    return old.size() == Openings::erased_at_once;
}

// Runs `one(tx, item)` for all items, lots_at_once in a transaction; goes on after a refused one.
template <class Item, class One>
Result<void> in_parts(store::Store& store, std::vector<Item> const& items, One one) {
    Result<void> outcome;
    for (std::size_t from = 0; from < items.size(); from += lots_at_once) {
        auto const end = std::min(items.size(), from + lots_at_once);
        auto const work = [&](store::Transaction& tx) -> Result<void> {
            for (auto i = from; i < end; ++i) {
                if (auto ok = one(tx, items[i]); !ok) {
                    return ok;
                }
            }
            return {};
        };
        if (auto const done = transact_now(store, work); !done) {
            outcome = done.error();
        }
    }
    return outcome;
}

}  // namespace

Result<std::uint64_t> openings_of_lot(
    store::Reader const& reader, std::string_view gtin, std::string_view lot
) {
    return read_count(reader, lot_key(std::string(gtin) + ':' + std::string(lot)));
}

Openings::Openings(OpeningLimits limits) : limits_(limits) {}

void Openings::opened(Instant now, std::string_view lot_key, Visitor const& visitor) {
    auto const day = day_number(legal_day(now));
    auto& shard = shards_[std::hash<std::string_view>()(lot_key) % shard_count];
    DayKey key{};
    if (!find_key(day, key)) {
        std::lock_guard const lock(shard.mutex);
        ++shard.missed;
        return;
    }
    auto const client = client_of(key, visitor);
    std::lock_guard const lock(shard.mutex);
    add(shard, day, lot_key, client);
}

void Openings::add(Shard& shard, std::uint16_t day, std::string_view lot, Client client) {
    if (shard.day != day) {
        // Of the day before, what was not written yet: a minute's at most.
        for (auto const& [key, sketch] : shard.lots) {
            shard.missed += sketch.estimate();
        }
        shard.lots.clear();
        shard.day = day;
    }
    auto found = shard.lots.find(lot);
    if (found == shard.lots.end() && shard.lots.size() < limits_.lots / shard_count) {
        found = shard.lots.emplace(std::string(lot), Sketch()).first;
    }
    if (found == shard.lots.end()) {
        ++shard.missed;
        return;
    }
    found->second.add(client);
}

bool Openings::find_key(std::uint16_t day, DayKey& out) const {
    std::shared_lock const lock(keys_mutex_);
    auto const found = keys_.find(day);
    if (found == keys_.end()) {
        return false;
    }
    out = found->second;
    return true;
}

Openings::Counted Openings::take(Shard& shard) {
    std::map<std::string, Sketch, std::less<>> lots;
    Counted out;
    {
        std::lock_guard const lock(shard.mutex);
        lots.swap(shard.lots);
        out.day = shard.day;
    }
    out.lots.assign(lots.begin(), lots.end());
    return out;
}

Result<void> Openings::write(store::Store& store, Random& random, Instant now) {
    Result<void> outcome;
    for (auto& shard : shards_) {
        auto const counted = take(shard);
        auto const one = [&](store::Transaction& tx, auto const& lot) {
            return write_lot(tx, counted.day, lot.first, lot.second);
        };
        if (auto const lots = in_parts(store, counted.lots, one); !lots) {
            outcome = lots;
        }
    }
    // Last: yesterday's sketches go, to which its last minute was just added.
    auto const today = legal_day(now);
    auto const keys = make_keys(store, random, today);
    auto const done = keys && old_left_ ? erase_old(store, today) : keys;
    return outcome ? done : outcome;
}

Result<void> Openings::erase_old(store::Store& store, Day today) {
    bool left = true;
    auto const work = [&](store::Transaction& tx) -> Result<void> {
        auto const more = erase_sketches_before(tx, day_number(today));
        left = !more || *more;
        return more ? Result<void>() : more.error();
    };
    if (auto const done = transact_now(store, work); !done) {
        return done.error();
    }
    old_left_ = left;
    return {};
}

Result<void> Openings::make_keys(store::Store& store, Random& random, Day today) {
    auto const tomorrow = add_days(today, 1);
    auto const one = day_number(today);
    {
        std::shared_lock const lock(keys_mutex_);
        if (keys_.count(one) != 0 && keys_.begin()->first == one) {
            return {};
        }
    }
    std::map<std::uint16_t, DayKey> keys;
    std::array<DayKey, 2> const fresh{new_day_key(random), new_day_key(random)};
    auto const work = [&](store::Transaction& tx) -> Result<void> {
        keys.clear();
        auto const first = use_day_key(tx, today, fresh[0]);
        auto const second = use_day_key(tx, tomorrow, fresh[1]);
        if (!first || !second) {
            return first ? second.error() : first.error();
        }
        keys.emplace(one, *first);
        keys.emplace(day_number(tomorrow), *second);
        return erase_day_keys_before(tx, today);
    };
    if (auto const done = transact_now(store, work); !done) {
        return done.error();
    }
    old_left_ = true;
    std::unique_lock const lock(keys_mutex_);
    keys_ = std::move(keys);
    return {};
}

std::uint64_t Openings::missed() const {
    std::uint64_t out = 0;
    for (auto& shard : shards_) {
        std::lock_guard const lock(shard.mutex);
        out += shard.missed;
    }
    return out;
}

void Openings::opened_inactive(stamp::Position position) {
    std::lock_guard const lock(inactive_mutex_);
    if (inactive_.size() < inactive_max) {
        inactive_.insert(position);
    }
}

std::vector<stamp::Position> Openings::take_inactive() {
    std::lock_guard const lock(inactive_mutex_);
    std::vector<stamp::Position> out(inactive_.begin(), inactive_.end());
    inactive_.clear();
    return out;
}

}  // namespace ocop::checks
