#pragma once

#include <ocop/gs1/ai.hpp>

#include <optional>
#include <span>
#include <string_view>

// The rules between the AIs of one item, one function each so that each can be tested alone.
// Time is bounded by the product of the number of AIs and the length of their rules.
namespace ocop::gs1 {

// An AI at hand. The texts belong to the caller; `row` is nullptr for an AI that the table lacks.
struct Present {
    Ai const* row;
    std::string_view code;
    std::string_view value;
};

// An AI twice with different values.
std::optional<Error> repeat_fault(std::span<Present const> all);
// An AI beside one that it excludes.
std::optional<Error> exclusion_fault(std::span<Present const> all);
// An AI without what it requires.
std::optional<Error> requirement_fault(std::span<Present const> all);
// A DigSig (8030) beside a GDTI, GCN or GRAI that names a type of item and not one item: without a
// serial component there is nothing that the signature can be of.
std::optional<Error> signature_fault(std::span<Present const> all);

// The last three.
std::optional<Error> combination_fault(std::span<Present const> all);

}  // namespace ocop::gs1
