#include "reports/allowance.hpp"

#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <vector>

namespace ocop::reports {

namespace {

constexpr auto space = store::Space::inspections;

struct Counts {
    std::uint64_t reports = 0;
    std::uint64_t photos = 0;
};

ByteWriter day_key(std::uint16_t day) {
    ByteWriter out;
    out.u8('V').u16(day);
    return out;
}

Result<Counts> load(store::Reader const& reader, std::string_view key) {
    auto const bytes = reader.get(space, key);
    if (!bytes) {
        return bytes.error();
    }
    ByteReader in(*bytes ? std::string_view(**bytes) : std::string_view());
    Counts out;
    if (*bytes) {
        out.reports = in.u64();
        out.photos = in.u64();
    }
    return in.done() ? Result<Counts>(out) : Error(Errc::corrupt, "store_corrupt");
}

void save(store::Transaction& tx, std::string_view key, Counts const& counts) {
    tx.put(space, key, ByteWriter().u64(counts.reports).u64(counts.photos).take());
}

}  // namespace

Result<std::size_t> admit(store::Transaction& tx, Sender const& sender, std::size_t photos) {
    auto const today = legal_day(tx.now());
    auto const secret = checks::use_day_key(tx, today, sender.fresh_key);
    if (!secret) {
        return secret.error();
    }
    auto const client = checks::client_of(*secret, {sender.address, {}});
    auto const all_key = day_key(checks::day_number(today)).take();
    auto const own_key = day_key(checks::day_number(today)).u64(client).take();
    auto all = load(tx, all_key);
    auto own = load(tx, own_key);
    if (!all || !own) {
        return all ? own.error() : all.error();
    }
    if (all->reports >= day_reports_max || own->reports >= client_reports_max) {
        return Error(Errc::too_many, "reports_full");
    }
    auto const room = client_photos_max - std::min(client_photos_max, own->photos);
    auto const kept = std::min<std::uint64_t>(photos, room);
    ++all->reports;
    ++own->reports;
    all->photos += kept;
    own->photos += kept;
    save(tx, all_key, *all);
    save(tx, own_key, *own);
    return static_cast<std::size_t>(kept);
}

Result<bool> erase_counts_before(store::Transaction& tx, Day day, std::size_t count) {
    std::vector<std::string> old;
    bool more = false;
    auto const end = day_key(checks::day_number(day)).take();
    auto const each = [&](std::string_view key, std::string_view) {
        if (key >= end) {
            return false;
        }
        more = old.size() == count;
        if (!more) {
            old.emplace_back(key);
        }
        return !more;
    };
    if (auto scanned = tx.scan(space, "V", {}, each); !scanned) {
        return scanned.error();
    }
    for (auto const& key : old) {
        tx.erase(space, key);
    }
    return more;
}

}  // namespace ocop::reports
