#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/time.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

// What remains of a value of Query::order_value to sort by: small, whatever the value, and read
// once. Pure; any thread.
namespace ocop::epcis {

// Of a text so many bytes count; texts that begin alike are equal in order.
inline constexpr std::size_t order_text_max = 256;

struct OrderKey {
    enum class Kind : std::uint8_t { number, time, text, none } kind = Kind::none;  // in order
    double number = 0;
    Instant time;
    std::string text;
};

// None for null, and for what is neither a number nor a string.
OrderKey order_key(json::value const* v);

// Ascending: numbers by size, then times, then other texts by their bytes; what is none of these
// last. Negative, zero or positive.
int compare_order_keys(OrderKey const& a, OrderKey const& b);

}  // namespace ocop::epcis
