#pragma once

#include "checks/clients.hpp"

#include <ocop/stamp/serial.hpp>

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace ocop::alerts {

// The clients of one day, in memory alone: which stamps each has checked. Bounded, whatever comes:
// when it is full, newcomers are not followed. After a restart the day begins anew. One thread.
class Callers {
  public:
    static constexpr std::size_t positions_max = 1'000'000;  // of all clients together
    static constexpr std::size_t own_max = 512;              // of one client: then it is a crowd

    explicit Callers(std::size_t positions = positions_max) : positions_max_(positions) {}

    // Forgets everything when `day` is another one.
    void begin(std::uint16_t day);

    // A client checked a stamp. False when it had before, or is not followed.
    bool note(checks::Client client, stamp::Position position);

    // Whether a client goes from one much-checked serial to the next: who would make honest stamps
    // look copied does, and so does a reader that follows published links. A crowd behind one
    // address does not: nearly all it checks are packs that nobody else holds. Once one, it stays
    // one for the day.
    bool is_sweeper(checks::Client client);

    // The stamps that it checked, in order; for once a client, when it is found to be a sweeper.
    std::vector<stamp::Position> positions_of(checks::Client client) const;

    // How many of the stamps that a client checked lie in [first, last] of an epoch; 0 for a crowd
    // that is too large to be followed.
    std::size_t count_in(
        checks::Client client, std::uint8_t epoch, std::uint64_t first, std::uint64_t last
    ) const;

  private:
    struct Caller {
        std::vector<stamp::Position> positions;  // in order
        bool sweeper = false;
    };

    struct PositionHash {
        std::size_t operator()(stamp::Position const& p) const {
            return std::hash<std::uint64_t>()(p.counter * stamp::epoch_count + p.epoch);
        }
    };

    std::size_t positions_max_;
    std::uint16_t day_ = 0;
    std::size_t count_ = 0;
    std::unordered_map<checks::Client, Caller> callers_;
    std::unordered_map<stamp::Position, std::uint32_t, PositionHash> clients_of_;  // how many
};

}  // namespace ocop::alerts
