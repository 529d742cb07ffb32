#pragma once

#include "accounts/principal.hpp"
#include "accounts/two_persons.hpp"
#include "registry/values.hpp"
#include "stamps/policy.hpp"
#include "store/record.hpp"

#include <ocop/base/random.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>

#include <optional>
#include <string>
#include <vector>

// Stamp orders: requested for a lot, approved, issued as one range of counters. An order is one
// record however many stamps it has; a stamp gets a record of its own when something happens to it.
//
// At rest, space stamps (numbers big-endian):
//   'o' ‖ order id                    → the order (logged)
//   'p' ‖ producer id ‖ 00 ‖ order id → empty: the orders of a producer
//   'l' ‖ GTIN ‖ ':' ‖ lot             → empty: lots that a stamp order was asked for
//   'L' ‖ GTIN ‖ ':' ‖ lot ‖ 00 ‖ order id → empty: the orders of a lot
//   'A' ‖ "product:CODE" or "account:ID" ‖ 00 ‖ u32 legal day → u64 stamps approved on that day
//   'n' ‖ epoch                       → u64: next free counter
//   'r' ‖ epoch ‖ last counter        → u64 first ‖ u64 ledger index of the issue ‖ order id
// Ranges are keyed by their last counter, so that one forward seek finds the range of a stamp.
namespace ocop::stamps {

using accounts::Principal;

BOOST_DEFINE_ENUM_CLASS(OrderState, requested, approved, issued, cancelled)

inline constexpr std::int64_t order_count_max = 1'000'000;

struct Range {
    std::uint8_t epoch = 0;
    std::uint64_t first = 0;  // counter
    std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Range, (), (epoch, first, count))

struct StampOrder : registry::Stored {
    std::string id;
    std::string gtin;
    std::string lot;
    std::string product;
    std::string producer;     // the product's
    std::string certificate;  // id of the one that was valid when it was issued
    std::int64_t stars = 0;   // as printed
    std::int64_t count = 0;
    std::string quota;         // id of the one it took its content from
    std::int64_t content = 0;  // net content of all its goods, in the quota's unit
    OrderState state = OrderState::requested;
    bool active_when_issued = false;
    bool pins = false;         // its stamps have a scratch PIN
    std::string requested_by;  // account
    Instant requested_at;
    std::vector<accounts::Confirmation> confirmations;  // approvals: one, or of a large order two
    std::optional<Instant> approved_at;
    std::optional<Instant> issued_at;
    std::optional<stamp::Kid> kid;
    std::optional<Range> range;
};
BOOST_DESCRIBE_STRUCT(
    StampOrder,
    (registry::Stored),
    (id,
     gtin,
     lot,
     product,
     producer,
     certificate,
     stars,
     count,
     quota,
     content,
     state,
     active_when_issued,
     pins,
     requested_by,
     requested_at,
     confirmations,
     approved_at,
     issued_at,
     kid,
     range)
)

struct NewOrder {
    std::string gtin;
    std::string lot;
    std::int64_t count = 0;
    std::optional<bool> active_when_issued;
    std::optional<bool> pins = {};
};
BOOST_DESCRIBE_STRUCT(NewOrder, (), (gtin, lot, count, active_when_issued, pins))

// Whether stamps were ever asked for, for the lot of that key ("GTIN:LOT"): what is recorded of a
// lot from then on came late. Errors of the read.
Result<bool> lot_has_order(store::Reader const& reader, std::string_view lot);

// Refused unless the lot exists and its product has, today, a certificate of 3 or 4 stars in force:
//   "quantity_zero", "quantity_absurd"      count < 1, count > order_count_max
//   "lot_unknown", "trade_item_unknown"    also for those that `who` does not reach
//   "lot_closed"
//   "orders_frozen"                         an account of the producer was recovered
//   "certificate_missing", "certificate_unconfirmed", "certificate_not_yet", "certificate_lapsed",
//   "certificate_withdrawn"
//   "quota_missing", "quota_unit", "quota_exceeded" (quota.hpp)
//   "stars_national"                        5 stars: the ministry's, not ours to stamp
// malformed "check_digit_wrong", "gtin_malformed".
Result<StampOrder> request_order(
    store::Transaction& tx, Principal const& who, Random& random, NewOrder request
);

// What an order is not to be known of for `who` is absent here and below.
// One person approves; of a large order (Policy::large_sum) that is the first of two, and it stays
// requested until a person of another unit approves too. not_found "order_not_found"; conflict
// "order_state" when it is not requested; refused as above, "orders_frozen", "own_request" of who
// asked for it or approved before, "same_unit". Nothing is written when it refuses.
Result<StampOrder> approve_order(
    store::Transaction& tx, Principal const& who, Policy const& policy, std::string_view id
);

// Takes the next `count` counters of `epoch` and the authority's current key. conflict
// "order_state" when it is not approved; refused as above, "key_missing", "epoch_full".
Result<StampOrder> issue_order(
    store::Transaction& tx, Principal const& who, std::string_view id, std::uint8_t epoch
);

// conflict "order_state" once issued.
Result<StampOrder> cancel_order(store::Transaction& tx, Principal const& who, std::string_view id);

// An order in state issued has kid, range and issued_at. not_found "order_not_found".
Result<StampOrder> load_order(store::Reader const& reader, std::string_view id);
// The same, also absent when it is not for `who`.
Result<StampOrder> load_order_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

struct OrderPage {
    std::vector<StampOrder> orders;
    std::optional<std::string> next;
};

// All orders of the lot of that key, and of a producer, by id.
Result<std::vector<StampOrder>> orders_of_lot(store::Reader const& reader, std::string_view lot);
Result<std::vector<StampOrder>> orders_of_producer(
    store::Reader const& reader, std::string_view producer
);

// By id, after `after`, at most `limit`, of those that `who` reaches.
Result<OrderPage> list_orders(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
);

// The order, if it is for `who` and in `state`; conflict "order_state" otherwise.
Result<StampOrder> load_order_in(
    store::Reader const& reader, Principal const& who, std::string_view id, OrderState state
);

// The issued order that holds a position, and where its issue stands in the ledger.
struct IssuedAt {
    std::string order;
    std::uint64_t first = 0;
    std::uint64_t entry = 0;
};

Result<std::optional<IssuedAt>> find_issued(store::Reader const& reader, stamp::Position position);

}  // namespace ocop::stamps
