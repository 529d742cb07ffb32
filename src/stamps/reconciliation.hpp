#pragma once

#include "stamps/moves.hpp"
#include "stamps/policy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Reconciliation (đối soát): every stamp that was ordered is somewhere. The terms are states, so
// the sums close whatever happened:
//   issued   = printed + not_printed + cancelled
//   printed  = received + in_stock + spoiled
//   received = activated + returned + damaged + lost + destroyed + seized + voided + lapsed +
//   on_hand
// What remains to be found is what the books say is on hand and nobody can show:
//   unaccounted = on_hand at the last stocktake − what was counted then (kiểm kê)
//               = missing − surplus, which do not make up for each other in a sum of orders
// A loss that is reported afterwards is accounted for at the next count.
//
// At rest, space stamps: 't' ‖ order id ‖ 00 ‖ u64 ledger index → the stocktake (logged)
namespace ocop::stamps {

struct Reconciliation {
    std::int64_t orders = 0;  // that were issued
    std::int64_t issued = 0;
    std::int64_t printed = 0;
    std::int64_t not_printed = 0;
    std::int64_t cancelled = 0;  // voided, lapsed, … before they were on paper
    std::int64_t received = 0;   // or treated as one who holds them would
    std::int64_t in_stock = 0;   // printed, and not received
    std::int64_t spoiled = 0;
    std::int64_t activated = 0;  // also those opened since
    std::int64_t opened = 0;     // of those
    std::int64_t returned = 0;
    std::int64_t damaged = 0;
    std::int64_t lost = 0;
    std::int64_t destroyed = 0;
    std::int64_t seized = 0;
    std::int64_t voided = 0;
    std::int64_t lapsed = 0;
    std::int64_t on_hand = 0;      // received and nothing else, by the books
    std::int64_t counted = 0;      // on hand, at the last stocktake of each order
    std::int64_t uncounted = 0;    // orders that have no stocktake
    std::int64_t missing = 0;      // of the orders where less was counted than the books say
    std::int64_t surplus = 0;      // of those where it was more
    std::int64_t unaccounted = 0;  // of the orders that have one; not zero is an alert
};
BOOST_DESCRIBE_STRUCT(
    Reconciliation,
    (),
    (orders,
     issued,
     printed,
     not_printed,
     cancelled,
     received,
     in_stock,
     spoiled,
     activated,
     opened,
     returned,
     damaged,
     lost,
     destroyed,
     seized,
     voided,
     lapsed,
     on_hand,
     counted,
     uncounted,
     missing,
     surplus,
     unaccounted)
)

// Sums term by term.
Reconciliation& operator+=(Reconciliation& sum, Reconciliation const& part);

// Of one order; nothing of one that is not issued.
Result<Reconciliation> reconcile(store::Reader const& reader, StampOrder const& order);
// Of the orders of the lot of that key.
Result<Reconciliation> reconcile_lot(store::Reader const& reader, std::string_view lot);
// Of a producer's orders: all, or those of one quota, which is a season of a product.
Result<Reconciliation> reconcile_producer(
    store::Reader const& reader, std::string_view producer, std::string_view quota = {}
);

// What somebody counted. A later one takes the place of the one before.
struct Stocktake {
    std::int64_t v = 1;
    std::string order;
    std::int64_t on_hand = 0;  // counted
    std::int64_t book = 0;     // on hand by the books, at that time
    std::optional<std::string> note;
    std::optional<std::string> evidence;  // SHA-256
    std::string actor;                    // account
    Instant at;
};
BOOST_DESCRIBE_STRUCT(Stocktake, (), (v, order, on_hand, book, note, evidence, actor, at))

struct NewStocktake {
    std::int64_t on_hand = 0;
    std::optional<std::string> note;
    std::optional<std::string> evidence;
};
BOOST_DESCRIBE_STRUCT(NewStocktake, (), (on_hand, note, evidence))

// not_found "order_not_found"; conflict "order_state"; malformed "request_invalid".
Result<Stocktake> take_stock(
    store::Transaction& tx, Principal const& who, std::string_view order, NewStocktake request
);

// The last of an order; none when nobody counted.
Result<std::optional<Stocktake>> last_stocktake(
    store::Reader const& reader, std::string_view order
);

// As lines "term,value" with CRLF, in the order above.
std::string to_csv(Reconciliation const& terms);

}  // namespace ocop::stamps
