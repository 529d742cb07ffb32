#pragma once

#include "stamps/states.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Moves: what happened to stamps. Each is one record and one ledger leaf, whatever the number of
// stamps: who, when, why, on what evidence, and which positions.
//
// At rest, space stamps: 'm' ‖ order id ‖ 00 ‖ u64 ledger index → the move (logged)
namespace ocop::stamps {

// Positions of one order, both ends inclusive, from 1.
struct Positions {
    std::int64_t first = 0;
    std::int64_t last = 0;

    std::int64_t count() const { return last - first + 1; }

    friend bool operator==(Positions const&, Positions const&) = default;
};
BOOST_DESCRIBE_STRUCT(Positions, (), (first, last))

inline constexpr std::size_t ranges_max = 1'000;    // of one move
inline constexpr std::size_t segments_max = 5'000;  // that one move may touch
inline constexpr std::size_t reason_chars_max = 300;
// An activation that comes from an offline queue counts from the time its device says, if that is
// not longer ago than this (architecture.md §6); else from its receipt.
inline constexpr std::int64_t offline_ms_max = 72 * std::int64_t{3'600'000};

struct StampMove {
    std::int64_t v = 1;
    std::string order;
    StampState to = StampState::issued;
    std::vector<Positions> positions;  // ascending, apart
    std::int64_t count = 0;            // of stamps
    std::optional<std::string> reason;
    std::optional<std::string> evidence;  // SHA-256 of a photo or document, lower-case hex
    std::optional<std::string> basis;     // what it rests on: "print_run:ID", "destruction:ID", …
    std::string actor;                    // account
    Instant at;                           // when it happened
    Instant recorded_at;
};
BOOST_DESCRIBE_STRUCT(
    StampMove, (), (v, order, to, positions, count, reason, evidence, basis, actor, at, recorded_at)
)

struct NewMove {
    StampState to = StampState::issued;
    std::vector<Positions> positions;  // any order; those that touch are one
    std::optional<std::string> reason;
    std::optional<std::string> evidence;
    std::optional<std::string> basis;
    std::optional<Instant> at;  // as the device says; absent: now
};

// Ascending, with those that touch joined. malformed "positions_invalid": none, more than
// ranges_max ranges, one outside of 1 to `count`, one position twice.
Result<std::vector<Positions>> joined(std::vector<Positions> all, std::int64_t count);

// For services that have decided that `who` may. All positions go, or none:
//   malformed "positions_invalid"   none, outside the order, the same twice, more than ranges_max
//   refused "stamps_scattered"      they lie in more than segments_max segments: in parts, please
//   malformed "request_invalid"     reason or evidence have no form, or a reason is missing where
//                                   stamps go out of force
//   conflict "stamp_state"          a stamp may not go there from where it is; up to 10 faults say
//                                   which and why
//   conflict "order_state"          the order is not issued
Result<StampMove> move_stamps(
    store::Transaction& tx, Principal const& who, StampOrder const& order, NewMove request
);

struct MovePage {
    std::vector<StampMove> moves;
    std::optional<std::string> next;
};

// Oldest first, after `after` (as `next` of the page before), at most `limit`. Malformed
// "request_invalid" for an `after` that none gave.
Result<MovePage> moves_of(
    store::Reader const& reader, StampOrder const& order, std::string_view after, std::size_t limit
);

// "412-418, 420": numbers and ranges, with hyphen or dash, and spaces where one likes. malformed
// "positions_invalid" at /positions.
Result<std::vector<Positions>> parse_positions(std::string_view text);
std::string to_text(std::vector<Positions> const& positions);

}  // namespace ocop::stamps
