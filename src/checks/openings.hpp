#pragma once

#include "checks/clients.hpp"
#include "checks/sketch.hpp"
#include "store/store.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>
#include <ocop/stamp/serial.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

// Openings: how many different clients looked at the pages of a lot's stamps, counted once a day
// each. Looking stores nothing: it adds to sketches in memory, which are written once a minute. So
// the counts are lossy by declaration: what was not written when the process ends is lost, a sketch
// errs by a few per cent, and what finds no room in memory is not counted (missed()).
//
// At rest, space checks (numbers big-endian):
//   'o' ‖ u16 day ‖ GTIN ‖ ':' ‖ lot → sketch of the day's clients; while the day's key exists
//   'O' ‖ GTIN ‖ ':' ‖ lot           → u64 client-days of the lot's stamps
namespace ocop::checks {

// Errors of the read; corrupt "store_corrupt".
Result<std::uint64_t> openings_of_lot(
    store::Reader const& reader, std::string_view gtin, std::string_view lot
);

struct OpeningLimits {
    std::size_t lots = 8'192;  // with a sketch of 1 KiB each, between two writes
};

class Openings {
  public:
    explicit Openings(OpeningLimits limits = {});
    Openings(Openings const&) = delete;
    Openings& operator=(Openings const&) = delete;

    // Counts that `visitor` looked at a stamp of that lot. Any thread; takes a MAC and, for some
    // nanoseconds, one of 16 locks; never the store. Before the first write(), and for what it has
    // no key or no room for, it only counts as missed.
    void opened(
        Instant now,
        std::string_view lot_key,  // GTIN:LOT
        Visitor const& visitor
    );

    // Writes what was counted since the last call; makes the keys of today and tomorrow, and drops
    // those of the days before, with their sketches: erased_at_once of them a call, until all are
    // gone. What a refused write held is not counted.
    // Blocks on the store; one thread at a time. Errors of transact().
    Result<void> write(store::Store& store, Random& random, Instant now);

    // The same, of a stamp that nobody reported as applied: its producer is told of the first. What
    // finds no room (inactive_max between two takes) is not told of. Any thread.
    void opened_inactive(stamp::Position position);
    // Those since the last call, each once. Any thread.
    std::vector<stamp::Position> take_inactive();

    static constexpr std::size_t inactive_max = 1'000;
    static constexpr std::size_t erased_at_once = 4'096;

    // Openings that were not counted, since the start.
    std::uint64_t missed() const;

  private:
    struct Shard {
        std::mutex mutex;  // guards the rest
        std::uint16_t day = 0;
        std::map<std::string, Sketch, std::less<>> lots;
        std::uint64_t missed = 0;
    };

    struct Counted {
        std::uint16_t day = 0;
        std::vector<std::pair<std::string, Sketch>> lots;
    };

    static constexpr std::size_t shard_count = 16;

    bool find_key(std::uint16_t day, DayKey& out) const;
    void add(Shard& shard, std::uint16_t day, std::string_view lot, Client client);
    Counted take(Shard& shard);
    Result<void> make_keys(store::Store& store, Random& random, Day today);
    Result<void> erase_old(store::Store& store, Day today);

    OpeningLimits const limits_;
    mutable std::array<Shard, shard_count> shards_;
    mutable std::shared_mutex keys_mutex_;  // guards keys_
    std::map<std::uint16_t, DayKey> keys_;
    bool old_left_ = false;      // sketches of days before; touched by write() alone
    std::mutex inactive_mutex_;  // guards inactive_
    std::set<stamp::Position> inactive_;
};

}  // namespace ocop::checks
