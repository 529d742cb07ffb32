#pragma once

#include <ocop/base/json.hpp>

#include <string>
#include <string_view>

// RFC 8785 text put together from parts. Pure; any thread.
namespace ocop::json {

// What canonical() gives, behind what `out` holds.
void append_canonical(std::string& out, object const& o);
void append_canonical_string(std::string& out, std::string_view text);

}  // namespace ocop::json
