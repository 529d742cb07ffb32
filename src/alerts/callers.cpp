#include "alerts/callers.hpp"

#include "alerts/tallies.hpp"

#include <algorithm>

namespace ocop::alerts {

namespace {

// Of what a client checked: from so many stamps on it is judged, and from this share of stamps that
// several clients checked today it is a sweeper.
constexpr std::size_t sweep_from = 4;
constexpr std::size_t warm_share_percent = 40;

}  // namespace

void Callers::begin(std::uint16_t day) {
    if (day != day_) {
        callers_.clear();
        clients_of_.clear();
        count_ = 0;
        day_ = day;
    }
}

bool Callers::note(checks::Client client, stamp::Position position) {
    if (count_ >= positions_max_) {
        return false;
    }
    auto& caller = callers_[client];
    auto const at = std::lower_bound(caller.positions.begin(), caller.positions.end(), position);
    bool const known = at != caller.positions.end() && *at == position;
    if (known || caller.positions.size() == own_max) {
        return false;
    }
    caller.positions.insert(at, position);
    ++clients_of_[position];
    ++count_;
    return true;
}

bool Callers::is_sweeper(checks::Client client) {
    auto const found = callers_.find(client);
    if (found == callers_.end() || found->second.sweeper) {
        return found != callers_.end();
    }
    auto const& all = found->second.positions;
    auto const is_warm = [this](stamp::Position const& position) {
        return clients_of_.at(position) >= phones_of_hot;
    };
    auto const warm = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_warm));
    found->second.sweeper =
        all.size() >= sweep_from && warm * 100 >= all.size() * warm_share_percent;
    return found->second.sweeper;
}

std::vector<stamp::Position> Callers::positions_of(checks::Client client) const {
    auto const found = callers_.find(client);
    return found == callers_.end() ? std::vector<stamp::Position>() : found->second.positions;
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
