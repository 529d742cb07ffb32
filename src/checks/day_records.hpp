#pragma once

#include "checks/clients.hpp"
#include "checks/place.hpp"
#include "store/store.hpp"

#include <ocop/stamp/serial.hpp>

#include <functional>
#include <string>
#include <string_view>

// One record a check, kept for some days and then erased: what alerts are computed from. It says
// when to the minute, and of the buyer no more than they chose to say.
//
// At rest, space checks (numbers big-endian):
//   'q'                   → u64 number of the last record
//   'd' ‖ u16 day ‖ u64 number → u8 1 ‖ u16 minute of the legal day ‖ u8 epoch ‖ u64 counter ‖
//                           u64 client ‖ u8 standing ‖ u8 first ‖ u8 province ‖ u8 kind of place
//                           [‖ i16 latitude ‖ i16 longitude, hundredths of a degree]
// Days never go back, so the order of the keys is the order of the checks.
namespace ocop::checks {

// What was said of the stamp when it was checked. On disk by number: never renumber.
enum class Standing : std::uint8_t {
    good = 0,        // none of the following
    not_active = 1,  // issued, and not reported as applied
    voided = 2,      // damaged, returned, destroyed, …
};

struct DayRecord {
    std::uint64_t number = 0;  // 1 is the first ever
    Day day;
    std::uint16_t minute = 0;
    stamp::Position position;
    Client client = 0;
    Standing standing = Standing::good;
    bool first = false;  // of this stamp, ever
    Place place;

    friend bool operator==(DayRecord const&, DayRecord const&) = default;
};

// Gives the record its number, day and minute, which are the transaction's, and writes it. Errors
// of the read; corrupt "store_corrupt".
Result<DayRecord> add_day_record(store::Transaction& tx, DayRecord record);

// Visits the records behind `after` (a key of this table; empty: from the first) in their order,
// until `visit(key, record)` says false. Errors of the scan; corrupt "store_corrupt".
Result<void> scan_day_records(
    store::Reader const& reader,
    std::string_view after,
    std::function<bool(std::string_view key, DayRecord const&)> const& visit
);

// The key before the first record of `day`, for scan_day_records().
std::string before_day(Day day);

}  // namespace ocop::checks
