#pragma once

#include "accounts/two_persons.hpp"
#include "inspections/producers.hpp"
#include "registry/lot.hpp"
#include "stamps/orders.hpp"

#include <optional>
#include <string>
#include <vector>

// Holds: an inspector asks that a lot, or some of its stamps, not be used for now. A hold is one
// person's word, so it ends by itself after hold_ms; an officer of another unit may confirm it, and
// then it stands until it is lifted.
//
// At rest, space inspections:
//   'h' ‖ id                 → the hold (logged)
//   'H' ‖ ~u64 since ms ‖ id → empty: the newest first
//   'l' ‖ GTIN ‖ ':' ‖ lot   → id of the lot's latest hold
//   'm' ‖ epoch ‖ …          → runs of held stamps (marks.hpp)
// What lapsed is not written over: whether a hold stands is asked of the clock.
namespace ocop::inspections {

inline constexpr std::int64_t hold_ms = 72 * 3'600'000LL;
inline constexpr std::int64_t held_stamps_max = 500;

// Stamps of an order by their positions, from 1, both included.
struct StampSpan {
    std::string order;
    std::int64_t first = 0;
    std::int64_t last = 0;
};
BOOST_DESCRIBE_STRUCT(StampSpan, (), (order, first, last))

// [[order, first, last], …], as ledger entries say it.
json::array clear_of(std::vector<StampSpan> const& spans);

// An order's stamps as counters.
struct CounterRun {
    stamps::StampOrder order;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

// The runs of issued orders that `who` reaches, all of one lot. malformed "request_invalid" (none,
// positions outside an order, more than `most` in all, several lots, one position twice); not_found
// "order_not_found"; conflict "order_state".
Result<std::vector<CounterRun>> runs_of(
    store::Reader const& reader,
    Principal const& who,
    std::vector<StampSpan> const& spans,
    std::int64_t most
);

struct Hold : registry::Stored {
    std::string id;
    std::string gtin;
    std::string lot;
    std::string producer;
    std::vector<StampSpan> stamps;  // none: the whole lot
    std::string reason;
    std::string inspection;  // id
    std::string authority;   // id: who ordered it
    std::string inspector;   // account
    // Of the inspector, then of whoever made it stand.
    std::vector<accounts::Confirmation> confirmations;
    Instant since;
    Instant until;  // when it lapses if nobody confirms it
    std::optional<Instant> lifted_at;
    std::optional<std::string> lifted_reason;
};
BOOST_DESCRIBE_STRUCT(
    Hold,
    (registry::Stored),
    (id,
     gtin,
     lot,
     producer,
     stamps,
     reason,
     inspection,
     authority,
     inspector,
     confirmations,
     since,
     until,
     lifted_at,
     lifted_reason)
)

bool stands(Hold const& hold, Instant now);

struct NewHold {
    std::string lot_key;                 // of the lot…
    std::vector<StampSpan> stamps = {};  // …or stamps of one; then lot_key is empty
    std::string reason;
    std::string inspection;
};

// 72 hours from the batch's time, whatever a device says. not_found "lot_not_found"; conflict
// "already_held" where a hold stands on the lot, or on one of the stamps; errors of runs_of().
Result<Hold> place_hold(
    store::Transaction& tx, Principal const& who, Random& random, NewHold request
);

// not_found "hold_not_found"; conflict "hold_over" when it was lifted or has lapsed,
// "confirmed_already"; refused "own_request", "same_unit".
Result<Hold> confirm_hold(store::Transaction& tx, Principal const& who, std::string_view id);

// not_found "hold_not_found"; conflict "hold_over"; malformed "request_invalid".
Result<Hold> lift_hold(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view id,
    ReasonGiven request
);

// Also absent when it is not for `who`.
Result<Hold> load_hold_for(store::Reader const& reader, Principal const& who, std::string_view id);

struct HoldPage {
    std::vector<Hold> holds;
    std::optional<std::string> next;  // `after` of the next page
};

// Of those that `who` reaches, the ones in force at `now`, then those that are over; the newest
// first of each. After `after`, at most `limit`, and fewer when checks::looked_at_max were looked
// at. A hold that ends between two pages may be on both or on none. malformed "query_invalid" when
// `after` is of no page.
Result<HoldPage> list_holds(
    store::Reader const& reader,
    Principal const& who,
    Instant now,
    std::string_view after,
    std::size_t limit
);

// The hold that stands on the lot, or on the stamp, at `now`.
Result<std::optional<Hold>> hold_of_lot(
    store::Reader const& reader, std::string_view lot_key, Instant now
);
Result<std::optional<Hold>> hold_of_stamp(
    store::Reader const& reader, stamp::Position position, Instant now
);

}  // namespace ocop::inspections
