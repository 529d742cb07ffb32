#pragma once

#include "sheets/sheets.hpp"
#include "sheets/zpl.hpp"

#include <ocop/base/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

// How a run is put on paper, as it is asked for and kept.
namespace ocop::prints {

// On disk by name.
BOOST_DEFINE_ENUM_CLASS(
    Format,
    pdf,  // A4 sheets; above one part, a ZIP of such files
    svg,  // one label
    zpl,  // a roll in a thermal printer
    zip   // for a print house: sheets, CSV, spec sheet, signed manifest
)

// Whose readers a symbol is for; qr::Profile says the sizes.
BOOST_DEFINE_ENUM_CLASS(Profile, phone, pos)

// sheets::Layout, in hundredths of a millimetre; module_dots are of 1/300 inch.
struct FreeLayout {
    std::int64_t columns = 1;
    std::int64_t rows = 1;
    std::int64_t label_width = 0;
    std::int64_t label_height = 0;
    std::int64_t margin_left = 0;
    std::int64_t margin_top = 0;
    std::optional<std::int64_t> gap_x;
    std::optional<std::int64_t> gap_y;
    std::optional<std::int64_t> inset_x;
    std::optional<std::int64_t> inset_y;
    std::optional<std::int64_t> module_dots;
};
BOOST_DESCRIBE_STRUCT(
    FreeLayout,
    (),
    (columns,
     rows,
     label_width,
     label_height,
     margin_left,
     margin_top,
     gap_x,
     gap_y,
     inset_x,
     inset_y,
     module_dots)
)

struct Options {
    // Sheets, and the one label: a preset or a layout; neither is the first preset.
    std::optional<std::string> preset;
    std::optional<FreeLayout> layout;
    std::optional<std::int64_t> start_position;  // on the first sheet, from 1
    std::optional<std::int64_t> offset_x;        // tenths of a millimetre
    std::optional<std::int64_t> offset_y;
    std::optional<bool> cut_guides;
    // Rolls: 203, 300 or 600, and the label in hundredths of a millimetre.
    std::optional<std::int64_t> dpi;
    std::optional<std::int64_t> label_width;
    std::optional<std::int64_t> label_height;
    std::optional<Profile> profile;  // phone
};
BOOST_DESCRIBE_STRUCT(
    Options,
    (),
    (preset,
     layout,
     start_position,
     offset_x,
     offset_y,
     cut_guides,
     dpi,
     label_width,
     label_height,
     profile)
)

// A sheet without title, symbol and artwork. malformed "request_invalid" ("/options/preset" of no
// such name, both given); as sheets::check_layout(), check_offset() and SheetWriter::open(), their
// pointers below "/options".
Result<sheets::Sheet> sheet_of(Options const& options);

// As sheets::check_roll().
Result<sheets::Roll> roll_of(Options const& options);

// How many labels of a run go into one file: whole sheets, 1,000 labels at most, so that a part is
// done again quickly; the first sheet may be begun. `left` is how many there are still.
std::int64_t part_labels(sheets::Sheet const& sheet, bool first_part, std::int64_t left);

inline constexpr std::int64_t part_labels_max = 1'000;

}  // namespace ocop::prints
