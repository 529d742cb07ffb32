#include "alerts/watch.hpp"

#include "alerts/look.hpp"
#include "checks/day_records.hpp"

namespace ocop::alerts {

Watch::Watch(store::Store& store, stamp::SerialKeys const& serials)
    : store_(store), serials_(serials) {}

Result<bool> Watch::step() {
    auto const snapshot = store_.snapshot();
    auto cursor = read_cursor(*snapshot);
    if (!cursor) {
        return cursor.error();
    }
    Look look(*snapshot, serials_, callers_);
    std::size_t seen = 0;
    Result<void> outcome;
    auto const visit = [&](std::string_view key, checks::DayRecord const& record) {
        outcome = look.take(record);
        if (outcome) {
            cursor = std::string(key);
            ++seen;
        }
        return outcome && seen < checks_at_once;
    };
    auto const after = *cursor;
    if (auto scanned = checks::scan_day_records(*snapshot, after, visit); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    if (seen == 0) {
        return false;
    }
    auto const written =
        transact_now(store_, [&](store::Transaction& tx) { return look.write(tx, *cursor); });
    if (!written) {
        // It took note of what is not written, and meets it again.
        callers_ = Callers();
        return written.error();
    }
    return seen == checks_at_once;
}

}  // namespace ocop::alerts
