#pragma once

#include "imports/columns.hpp"

#include <ocop/base/json.hpp>

#include <string_view>
#include <variant>

// What people and spreadsheets write into a cell, as the API takes it. Pure; any thread.
namespace ocop::imports {

// The value, or why there is none: English words that outlive everything. `text` has no blanks at
// its ends and is not empty. What is to be a text stays as it is: the register judges it.
std::variant<json::value, std::string_view> read_cell(Cell cell, std::string_view text);

}  // namespace ocop::imports
