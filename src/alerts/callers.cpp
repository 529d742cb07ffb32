#include "alerts/callers.hpp"

#include "alerts/tallies.hpp"

#include <algorithm>

namespace ocop::alerts {

namespace {

// Of what a client checked: from so many stamps on it is judged, and from this share of warm ones
// on it is a sweeper.
constexpr std::size_t sweep_from = 8;
constexpr std::size_t warm_share_percent = 40;

}  // namespace

void Callers::begin(std::uint16_t day) {
    if (day != day_) {
        callers_.clear();
        count_ = 0;
        day_ = day;
    }
}

bool Callers::note(checks::Client client, stamp::Position position, std::size_t others) {
    auto found = callers_.find(client);
    if (count_ >= positions_max_) {
        return false;
    }
    if (found == callers_.end()) {
        found = callers_.emplace(client, Caller()).first;
    }
    auto& caller = found->second;
    auto const at = std::lower_bound(caller.positions.begin(), caller.positions.end(), position);
    bool const known = at != caller.positions.end() && *at == position;
    if (known || caller.positions.size() == own_max) {
        return false;
    }
    caller.positions.insert(at, position);
    caller.warm += others >= phones_of_hot ? 1 : 0;
    ++count_;
    return true;
}

bool Callers::is_sweeper(checks::Client client) const {
    auto const found = callers_.find(client);
    if (found == callers_.end()) {
        return false;
    }
    auto const all = found->second.positions.size();
    return all >= sweep_from && found->second.warm * 100 >= all * warm_share_percent;
}

std::size_t Callers::count_in(
    checks::Client client, std::uint8_t epoch, std::uint64_t first, std::uint64_t last
) const {
    auto const found = callers_.find(client);
    if (found == callers_.end() || found->second.positions.size() == own_max) {
        return 0;
    }
    auto const& all = found->second.positions;
    auto const from = std::lower_bound(all.begin(), all.end(), stamp::Position{epoch, first});
    auto const to = std::upper_bound(from, all.end(), stamp::Position{epoch, last});
    return static_cast<std::size_t>(to - from);
}

}  // namespace ocop::alerts
