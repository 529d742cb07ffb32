#pragma once

#include "qr/segments.hpp"
#include "qr/symbol.hpp"

#include <ocop/base/bytes.hpp>

#include <optional>
#include <string>
#include <vector>

// libqrencode, by which our own encoder is judged. Some functions used here are not in its header,
// but Debian's libqrencode4 exports them.
namespace ocop::qr::testing {

// Modules by rows, 1 is dark. The segments must fit. Without `mask` the library chooses.
Bytes library_symbol(
    std::vector<Segment> const& segments,
    int version,
    Level level,
    std::optional<int> mask = std::nullopt
);

// What the library finds by rules 1 to 3 in `size` × `size` modules, of which the lowest bit
// counts.
int library_points(Bytes modules, int size);

// Rule 4 as the standard has it, and as the library rounds it.
int share_points(Bytes const& modules);
int library_share_points(Bytes const& modules);

// By rows, 1 is dark.
Bytes modules_of(Square const& square);
Bytes modules_of(Symbol const& symbol);

}  // namespace ocop::qr::testing
