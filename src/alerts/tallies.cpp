#include "alerts/tallies.hpp"

#include <ocop/base/bytes.hpp>

#include <algorithm>

namespace ocop::alerts {

namespace {

constexpr auto space = store::Space::checks;
constexpr std::uint8_t version = 1;
constexpr std::uint8_t on_three_flag = 1;
constexpr std::uint8_t by_lot_flag = 2;
constexpr std::size_t phone_bytes = 10;

Error corrupt(std::string_view where) {
    return {Errc::corrupt, "store_corrupt", std::string(where), "is not a tally"};
}

std::string stamp_key(stamp::Position position) {
    return ByteWriter().u8('W').u8(position.epoch).u64(position.counter).take();
}

std::string lot_key_of(std::string_view lot) {
    return ByteWriter().u8('V').text(lot).take();
}

Result<StampTally> decode_stamp(std::string_view bytes) {
    StampTally out;
    ByteReader in(bytes);
    bool const good = in.u8() == version;
    auto const flags = in.u8();
    out.on_three = (flags & on_three_flag) != 0;
    out.told_by_lot = (flags & by_lot_flag) != 0;
    out.last_day = in.u16();
    out.void_day = in.u16();
    out.told = in.u16();
    constexpr std::size_t head = 8;
    auto const rest = bytes.size() - std::min(bytes.size(), head);
    for (auto left = rest / phone_bytes; left > 0; --left) {
        auto const day = in.u16();
        out.phones.push_back({day, in.u64()});
    }
    return good && in.done() && out.phones.size() <= phones_max ? Result<StampTally>(out)
                                                                : corrupt("checks W");
}

// Numbers alone; `read` takes them from the reader.
template <class T, class Read>
Result<T> read_numbers(store::Reader const& reader, std::string const& key, Read read) {
    auto const bytes = reader.get(space, key);
    if (!bytes) {
        return bytes.error();
    }
    T out;
    if (*bytes) {
        ByteReader in(**bytes);
        read(in, out);
        if (!in.done()) {
            return corrupt("checks " + key.substr(0, 1));
        }
    }
    return out;
}

}  // namespace

bool StampTally::add(Phone phone) {
    last_day = std::max(last_day, phone.day);
    if (std::find(phones.begin(), phones.end(), phone) != phones.end()) {
        return false;
    }
    auto const first = phone.day - std::min<int>(phone.day, tally_days - 1);
    auto const is_old = [first](Phone const& each) { return each.day < first; };
    phones.erase(std::remove_if(phones.begin(), phones.end(), is_old), phones.end());
    if (phones.size() == phones_max) {
        phones.erase(phones.begin());
    }
    phones.push_back(phone);
    return true;
}

void StampTally::remove(Phone phone) {
    phones.erase(std::remove(phones.begin(), phones.end(), phone), phones.end());
}

std::size_t StampTally::phones_since(std::uint16_t day) const {
    auto const counts = [day](Phone const& each) { return each.day >= day; };
    return static_cast<std::size_t>(std::count_if(phones.begin(), phones.end(), counts));
}

std::uint64_t square_of(LotTally const& lot) {
    return lot.serials == 0 ? 0 : 1'000 * lot.on_three * lot.on_three / lot.serials;
}

namespace {

constexpr std::uint64_t lots_that_tell = 10;  // how much lots differ
constexpr double spread_unknown = 2;
constexpr double spread_max = 3;  // copied lots that nobody was told of yet may not hide each other

}  // namespace

double spread_of(Pool const& peers, double share) {
    if (peers.lots < lots_that_tell || peers.serials == 0) {
        return spread_unknown;
    }
    auto const on_three = static_cast<double>(peers.on_three);
    auto const between = static_cast<double>(peers.squares) / 1'000 -
                         on_three * on_three / static_cast<double>(peers.serials);
    auto const spread = between / (share * (1 - share)) / static_cast<double>(peers.lots - 1);
    return std::clamp(spread, 1.0, spread_max);
}

Result<StampTally> read_stamp(store::Reader const& reader, stamp::Position position) {
    auto const bytes = reader.get(space, stamp_key(position));
    if (!bytes) {
        return bytes.error();
    }
    return *bytes ? decode_stamp(**bytes) : Result<StampTally>(StampTally());
}

Result<LotTally> read_lot(store::Reader const& reader, std::string_view lot_key) {
    return read_numbers<LotTally>(reader, lot_key_of(lot_key), [](ByteReader& in, LotTally& out) {
        out.serials = in.u64();
        out.on_three = in.u64();
        out.early = in.u64();
        out.early_told = in.u64();
        out.on_three_told = in.u64();
        out.settled_serials = in.u64();
        out.settled_on_three = in.u64();
        out.day = in.u16();
        out.told_day = in.u16();
        out.told_stamps = in.u16();
    });
}

Result<Pool> read_pool(store::Reader const& reader) {
    return read_numbers<Pool>(reader, "P", [](ByteReader& in, Pool& out) {
        out.lots = in.u64();
        out.serials = in.u64();
        out.on_three = in.u64();
        out.squares = in.u64();
    });
}

Result<std::string> read_cursor(store::Reader const& reader) {
    auto const bytes = reader.get(space, "Z");
    if (!bytes) {
        return bytes.error();
    }
    return bytes->value_or(std::string());
}

void write_stamp(store::Transaction& tx, stamp::Position position, StampTally const& tally) {
    ByteWriter out;
    auto const flags = (tally.on_three ? on_three_flag : 0) | (tally.told_by_lot ? by_lot_flag : 0);
    out.u8(version).u8(static_cast<std::uint8_t>(flags)).u16(tally.last_day).u16(tally.void_day);
    out.u16(tally.told);
    for (auto const& phone : tally.phones) {
        out.u16(phone.day).u64(phone.client);
    }
    tx.put(space, stamp_key(position), out.take());
}

void write_lot(store::Transaction& tx, std::string_view lot_key, LotTally const& tally) {
    ByteWriter out;
    out.u64(tally.serials).u64(tally.on_three).u64(tally.early).u64(tally.early_told);
    out.u64(tally.on_three_told).u64(tally.settled_serials).u64(tally.settled_on_three);
    out.u16(tally.day).u16(tally.told_day).u16(tally.told_stamps);
    tx.put(space, lot_key_of(lot_key), out.take());
}

void write_pool(store::Transaction& tx, Pool const& pool) {
    ByteWriter out;
    out.u64(pool.lots).u64(pool.serials).u64(pool.on_three).u64(pool.squares);
    tx.put(space, "P", out.take());
}

void write_cursor(store::Transaction& tx, std::string_view cursor) {
    tx.put(space, "Z", cursor);
}

namespace {

bool is_old(StampTally const& tally, Day today) {
    auto const last_kept = add_days(today, 1 - static_cast<int>(tally_days));
    return tally.last_day < checks::day_number(last_kept);
}

}  // namespace

Result<OldTallies> old_tallies(
    store::Reader const& reader, std::string_view from, std::size_t count, Day today
) {
    OldTallies out;
    std::size_t seen = 0;
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view bytes) {
        if (seen++ == count) {
            out.next = std::string(key);
            return false;
        }
        auto const tally = decode_stamp(bytes);
        if (!tally) {
            outcome = tally.error();
            return false;
        }
        if (is_old(*tally, today)) {
            out.keys.emplace_back(key);
        }
        return true;
    };
    if (auto scanned = reader.scan(space, "W", from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

Result<void> erase_tallies(
    store::Transaction& tx, std::vector<std::string> const& keys, Day today
) {
    for (auto const& key : keys) {
        auto const bytes = tx.get(space, key);
        if (!bytes) {
            return bytes.error();
        }
        auto const tally = *bytes ? decode_stamp(**bytes) : Result<StampTally>(StampTally());
        if (!tally) {
            return tally.error();
        }
        if (is_old(*tally, today)) {
            tx.erase(space, key);
        }
    }
    return {};
}

}  // namespace ocop::alerts
