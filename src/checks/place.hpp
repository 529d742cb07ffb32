#pragma once

#include <ocop/base/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// What a buyer may choose to say of where they stand. Everything is optional, and nothing is asked
// of the device. A spot is there only if the buyer gave it, and is said in hundredths of a degree:
// nothing finer can be sent.
namespace ocop::checks {

struct Province {
    std::uint8_t code = 0;  // as two digits in the list of units
    std::string_view name;  // Vietnamese
};

// The 34 of 1 July 2025 (QĐ 19/2025/QĐ-TTg), by code. Lives as long as the program.
std::span<Province const> provinces();

// Two digits; nothing unless it is one of the 34.
std::optional<std::uint8_t> parse_province(std::string_view code);
std::string province_text(std::uint8_t code);  // two digits

// On disk by number: never renumber, only append.
enum class PlaceKind : std::uint8_t { unsaid = 0, shop = 1, market = 2, online = 3, home = 4 };
BOOST_DESCRIBE_ENUM(PlaceKind, unsaid, shop, market, online, home)

// Nothing unless it is one of the words above, but "unsaid".
std::optional<PlaceKind> parse_place_kind(std::string_view word);

// Hundredths of a degree: cells of at most 1.1 km.
struct Spot {
    std::int16_t latitude = 0;   // −9,000 to 9,000
    std::int16_t longitude = 0;  // −18,000 to 18,000

    friend bool operator==(Spot const&, Spot const&) = default;
};

struct Place {
    std::uint8_t province = 0;  // 0: not said
    PlaceKind kind = PlaceKind::unsaid;
    std::optional<Spot> spot;

    friend bool operator==(Place const&, Place const&) = default;
};

// As a program says it.
struct SaidPlace {
    std::optional<std::string> province;   // two digits
    std::optional<std::string> kind;       // a word of PlaceKind
    std::optional<std::int64_t> latitude;  // hundredths of a degree; with longitude, or neither
    std::optional<std::int64_t> longitude;
};
BOOST_DESCRIBE_STRUCT(SaidPlace, (), (province, kind, latitude, longitude))

// malformed "request_invalid" with all faults, pointers below `pointer`.
Result<Place> read_place(SaidPlace const& said, std::string const& pointer);

}  // namespace ocop::checks
