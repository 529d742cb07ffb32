#pragma once

#include "checks/clients.hpp"
#include "store/store.hpp"

#include <ocop/base/time.hpp>
#include <ocop/stamp/serial.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// What the rules remember between their looks: a bounded record a checked stamp, counts a lot, and
// the counts of all lots together. Clients are hashes of one day (checks/clients.hpp), so a phone
// that comes back on another day is another client here.
//
// At rest, space checks (numbers big-endian):
//   'W' ‖ epoch ‖ u64 counter → u8 1 ‖ u8 flags (1: seen on three, 2: told by lot) ‖ u16 last day ‖
//   u16 day told as void ‖
//                               u16 phones told ‖ (u16 day ‖ u64 client) each
//   'V' ‖ GTIN ‖ ':' ‖ lot    → u64 serials ‖ u64 on three ‖ u64 early ‖ u64 early told ‖
//                               u64 on three told ‖ u64 serials settled ‖ u64 on three settled ‖
//                               u16 day ‖ u16 day told ‖ u16 stamps told that day
//   'P'                       → u64 lots ‖ u64 serials ‖ u64 on three ‖ u64 squares
//   'Z'                       → key of the last check that was looked at
namespace ocop::alerts {

inline constexpr std::size_t phones_max = 64;      // remembered of a stamp
inline constexpr std::int64_t tally_days = 30;     // a stamp's record goes so long after its last
inline constexpr std::uint64_t phones_of_hot = 3;  // from so many on, a serial counts for its lot

struct Phone {
    std::uint16_t day = 0;
    checks::Client client = 0;

    friend bool operator==(Phone const&, Phone const&) = default;
};

struct StampTally {
    bool on_three = false;  // was ever seen on phones_of_hot phones within tally_days
    std::uint16_t last_day = 0;
    std::uint16_t void_day = 0;  // when a check of the void stamp was told last
    std::uint16_t told = 0;      // phones of the last alert
    bool told_by_lot = false;    // that alert was about the lot
    std::vector<Phone> phones;   // in the order they came; the oldest go first

    // False when it was there already.
    bool add(Phone phone);
    void remove(Phone phone);
    // From `day` on.
    std::size_t phones_since(std::uint16_t day) const;

    friend bool operator==(StampTally const&, StampTally const&) = default;
};

struct LotTally {
    std::uint64_t serials = 0;   // that were checked
    std::uint64_t on_three = 0;  // of them, on phones_of_hot phones or more
    std::uint64_t early = 0;     // checks of stamps that nobody reported as applied
    std::uint64_t early_told = 0;
    std::uint64_t on_three_told = 0;  // not 0: an alert was raised, the pool is without this lot
    // As the two stood when `day` began: what a sweeper did on a day is taken back by its end.
    std::uint64_t settled_serials = 0;
    std::uint64_t settled_on_three = 0;
    std::uint16_t day = 0;          // of the last check
    std::uint16_t told_day = 0;     // of the last alert about many phones on one of its stamps
    std::uint16_t told_stamps = 0;  // such alerts on that day

    friend bool operator==(LotTally const&, LotTally const&) = default;
};

// All lots but those that were told of: what a lot is held against.
struct Pool {
    std::uint64_t lots = 0;
    std::uint64_t serials = 0;
    std::uint64_t on_three = 0;
    std::uint64_t squares = 0;  // sum of square_of() its lots: how much they differ
};

// 1,000 × on_three² / serials, rounded down: a lot's part of the chi-square of all lots.
std::uint64_t square_of(LotTally const& lot);

// By how much the counts of honest lots vary more than chance alone would have them: the pooled
// chi-square by its degrees of freedom, between 1 and 3 (McCullagh and Nelder, 1989,
// §4.5).
double spread_of(Pool const& peers, double share);

// Absent is a tally of nothing. Errors of the read; corrupt "store_corrupt".
Result<StampTally> read_stamp(store::Reader const& reader, stamp::Position position);
Result<LotTally> read_lot(store::Reader const& reader, std::string_view lot_key);
Result<Pool> read_pool(store::Reader const& reader);
Result<std::string> read_cursor(store::Reader const& reader);

void write_stamp(store::Transaction& tx, stamp::Position position, StampTally const& tally);
void write_lot(store::Transaction& tx, std::string_view lot_key, LotTally const& tally);
void write_pool(store::Transaction& tx, Pool const& pool);
void write_cursor(store::Transaction& tx, std::string_view cursor);

// Records of stamps among the next `count` from the key `from` (empty: the first) whose last check
// is tally_days before `today` or more, and where to go on (empty: that was all). Errors of the
// scan; corrupt "store_corrupt".
struct OldTallies {
    std::vector<std::string> keys;
    std::string next;
};

Result<OldTallies> old_tallies(
    store::Reader const& reader, std::string_view from, std::size_t count, Day today
);
// Those of them that no check has written since.
Result<void> erase_tallies(store::Transaction& tx, std::vector<std::string> const& keys, Day today);

}  // namespace ocop::alerts
