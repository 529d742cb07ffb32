#pragma once

#include <ocop/gs1/ai.hpp>

#include <optional>
#include <string_view>

namespace ocop::gs1 {

// check_ai_value for a caller that has the row already. Empty when the value is good, which costs
// no allocation.
std::optional<Error> value_fault(Ai const& row, std::string_view code, std::string_view value);

}  // namespace ocop::gs1
