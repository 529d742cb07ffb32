#pragma once

#include "alerts/alert.hpp"
#include "alerts/callers.hpp"
#include "store/store.hpp"

#include <ocop/base/time.hpp>
#include <ocop/stamp/serial.hpp>

#include <cstddef>

// The rules over buyers' checks. They run beside the service, some seconds after the checks, over
// the records that came since the last look; what they find are alerts, and no verdict reads them.
//
//   many_phones        a serial that `phones_a_day` clients checked on one day, or `phones_a_week`
//                      within seven. Clients that go from one much-checked serial to the next are
//                      not counted (Callers::is_sweeper). From the sixth such stamp of a lot in a
//                      day on there is one alert for the lot. Phones behind one address that are of
//                      one kind look like one client, so the counts are too low there, never too
//                      high.
//   serial_run         one client checked `run_from` or more of `run_window` stamps that were
//                      printed beside each other, and a crowd of buyers who hold packs at random
//                      would do so with a chance below `run_chance_max`, given how many of the
//                      order's stamps this client checked in all. So a carrier's exit, which is a
//                      crowd, passes.
//   before_activation  a lot of which stamps were checked that nobody had reported as applied.
//   after_void         a void stamp that was checked.
//   lot_share          a lot whose share of serials seen on three phones is `lot_peers_factor`
//   times
//                      its peers' pooled share and more than chance makes of that: binomial tail of
//                      both counts divided by how much peers differ (chi-square by its degrees of
//                      freedom), below `lot_chance_max` divided by the number of lots (Bonferroni).
//                      Lots told of leave the pool. Judged by what stood when the day began, when
//                      sweepers are known.
//
// What each costs: bounded memory (Callers), and a record of at most 650 bytes a checked stamp.
namespace ocop::alerts {

inline constexpr std::size_t phones_a_day = 6;
inline constexpr std::size_t phones_a_week = 10;
inline constexpr std::size_t run_from = 8;
inline constexpr std::uint64_t run_window = 16;
inline constexpr double run_chance_max = 1e-6;
inline constexpr std::uint64_t lot_serials_min = 20;  // of which a lot's share is judged
inline constexpr std::uint64_t lot_on_three_min = 4;
inline constexpr double lot_peers_factor = 1.25;
inline constexpr double lot_chance_max = 1e-3;
inline constexpr std::size_t checks_at_once = 1'000;  // records a step

class Watch {
  public:
    // Both outlive it.
    Watch(store::Store& store, stamp::SerialKeys const& serials);
    Watch(Watch const&) = delete;
    Watch& operator=(Watch const&) = delete;

    // Looks at the next records, in one transaction with its place among them; true when there may
    // be more. Blocks on the store; one thread at a time. A step that failed is done again by the
    // next call. Errors of the store.
    Result<bool> step();

  private:
    store::Store& store_;
    stamp::SerialKeys const& serials_;
    Callers callers_;
};

}  // namespace ocop::alerts
