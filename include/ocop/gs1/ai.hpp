#pragma once

#include <ocop/base/result.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// GS1 application identifiers (AIs): the 2 to 4 digits that say what a value is, and the rules for
// the value. The table holds every primary key, key qualifier and data attribute of a Digital Link,
// as in the GS1 Barcode Syntax Dictionary of 2026-01-27; other AIs are unknown here.
// The table is made at compile time and never changes; any thread.
namespace ocop::gs1 {

// Which characters a component may hold: digits; GS1 CSET 82 (text); CSET 39 (part numbers); CSET
// 64 (base64url).
enum class CharSet : std::uint8_t { numeric, cset82, cset39, cset64 };

// What a component must satisfy beyond its characters and length, named as in the dictionary.
enum class Check : std::uint8_t {
    none,
    csum,        // mod-10 check digit at the end
    csumalpha,   // check character pair at the end (GMN)
    yymmdd,      // a day of the calendar
    yymmd0,      // likewise, or day 00 for "the whole month"
    yyyymmdd,    // likewise with the century
    hh,          // 00 to 23
    mi,          // 00 to 59
    ss,          // 00 to 59
    hhmi,        // 0000 to 2359
    iso3166,     // numeric country code
    iso3166999,  // likewise, or 999
    iso3166alpha2,
    iso4217,  // numeric currency code
    iso5218,  // 0, 1, 2 or 9
    iban,
    latitude,       // 0000000000 to 1800000000
    longitude,      // 0000000000 to 3600000000
    mediatype,      // GS1 AIDC media type
    pcenc,          // every '%' starts an escape %hh
    pieceoftotal,   // "0102": neither 00, first not above second
    posinseqslash,  // "1/3": no leading zeros, first not above second
    importeridx,    // one character of CSET 64
    gcppos1,        // starts with the digits of a company prefix
    gcppos2,        // likewise from the second character
    hyphen,
    nonzero,
    nozeroprefix,
    winding,  // 0, 1 or 9
    yesno,    // 0 or 1
    zero,
    couponcode,      // North American coupon, positive offer data
    couponposoffer,  // likewise, an offer file code
};

// A run of characters within a value. Only the last one present may be of variable length.
struct Component {
    CharSet set = CharSet::numeric;
    std::uint8_t length_min = 0;
    std::uint8_t length_max = 0;
    bool optional = false;
    std::array<Check, 2> checks{};
};

// A row of the table: one AI, or a run of consecutive ones with equal rules ("3100" to "3105").
struct Ai {
    std::string_view first;
    std::string_view last;
    std::array<Component, 6> parts{};
    std::uint8_t part_count = 0;
    bool key = false;             // a Digital Link primary key
    bool attribute = false;       // allowed in a Digital Link's query
    bool fixed = false;           // of predefined length: sorted first in canonical order
    std::string_view qualifiers;  // of a key: sequences as "22,10,21|235", in path order
    // AIs that must be with it: groups parted by ' ' (all), of alternatives parted by ',' (one), of
    // AIs parted by '+' (all); 'n' stands for any digit.
    std::string_view required;
    std::string_view excluded;  // AIs that may not be with it, parted by ','

    std::span<Component const> components() const { return {parts.data(), part_count}; }
};

// One AI and its value, decoded.
struct Element {
    std::string ai;
    std::string value;

    friend bool operator==(Element const&, Element const&) = default;
};

std::span<Ai const> ai_table();  // ascending

// The row of an AI, or nullptr. Lives as long as the program.
Ai const* find_ai(std::string_view code);

bool has_only(CharSet set, std::string_view text);

// Characters, length, check digit and inner rules of one value. Errors, with the AI as pointer:
// malformed "ai_unknown", "ai_value_malformed", "check_digit_wrong".
Result<void> check_ai_value(std::string_view code, std::string_view value);

// The rules between AIs on one item: no AI twice with different values, none beside an excluded
// one, each with what it requires. An AI that the table does not know has no rules. Error:
// malformed "ai_combination_wrong" with the AI as pointer.
Result<void> check_ai_associations(std::span<Element const> elements);

}  // namespace ocop::gs1
