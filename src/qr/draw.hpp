#pragma once

#include "qr/symbol.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <cstdint>
#include <string>

namespace ocop::qr {

// Light modules that must surround a symbol (ISO/IEC 18004:2015 §9.1). Everything drawn has them.
constexpr int quiet_zone_modules = 4;

constexpr int dpi_min = 150;
constexpr int dpi_max = 2400;

// For whom a stamp is printed; sets the least width of a module.
enum class Profile : std::uint8_t {
    pos,    // ≥ 0.396 mm: retail scanners (GS1 General Specifications, 2D at point of sale)
    phone,  // ≥ 0.338 mm: phone cameras only; 4 dots at 300 dpi, 8 at 600
};

// How large a symbol comes out of a printer that cannot split a dot. Made by plan_print.
struct PrintSize {
    int modules = 0;  // on a side, without the quiet zone
    int dpi = 0;      // printer dots per inch
    int dots = 0;     // printer dots per module, on a side
    double module_mm = 0;
    double size_mm = 0;  // on a side, with the quiet zone

    // Pixels on a side of the PNG, with the quiet zone.
    int pixels() const { return (modules + 2 * quiet_zone_modules) * dots; }
};

// Chooses the least whole number of dots per module that is not below the profile's module.
// `dpi` outside 150..2400 is malformed, qr_dpi_out_of_range.
Result<PrintSize> plan_print(Symbol const& symbol, Profile profile, int dpi);

// An SVG 1.1 element of its own, ASCII, ready to be a file or to stand inside a page: size in mm,
// one unit per module, a white square, and all dark modules in one black path, whose inner edges a
// renderer therefore cannot let shine through. `size` must be planned for this size of symbol
// (OCOP_ASSERT).
std::string draw_svg(Symbol const& symbol, PrintSize const& size);

// A PNG of 1-bit greyscale, one pixel per printer dot, its pHYs chunk saying the dpi (in whole
// pixels per metre). The same bytes every time with the same libpng and zlib. `size` must be
// planned for this size of symbol (OCOP_ASSERT). Out of memory throws.
Bytes draw_png(Symbol const& symbol, PrintSize const& size);

}  // namespace ocop::qr
