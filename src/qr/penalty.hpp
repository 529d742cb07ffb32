#pragma once

#include "qr/lanes.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace ocop::qr {

// Penalty points of two symbols of `size` modules on a side, which lie in the two lanes, by the
// rules that mask.hpp states. `rows` and `columns` show the same modules, `size` lines each, of as
// many words as `size` modules need: there is one for 1, 2 and 3 words.
template <std::size_t words>
std::array<int, 2> score(
    std::vector<Line<words>> const& rows, std::vector<Line<words>> const& columns, int size
);

}  // namespace ocop::qr
