#include "checks/day_tallies.hpp"

#include "checks/clients.hpp"

#include <ocop/base/bytes.hpp>

#include <optional>

namespace ocop::checks {

namespace {

constexpr auto space = store::Space::checks;

Error corrupt() {
    return {Errc::corrupt, "store_corrupt", "checks t", "is not a tally"};
}

Result<std::uint64_t> read_count(std::string_view bytes) {
    ByteReader in(bytes);
    auto const count = in.u64();
    return in.done() ? Result<std::uint64_t>(count) : corrupt();
}

}  // namespace

Result<void> count_for_day(store::Transaction& tx, std::uint8_t province) {
    auto const key = ByteWriter().u8('t').u16(day_number(legal_day(tx.now()))).u8(province).take();
    auto const bytes = tx.get(space, key);
    if (!bytes) {
        return bytes.error();
    }
    auto const before = *bytes ? read_count(**bytes) : Result<std::uint64_t>(0);
    if (!before) {
        return before.error();
    }
    tx.put(space, key, ByteWriter().u64(*before + 1).view());
    return {};
}

Result<std::vector<DayTally>> tallies_since(store::Reader const& reader, Day first) {
    std::vector<DayTally> out;
    std::optional<Error> fault;
    auto const from = ByteWriter().u8('t').u16(day_number(first)).take();
    auto const each = [&](std::string_view key, std::string_view value) {
        ByteReader name(key.substr(1));
        DayTally tally;
        tally.day = day_of(name.u16());
        tally.province = name.u8();
        auto const count = read_count(value);
        if (!name.done() || !count) {
            fault = corrupt();
            return false;
        }
        tally.checks = *count;
        out.push_back(tally);
        return true;
    };
    if (auto const scanned = reader.scan(space, "t", from, each); !scanned) {
        return scanned.error();
    }
    if (fault) {
        return *fault;
    }
    return out;
}

}  // namespace ocop::checks
