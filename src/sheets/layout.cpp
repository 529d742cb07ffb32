#include "sheets/layout.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace ocop::sheets {

namespace {

constexpr int grid_max = 100;
constexpr int label_side_min = 500;

// Office printers leave about 4.2 mm at the edges of the paper white; where labels reach to the
// edge, the inset does too (a symbol brings a quiet zone of its own besides).
constexpr std::array all_presets = {
    Preset{
        "a4-3x8-70x37",
        {.columns = 3,
         .rows = 8,
         .label_width = 7000,
         .label_height = 3700,
         .margin_left = 0,
         .margin_top = 50,
         .gap_x = 0,
         .gap_y = 0,
         .inset_x = 450,
         .inset_y = 400,
         .module_dots = 5}},
    Preset{
        "a4-4x10-52.5x29.7",
        {.columns = 4,
         .rows = 10,
         .label_width = 5250,
         .label_height = 2970,
         .margin_left = 0,
         .margin_top = 0,
         .gap_x = 0,
         .gap_y = 0,
         .inset_x = 420,
         .inset_y = 420,
         .module_dots = 5}},
    Preset{
        "a4-5x13-38.1x21.2",
        {.columns = 5,
         .rows = 13,
         .label_width = 3810,
         .label_height = 2120,
         .margin_left = 475,
         .margin_top = 1070,
         .gap_x = 250,
         .gap_y = 0,
         .inset_x = 150,
         .inset_y = 90,
         .module_dots = 4}},
    Preset{
        "a4-3x7-63.5x38.1",
        {.columns = 3,
         .rows = 7,
         .label_width = 6350,
         .label_height = 3810,
         .margin_left = 721,
         .margin_top = 1515,
         .gap_x = 254,
         .gap_y = 0,
         .inset_x = 300,
         .inset_y = 300,
         .module_dots = 5}},
    Preset{
        "a4-2x7-99.1x38.1",
        {.columns = 2,
         .rows = 7,
         .label_width = 9910,
         .label_height = 3810,
         .margin_left = 463,
         .margin_top = 1515,
         .gap_x = 254,
         .gap_y = 0,
         .inset_x = 300,
         .inset_y = 300,
         .module_dots = 6}},
};

Error invalid(std::string_view member, std::string reason) {
    return {Errc::malformed, "sheets_layout_invalid", "/" + std::string(member), std::move(reason)};
}

struct Bounds {
    std::string_view member;
    int value;
    int least;
    int most;
};

// One axis of the grid, from the edge of the paper to the end of the last label.
int extent(int margin, int count, int side, int gap) {
    return margin + count * side + (count - 1) * gap;
}

}  // namespace

std::span<Preset const> presets() {
    return all_presets;
}

Preset const* find_preset(std::string_view name) {
    auto const found = std::find_if(all_presets.begin(), all_presets.end(), [&](Preset const& p) {
        return p.name == name;
    });
    return found == all_presets.end() ? nullptr : &*found;
}

Result<void> check_layout(Layout const& layout) {
    std::array const bounds = {
        Bounds{"columns", layout.columns, 1, grid_max},
        Bounds{"rows", layout.rows, 1, grid_max},
        Bounds{"label_width", layout.label_width, label_side_min, page_width},
        Bounds{"label_height", layout.label_height, label_side_min, page_height},
        Bounds{"margin_left", layout.margin_left, 0, page_width},
        Bounds{"margin_top", layout.margin_top, 0, page_height},
        Bounds{"gap_x", layout.gap_x, 0, page_width},
        Bounds{"gap_y", layout.gap_y, 0, page_height},
        Bounds{"inset_x", layout.inset_x, 0, (layout.label_width - 1) / 2},
        Bounds{"inset_y", layout.inset_y, 0, (layout.label_height - 1) / 2},
    };
    for (auto const& bound : bounds) {
        if (bound.value < bound.least || bound.value > bound.most) {
            return invalid(
                bound.member,
                "must be " + std::to_string(bound.least) + " to " + std::to_string(bound.most)
            );
        }
    }
    if (extent(layout.margin_left, layout.columns, layout.label_width, layout.gap_x) > page_width)
        return invalid("columns", "the labels are wider than the paper");
    if (extent(layout.margin_top, layout.rows, layout.label_height, layout.gap_y) > page_height)
        return invalid("rows", "the labels are higher than the paper");
    if (layout.module_dots < module_dots_min) {
        return Error(
            Errc::refused,
            "sheets_module_too_small",
            "/module_dots",
            "a module has at least 4 dots of 1/300 inch, which are 0.34 mm"
        );
    }
    if (layout.module_dots > module_dots_max)
        return invalid("module_dots", "a module has at most 24 dots of 1/300 inch");
    return {};
}

Box label_box(Layout const& layout, int position) {
    OCOP_ASSERT(position >= 1 && position <= layout.labels());
    int const column = (position - 1) % layout.columns;
    int const row = (position - 1) / layout.columns;
    return {
        layout.margin_left + column * (layout.label_width + layout.gap_x),
        layout.margin_top + row * (layout.label_height + layout.gap_y),
        layout.label_width,
        layout.label_height};
}

Result<void> check_offset(Layout const& layout, Offset const& offset) {
    for (int const tenths : {offset.x_tenths, offset.y_tenths}) {
        if (tenths < -offset_tenths_max || tenths > offset_tenths_max) {
            return Error(
                Errc::malformed,
                "sheets_offset_out_of_range",
                "",
                "an offset is −10.0 mm to 10.0 mm, in tenths"
            );
        }
    }
    auto const first = label_box(layout, 1);
    auto const last = label_box(layout, layout.labels());
    int const x = offset.x_tenths * 10;
    int const y = offset.y_tenths * 10;
    bool const inside = first.x + layout.inset_x + x >= 0 && first.y + layout.inset_y + y >= 0 &&
                        last.x + last.width - layout.inset_x + x <= page_width &&
                        last.y + last.height - layout.inset_y + y <= page_height;
    if (!inside) {
        return Error(
            Errc::refused,
            "sheets_offset_leaves_page",
            "",
            "moved so far, what is printed on the outer labels leaves the paper"
        );
    }
    return {};
}

}  // namespace ocop::sheets
