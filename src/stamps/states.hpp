#pragma once

#include "stamps/orders.hpp"

#include <ocop/stamp/verdict.hpp>

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <vector>

// The stamp ledger (sổ theo dõi tem): in which state each stamp of an issued order is. States hold
// for segments of counters; a stamp that nothing happened to lies in none and is `issued`, so that
// a million stamps cost what happened to them. Every counter is in exactly one state. Who moved it,
// when and why: moves.hpp, which is what changes states.
//
// At rest, space stamps: 's' ‖ epoch ‖ u64 last counter →
//   u64 first ‖ u8 state ‖ u8 printed ‖ u64 ledger index of the move ‖ i64 activated (ms; 0: never)
namespace ocop::stamps {

// On disk by place and name: never renamed, never reordered; new ones go to the end.
BOOST_DEFINE_ENUM_CLASS(
    StampState,
    issued,     // in the books, on no paper yet
    printed,    // left the service in a print run
    received,   // in the hands of the producer (nhận tem)
    activated,  // applied to goods (dán tem)
    opened,     // its buyer opened the pack
    spoiled,    // misprinted or cut badly, before it was received
    returned,   // handed back unused (hoàn trả)
    damaged,    // hư hỏng
    lost,       // mất
    destroyed,  // tiêu hủy, by two persons
    seized,     // tạm giữ, thu giữ, by an inspector
    voided,     // taken out of force by an official
    lapsed      // never activated, long after its lot was closed
)
inline constexpr std::size_t state_count = 13;

std::string_view to_text(StampState state);

// Whether a stamp may go from one state to the other. States only go forwards: no way leads back to
// a state that a stamp was in before (tests go through all of them).
bool is_legal(StampState from, StampState to);

// What a verdict calls a stamp in this state; none for those that are in force.
std::optional<stamp::VoidReason> void_reason(StampState state);

// Stamps of one order that lie side by side and fared alike. Positions count from 1 within the
// order, as printed beside the stamps.
struct Segment {
    std::int64_t first = 0;
    std::int64_t last = 0;
    StampState state = StampState::issued;
    bool printed = false;               // was ever on paper
    std::optional<std::uint64_t> move;  // ledger index of the last move; none: never moved
    std::optional<Instant> activated_at;

    std::int64_t count() const { return last - first + 1; }

    friend bool operator==(Segment const&, Segment const&) = default;
};

// Visits the segments that tile positions `first` to `last` of the order, in order and clipped to
// them, until `visit` says false. The order must be issued and hold the positions (OCOP_ASSERT).
// Corrupt "store_corrupt".
Result<void> visit_segments(
    store::Reader const& reader,
    StampOrder const& order,
    std::int64_t first,
    std::int64_t last,
    std::function<bool(Segment const&)> const& visit
);

// The segment that holds a position, at its full width; of an untouched stamp, one as wide as it.
Result<Segment> segment_at(
    store::Reader const& reader, StampOrder const& order, std::int64_t position
);

// When the stamps of the segment became active: an order may say that its stamps are so when they
// are issued.
std::optional<Instant> activated_at(StampOrder const& order, Segment const& segment);

// How many stamps of an order are in each state; those that were never on paper are told apart,
// since reconciliation asks. Sums to the order's count.
struct StateCounts {
    std::array<std::int64_t, state_count> all{};
    std::array<std::int64_t, state_count> unprinted{};

    std::int64_t of(StampState state) const { return all[static_cast<std::size_t>(state)]; }

    std::int64_t unprinted_of(StampState state) const {
        return unprinted[static_cast<std::size_t>(state)];
    }
};

Result<StateCounts> count_states(store::Reader const& reader, StampOrder const& order);

// For moves.cpp alone: puts positions now.first to now.last into the state of `now`, and leaves
// what lies beside them as it is. Asks nothing.
Result<void> put_state(store::Transaction& tx, StampOrder const& order, Segment const& now);

}  // namespace ocop::stamps
