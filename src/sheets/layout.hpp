#pragma once

#include <ocop/base/result.hpp>

#include <span>
#include <string_view>

// Where labels lie on a sheet. Every length in this folder's contracts is a whole number of
// hundredths of a millimetre, unless it says otherwise; x goes right and y goes down, from the top
// left corner of the paper.
namespace ocop::sheets {

constexpr int page_width = 21000;  // A4, upright (ISO 216)
constexpr int page_height = 29700;

// The grid that a module of a symbol keeps to: one dot of 1/300 inch, the coarsest office printer.
// Whole dots there are whole dots at 600 and 1200 dpi too, so no printer has to round an edge.
constexpr int dots_per_inch = 300;

// 4 dots are 0.339 mm: the fewest that reach 0.33 mm, and the fewest dots a module should have
// (Denso Wave's table of cell sizes). 5 are 0.423 mm, above the 0.396 mm that GS1 asks of symbols
// at the point of sale.
constexpr int module_dots_min = 4;
constexpr int module_dots_max = 24;

struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    friend bool operator==(Box const&, Box const&) = default;
};

// A grid of equal labels on A4, and how far from a label's edge all that is printed stays.
struct Layout {
    int columns = 1;
    int rows = 1;
    int label_width = 0;
    int label_height = 0;
    int margin_left = 0;  // from the edge of the paper to the first label
    int margin_top = 0;
    int gap_x = 0;  // between labels
    int gap_y = 0;
    int inset_x = 200;  // from a label's edge inwards, free of ink; both sides
    int inset_y = 200;
    int module_dots = module_dots_min;  // of 1/300 inch, on a side

    int labels() const { return columns * rows; }

    friend bool operator==(Layout const&, Layout const&) = default;
};

// A sheet that shops sell, under the name that people choose it by (ASCII, stable).
struct Preset {
    std::string_view name;
    Layout layout;
};

// All of them pass check_layout(), and hold symbols up to version 8. They outlive everything.
std::span<Preset const> presets();

// nullptr for a name that is none.
Preset const* find_preset(std::string_view name);

// Whether a free grid can be printed: 1..100 columns and rows, labels of 5 mm or more, nothing
// negative, all labels inside the paper, insets that leave something, module_dots in 4..24.
// Malformed, sheets_layout_invalid; the pointer names the member ("/gap_x"). A module below the
// least is refused, sheets_module_too_small.
Result<void> check_layout(Layout const& layout);

// The label at `position`, 1 for the top left one and then along the rows. The layout must have
// passed check_layout() and the position be 1..labels() (OCOP_ASSERT).
Box label_box(Layout const& layout, int position);

// How one printer's paper feed is put right: everything moves right and down by so many TENTHS of
// a millimetre, −100..100.
struct Offset {
    int x_tenths = 0;
    int y_tenths = 0;
};

constexpr int offset_tenths_max = 100;

// Whether what is printed on the labels (the insets left out) stays on the paper. Malformed,
// sheets_offset_out_of_range; refused, sheets_offset_leaves_page. The layout must be checked.
Result<void> check_offset(Layout const& layout, Offset const& offset);

}  // namespace ocop::sheets
