#pragma once

#include "registry/register.hpp"

namespace ocop::registry {

// What was made of one trade item under one set of conditions (GS1 AI 10). Stamps are ordered for a
// lot.
struct Lot : Stored {
    static constexpr char tag = 'l';
    static constexpr std::string_view noun = "lot";
    static constexpr std::string_view exists = "lot_exists";
    static constexpr std::string_view absent = "lot_not_found";

    std::string gtin;
    std::string lot;       // [0-9A-Z-], 1 to 20
    std::string producer;  // the trade item's
    Day made_on;
    std::optional<Day> best_before;
    Quantity quantity;
    std::optional<std::string> place;  // id: where it was made
    std::optional<Day> closed_on;      // no more of it is packed: no stamps are ordered for it
};
BOOST_DESCRIBE_STRUCT(
    Lot, (Stored), (gtin, lot, producer, made_on, best_before, quantity, place, closed_on)
)

struct NewLot {
    std::string gtin;
    std::string lot;
    Day made_on;
    std::optional<Day> best_before;
    Quantity quantity;
    std::optional<std::string> place;
};
BOOST_DESCRIBE_STRUCT(NewLot, (), (gtin, lot, made_on, best_before, quantity, place))

// A lot number as people write it, to its one form: upper case. Malformed "lot_malformed" when it
// is not 1 to 20 of 0-9, A-Z and '-'.
Result<std::string> parse_lot(std::string_view text);
std::string lot_key(std::string_view gtin, std::string_view lot);
std::string key_of(Lot const& lot);

inline std::string_view producer_of(Lot const& lot) {
    return lot.producer;
}

json::object clear_of(Lot const& lot);

// malformed "request_invalid" or "check_digit_wrong"; refused "trade_item_unknown",
// "place_unknown", "made_on_future"; conflict "lot_exists".
Result<Lot> open_lot(store::Transaction& tx, Principal const& who, NewLot request);

// Closes the lot of that key today. not_found "lot_not_found"; conflict "lot_closed".
Result<Lot> close_lot(store::Transaction& tx, Principal const& who, std::string_view key);

}  // namespace ocop::registry
