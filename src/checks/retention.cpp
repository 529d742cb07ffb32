#include "checks/retention.hpp"

#include "checks/checks.hpp"
#include "checks/day_records.hpp"
#include "store/record.hpp"

#include <ocop/base/days.hpp>

namespace ocop::checks {

Result<OldReceipts> old_receipts(
    store::Reader const& reader, std::string_view from, std::size_t count, Instant now
) {
    OldReceipts out;
    std::size_t seen = 0;
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view bytes) {
        if (seen++ == count) {
            out.next = std::string(key);
            return false;
        }
        auto const value = store::parse_plain(bytes);
        auto const receipt =
            value ? store::as_stored(json::read<Receipt>(*value, json::Mode::lenient))
                  : Result<Receipt>(value.error());
        if (!receipt) {
            outcome = receipt.error();
            return false;
        }
        if (now.ms - receipt->at.ms >= receipt_days * day_ms) {
            out.keys.emplace_back(key);
        }
        return true;
    };
    if (auto scanned = reader.scan(store::Space::checks, "r", from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

Result<std::vector<std::string>> old_records(
    store::Reader const& reader, std::string_view from, std::size_t count, Day last_old
) {
    std::vector<std::string> out;
    auto const end = before_day(add_days(last_old, 1));
    auto const each = [&](std::string_view key, std::string_view) {
        if (key >= end || out.size() == count) {
            return false;
        }
        out.emplace_back(key);
        return true;
    };
    if (auto scanned = reader.scan(store::Space::checks, "d", from, each); !scanned) {
        return scanned.error();
    }
    return out;
}

Day last_old_day(Day today, std::int64_t days) {
    return add_days(today, static_cast<int>(-days));
}

void erase_keys(store::Transaction& tx, std::vector<std::string> const& keys) {
    for (auto const& key : keys) {
        tx.erase(store::Space::checks, key);
    }
}

}  // namespace ocop::checks
