#pragma once

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// The columns that a file of each kind may have: FORMAT.md beside this file. Pure; any thread.
namespace ocop::imports {

enum class Kind : std::uint8_t { producers, products, trade_items, certificates };

// "producers", "products", "trade-items", "certificates": as paths of the API have them.
std::string_view to_text(Kind kind);
std::optional<Kind> parse_kind(std::string_view text);

// What a cell is to become.
enum class Cell : std::uint8_t {
    text,
    commune,   // five digits, of which spreadsheets leave out leading zeros
    tax_code,  // 10 or 13 digits, the same
    phone,     // the same
    gtin,      // digits
    number,    // a whole number
    day,
    legal_form,  // words of people, to those of the API
    version,
    unit,
};

struct Column {
    std::string_view pointer;  // of the member in the API's request: "/name/vi"
    Cell cell = Cell::text;
    bool required = false;
    std::string_view aliases;  // besides the member's own name, parted by spaces
};

std::span<Column const> columns_of(Kind kind);

// The name of a column as the API has it: "name.vi" of "/name/vi".
std::string name_of(Column const& column);

// The column that a header means, without regard to capitals, accents, spaces, '.', '_' and what
// stands in parentheses; null: none.
Column const* find_column(Kind kind, std::string_view header);

// A word of people for a value of the API, read as a header is: "Hợp tác xã" → "cooperative". What
// is unknown stays as it is.
std::string word_of(Cell cell, std::string_view text);

}  // namespace ocop::imports
