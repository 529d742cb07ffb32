#pragma once

#include <string>
#include <string_view>

namespace ocop::cli {

// A line of text from elsewhere, so that it moves no cursor, changes no colour, turns no reading
// direction and looks like no other line: what is not a visible character or a plain space becomes
// \u{202E}, a byte that is no UTF-8 \x9B, a backslash two. At most `bytes_max` bytes and "…".
std::string printable(std::string_view text, std::size_t bytes_max = 1'000);

}  // namespace ocop::cli
