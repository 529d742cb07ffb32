#include "checks/clients.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/days.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <vector>

namespace ocop::checks {

namespace {

constexpr auto space = store::Space::checks;

std::string key_of(Day day) {
    return ByteWriter().u8('k').u16(day_number(day)).take();
}

}  // namespace

std::uint16_t day_number(Day day) {
    return static_cast<std::uint16_t>(days_since_1970(day));
}

Day day_of(std::uint16_t number) {
    return {std::chrono::sys_days(std::chrono::days(number))};
}

DayKey new_day_key(Random& random) {
    DayKey out{};
    random.fill(out);
    return out;
}

Client client_of(DayKey const& key, Visitor const& visitor) {
    auto const agent = std::string_view(visitor.agent).substr(0, agent_bytes_max);
    // An address has no NUL, so no two visitors give the same bytes.
    auto const text = visitor.address + '\0' + std::string(agent);
    auto const mac = crypto::hmac_sha256(key, as_bytes(text));
    return ByteReader(as_text(mac)).u64();
}

Result<DayKey> use_day_key(store::Transaction& tx, Day day, DayKey const& fresh) {
    auto const found = tx.get(space, key_of(day));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        tx.put(space, key_of(day), as_text(fresh));
        return fresh;
    }
    DayKey out{};
    if ((*found)->size() != out.size()) {
        return Error(Errc::corrupt, "store_corrupt", "checks k", "has the wrong length");
    }
    std::copy((*found)->begin(), (*found)->end(), out.begin());
    return out;
}

Result<void> erase_day_keys_before(store::Transaction& tx, Day day) {
    std::vector<std::string> old;
    auto const end = key_of(day);
    auto const each = [&](std::string_view key, std::string_view) {
        if (key >= end) {
            return false;
        }
        old.emplace_back(key);
        return true;
    };
    if (auto scanned = tx.scan(space, "k", {}, each); !scanned) {
        return scanned;
    }
    for (auto const& key : old) {
        tx.erase(space, key);
    }
    return {};
}

}  // namespace ocop::checks
