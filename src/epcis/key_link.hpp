#pragma once

#include <ocop/epcis/identifier.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

// Canonical links taken apart without decoding: what every question about one begins with.
namespace ocop::epcis {

inline constexpr std::string_view link_base = "https://id.gs1.org/";

struct Pair {
    std::string_view ai;
    std::string_view value;  // as in the text, escapes and all
};

// 8006 has the most: 22, 10 and 21.
inline constexpr std::size_t qualifiers_max = 3;

// Views into the text that it was read from.
struct KeyLink {
    Pair key;
    std::array<Pair, qualifiers_max> all{};
    std::size_t count = 0;

    std::span<Pair const> qualifiers() const { return {all.data(), count}; }

    // Empty when it is not there.
    std::string_view qualifier(std::string_view ai) const;
};

// Nothing for a text that is no link of ours; values are not looked at.
std::optional<KeyLink> split_link(std::string_view canonical);

IdentifierKind kind_of(KeyLink const& link);

// Digits of a key before its serial, when it has both in one value (GRAI, GDTI, coupons); 0 for
// other keys.
std::size_t class_digits(std::string_view ai);

bool all_digits(std::string_view text);

}  // namespace ocop::epcis
