#pragma once

#include "qr/symbol.hpp"
#include "sheets/artwork.hpp"
#include "sheets/font.hpp"
#include "sheets/label.hpp"
#include "sheets/layout.hpp"

#include <string>

namespace ocop::sheets {

// One label as an SVG 1.1 file of its own, UTF-8, laid out as on a sheet: size in mm, one unit per
// 1/100 point, the symbol one black path on a white square that has its quiet zone, text as text in
// DejaVu Sans or whatever sans-serif the reader has, held to the measured width of each line, the
// artwork, if there is any, one path. Black is #000: SVG has no inks. The layout's grid is not
// looked at beyond check_layout(). The same bytes every time. The symbol is read back from the path
// (proof.hpp). Fails as check_layout() and SheetWriter::add() do. Any thread.
Result<std::string> draw_label_svg(
    Layout const& layout,
    Label const& label,
    Font const& font,
    qr::Options const& symbol = {},
    Artwork const* artwork = nullptr
);

// The same without reading it back: for what judges speed, where reading is counted apart.
Result<std::string> draw_label_svg_unproved(
    Layout const& layout,
    Label const& label,
    Font const& font,
    qr::Options const& symbol = {},
    Artwork const* artwork = nullptr
);

}  // namespace ocop::sheets
