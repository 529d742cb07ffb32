#include "checks/retention.hpp"

#include "checks/checks.hpp"
#include "store/record.hpp"

namespace ocop::checks {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

}  // namespace

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

void erase_receipts(store::Transaction& tx, std::vector<std::string> const& keys) {
    for (auto const& key : keys) {
        tx.erase(store::Space::checks, key);
    }
}

}  // namespace ocop::checks
