#pragma once

#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>
#include <ocop/stamp/serial.hpp>

#include <optional>
#include <string>
#include <string_view>

// Checks: a buyer's explicit "I looked at this pack". Opening a page counts nothing. A check
// changes no verdict, is not a ledger leaf, and keeps nothing about the person.
//
// At rest, space checks (numbers big-endian):
//   'n' ‖ epoch ‖ counter        → u64 count ‖ i64 first ‖ i64 last (Instant, ms)
//   'r' ‖ SHA-256(receipt token) → the receipt (JSON)
namespace ocop::checks {

struct Summary {
    std::uint64_t count = 0;
    std::optional<Instant> first_at;
    std::optional<Instant> last_at;
};
BOOST_DESCRIBE_STRUCT(Summary, (), (count, first_at, last_at))

Result<Summary> summary_of(store::Reader const& reader, stamp::Position position);

// What a buyer was told, kept under a token that only their receipt link holds.
struct Receipt {
    std::int64_t v = 1;
    std::string gtin;
    std::string lot;
    std::string serial;        // ten characters
    std::string verdict;       // code of the headline
    std::uint64_t number = 0;  // this was the n-th check of the stamp
    Instant at;
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (v, gtin, lot, serial, verdict, number, at))

// 32 Crockford characters, lower case: 160 random bits.
std::string new_receipt_token(Random& random);

// Counts a check of an issued stamp and writes its receipt; gives the receipt as written.
Result<Receipt> record_check(
    store::Transaction& tx, stamp::Position position, std::string_view token, Receipt receipt
);

// not_found "receipt_not_found".
Result<Receipt> load_receipt(store::Reader const& reader, std::string_view token);

}  // namespace ocop::checks
