#pragma once

#include "alerts/alert.hpp"
#include "alerts/callers.hpp"
#include "alerts/tallies.hpp"
#include "checks/day_records.hpp"
#include "stamps/orders.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ocop::alerts {

// One step of a Watch: reads from one snapshot, changes tallies in memory, and writes all of it at
// the end. One thread.
class Look {
  public:
    Look(store::Reader const& reader, stamp::SerialKeys const& serials, Callers& callers)
        : reader_(reader), serials_(serials), callers_(callers) {}

    // Errors of the reads; corrupt "store_corrupt".
    Result<void> take(checks::DayRecord const& record);

    // What was raised, and the tallies; more than once is harmless.
    Result<void> write(store::Transaction& tx, std::string_view cursor) const;

  private:
    // A check with all that its rules ask.
    struct Case {
        checks::DayRecord record;
        stamps::StampOrder const* order = nullptr;
        StampTally* stamp = nullptr;
        LotTally* lot = nullptr;
        std::string lot_key;
    };

    Result<stamps::StampOrder const*> order_of(stamp::Position position);
    Result<StampTally*> tally_of(stamp::Position position);
    Result<LotTally*> tally_of_lot(std::string const& lot_key);
    Result<void> read_pool_once();

    Result<void> count(Case& c);
    Result<void> take_back(Phone const& phone);
    void see_on_three(StampTally& stamp, LotTally& lot);
    void see_many_phones(Case& c);
    void see_run(Case const& c);
    void see_standing(Case& c);
    void see_lot_share(Case& c);

    NewAlert start(Case const& c, Rule rule, std::string subject) const;
    std::string serial_of(stamp::Position position) const;
    void change(LotTally& lot, LotTally const& after);
    void leave_pool(Case& c);

    store::Reader const& reader_;
    stamp::SerialKeys const& serials_;
    Callers& callers_;
    std::map<std::pair<std::uint8_t, std::uint64_t>, stamps::StampOrder>
        orders_;  // by last counter
    std::map<stamp::Position, StampTally> stamps_;
    std::map<std::string, LotTally, std::less<>> lots_;
    std::optional<Pool> pool_;
    std::vector<NewAlert> raised_;
    std::size_t taken_back_ = 0;
};

}  // namespace ocop::alerts
