#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ocop::stamp {

// "a.b.c" to its labels; an empty text is one empty label.
std::vector<std::string_view> split_labels(std::string_view name);

// How many of the last labels are a public suffix, under which strangers register names; always
// fewer than there are labels, and 0 for a single name. A small extract of publicsuffix.org: all of
// .vn, and for other countries the usual words at the second level.
std::size_t public_suffix_labels(std::vector<std::string_view> const& labels);

}  // namespace ocop::stamp
