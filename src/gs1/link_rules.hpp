#pragma once

#include <ocop/gs1/digital_link.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

// The parts that reading and making a link share.
namespace ocop::gs1 {

// AIs in one link, as in GS1's reference engine.
inline constexpr std::size_t elements_max = 64;

// Reads "scheme://host[:port]" off the front of `rest` into `link`.
std::optional<Error> take_authority(std::string_view& rest, DigitalLink& link);

// True when `present`, in this order, is part of one of a key's sequences ("22,10,21|235").
bool is_sequence(std::string_view sequences, std::span<Element const> present);

// True when `ai` could be put between `present` somewhere so that it stays a sequence.
bool fits_sequence(
    std::string_view sequences, std::span<Element const> present, std::string_view ai
);

// What holds for a link as a whole, its values being good each: the order of qualifiers, no
// attribute that belongs in the path, none twice, and the rules between AIs.
std::optional<Error> link_fault(DigitalLink const& link);

Error malformed(std::string_view slug, std::string_view pointer, std::string_view reason);

}  // namespace ocop::gs1
