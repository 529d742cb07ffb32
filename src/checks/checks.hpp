#pragma once

#include "checks/clients.hpp"
#include "checks/day_records.hpp"
#include "checks/place.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>
#include <ocop/stamp/serial.hpp>

#include <optional>
#include <string>
#include <string_view>

// Checks: a buyer's explicit "I looked at this pack". A check changes no verdict, is not a ledger
// leaf, and keeps nothing that says who the person is. Counts stay; the record of the single check
// (day_records.hpp) goes with retention. Opening a page is no check (openings.hpp).
//
// At rest, space checks (numbers big-endian):
//   'n' ‖ epoch ‖ counter        → u64 count ‖ i64 first ‖ i64 last (Instant, ms)
//   'l' ‖ GTIN ‖ ':' ‖ lot       → u64 checks ‖ u64 stamps that were checked
//   'r' ‖ SHA-256(receipt token) → the receipt (JSON)
namespace ocop::checks {

struct Summary {
    std::uint64_t count = 0;
    std::optional<Instant> first_at;
    std::optional<Instant> last_at;
};
BOOST_DESCRIBE_STRUCT(Summary, (), (count, first_at, last_at))

Result<Summary> summary_of(store::Reader const& reader, stamp::Position position);

// Of all stamps of a lot.
struct LotChecks {
    std::uint64_t checks = 0;
    std::uint64_t stamps = 0;  // that were checked at least once
};

Result<LotChecks> checks_of_lot(
    store::Reader const& reader, std::string_view gtin, std::string_view lot
);

// What a buyer was told, kept under a token that only their receipt link holds.
struct Receipt {
    std::int64_t v = 1;
    std::string gtin;
    std::string lot;
    std::string serial;        // ten characters
    std::string verdict;       // code of the headline
    std::uint64_t number = 0;  // this was the n-th check of the stamp
    Instant at;
    std::optional<std::string> answer = {};  // what was told, signed (ocop/stamp/answer.hpp)
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (v, gtin, lot, serial, verdict, number, at, answer))

// 32 Crockford characters, lower case: 160 random bits.
std::string new_receipt_token(Random& random);

struct NewCheck {
    stamp::Position position;  // of an issued stamp
    Standing standing = Standing::good;
    std::string token;  // of the receipt
    Receipt receipt;    // number and time are given by record_check()
    Place place;
    Visitor visitor;
    DayKey fresh_key{};  // new_day_key(): for the first check of a day
};

// Counts a check, for its stamp, its lot and the day, and writes its record and its receipt; gives
// the receipt as written. Errors of the reads; corrupt "store_corrupt".
Result<Receipt> record_check(store::Transaction& tx, NewCheck const& check);

// not_found "receipt_not_found".
Result<Receipt> load_receipt(store::Reader const& reader, std::string_view token);

}  // namespace ocop::checks
