#pragma once

#include "checks/clients.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <string>

// How much strangers may report on a legal day, so that they neither fill the disk nor bury what
// others tell. Counted under the day's key of checks/clients.hpp, by network address alone: user
// agents are made up. Goes with the day (retention).
//
// At rest, space inspections: 'V' ‖ u16 day → u64 reports; 'V' ‖ u16 day ‖ u64 client → u64 reports
// ‖ u64 photos.
namespace ocop::reports {

inline constexpr std::uint64_t client_reports_max = 20;
inline constexpr std::uint64_t client_photos_max = 6;
inline constexpr std::uint64_t day_reports_max = 5'000;

struct Sender {
    std::string address;         // as limits count it
    checks::DayKey fresh_key{};  // new_day_key(): for the first check or report of a day
};

// Counts a report with so many photos; gives how many of these may be kept. too_many
// "reports_full".
Result<std::size_t> admit(store::Transaction& tx, Sender const& sender, std::size_t photos);

// For retention: erases at most `count` counts of days before `day`; gives whether there are more.
Result<bool> erase_counts_before(store::Transaction& tx, Day day, std::size_t count);

}  // namespace ocop::reports
