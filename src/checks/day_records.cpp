#include "checks/day_records.hpp"

#include <ocop/base/bytes.hpp>

namespace ocop::checks {

namespace {

constexpr auto space = store::Space::checks;
constexpr std::uint8_t version = 1;
constexpr std::int64_t minute_ms = 60'000;

Error corrupt() {
    return {Errc::corrupt, "store_corrupt", "checks d", "is not a check"};
}

std::string key_of(Day day, std::uint64_t number) {
    return ByteWriter().u8('d').u16(day_number(day)).u64(number).take();
}

Result<std::uint64_t> last_number(store::Reader const& reader) {
    auto const bytes = reader.get(space, "q");
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return std::uint64_t{0};
    }
    ByteReader in(**bytes);
    auto const number = in.u64();
    return in.done() ? Result<std::uint64_t>(number) : corrupt();
}

std::string encode(DayRecord const& record) {
    ByteWriter out;
    out.u8(version).u16(record.minute).u8(record.position.epoch).u64(record.position.counter);
    out.u64(record.client).u8(static_cast<std::uint8_t>(record.standing));
    out.u8(record.first ? 1 : 0).u8(record.place.province);
    out.u8(static_cast<std::uint8_t>(record.place.kind));
    if (auto const& spot = record.place.spot) {
        out.u16(static_cast<std::uint16_t>(spot->latitude));
        out.u16(static_cast<std::uint16_t>(spot->longitude));
    }
    return out.take();
}

Result<DayRecord> decode(std::string_view key, std::string_view value) {
    DayRecord out;
    ByteReader name(key.substr(1));
    out.day = day_of(name.u16());
    out.number = name.u64();
    ByteReader in(value);
    bool good = in.u8() == version;
    out.minute = in.u16();
    out.position.epoch = in.u8();
    out.position.counter = in.u64();
    out.client = in.u64();
    auto const standing = in.u8();
    out.standing = static_cast<Standing>(standing);
    out.first = in.u8() == 1;
    out.place.province = in.u8();
    auto const kind = in.u8();
    out.place.kind = static_cast<PlaceKind>(kind);
    good = good && standing <= static_cast<std::uint8_t>(Standing::voided) &&
           kind <= static_cast<std::uint8_t>(PlaceKind::home);
    if (good && !in.failed() && !in.done()) {
        auto const latitude = static_cast<std::int16_t>(in.u16());
        auto const longitude = static_cast<std::int16_t>(in.u16());
        out.place.spot = Spot{latitude, longitude};
    }
    return good && name.done() && in.done() ? Result<DayRecord>(out) : corrupt();
}

}  // namespace

Result<DayRecord> add_day_record(store::Transaction& tx, DayRecord record) {
    auto const last = last_number(tx);
    if (!last) {
        return last.error();
    }
    record.number = *last + 1;
    record.day = legal_day(tx.now());
    auto const into_day = tx.now().ms - start_of(record.day).ms;
    record.minute = static_cast<std::uint16_t>(into_day / minute_ms);
    tx.put(space, "q", ByteWriter().u64(record.number).take());
    tx.put(space, key_of(record.day, record.number), encode(record));
    return record;
}

Result<void> scan_day_records(
    store::Reader const& reader,
    std::string_view after,
    std::function<bool(std::string_view key, DayRecord const&)> const& visit
) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        if (key == after) {
            return true;
        }
        auto const record = decode(key, value);
        if (!record) {
            outcome = record.error();
            return false;
        }
        return visit(key, *record);
    };
    if (auto scanned = reader.scan(space, "d", after, each); !scanned) {
        return scanned;
    }
    return outcome;
}

std::string before_day(Day day) {
    return ByteWriter().u8('d').u16(day_number(day)).take();
}

}  // namespace ocop::checks
