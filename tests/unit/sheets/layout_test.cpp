#include "sheets/layout.hpp"

#include "sheets/placing.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

BOOST_AUTO_TEST_SUITE(layout)

namespace {

using namespace ocop;
using namespace ocop::sheets;

bool inside(Box const& inner, Box const& outer) {
    return inner.x >= outer.x && inner.y >= outer.y &&
           inner.x + inner.width <= outer.x + outer.width &&
           inner.y + inner.height <= outer.y + outer.height;
}

bool apart(UnitBox const& a, UnitBox const& b) {
    return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y ||
           b.y + b.height <= a.y;
}

bool apart(Box const& a, Box const& b) {
    return apart(UnitBox{a.x, a.y, a.width, a.height}, UnitBox{b.x, b.y, b.width, b.height});
}

Layout sound() {
    return presets()[0].layout;
}

std::string fault_of(std::function<void(Layout&)> const& change) {
    auto layout = sound();
    change(layout);
    auto const checked = check_layout(layout);
    return checked ? "" : std::string(checked.error().slug) + checked.error().faults[0].pointer;
}

}  // namespace

BOOST_AUTO_TEST_CASE(labels_of_every_preset_are_on_the_paper_and_apart) {
    for (auto const& preset : presets()) {
        BOOST_TEST(test::reason_of(check_layout(preset.layout)) == "", preset.name);
        for (int position = 1; position <= preset.layout.labels(); ++position) {
            auto const box = label_box(preset.layout, position);
            BOOST_REQUIRE(inside(box, {0, 0, page_width, page_height}));
            BOOST_REQUIRE_EQUAL(box.width, preset.layout.label_width);
            BOOST_REQUIRE_EQUAL(box.height, preset.layout.label_height);
            for (int other = 1; other < position; ++other) {
                BOOST_REQUIRE(apart(box, label_box(preset.layout, other)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(presets_are_the_sheets_that_are_sold) {
    struct Row {
        char const* name;
        int columns, rows, width, height;
        Box last;
    };

    for (Row const& row :
         {Row{"a4-3x8-70x37", 3, 8, 7000, 3700, {14000, 25950, 7000, 3700}},
          Row{"a4-4x10-52.5x29.7", 4, 10, 5250, 2970, {15750, 26730, 5250, 2970}},
          Row{"a4-5x13-38.1x21.2", 5, 13, 3810, 2120, {16715, 26510, 3810, 2120}},
          Row{"a4-3x7-63.5x38.1", 3, 7, 6350, 3810, {13929, 24375, 6350, 3810}},
          Row{"a4-2x7-99.1x38.1", 2, 7, 9910, 3810, {10627, 24375, 9910, 3810}}}) {
        auto const* const preset = find_preset(row.name);
        BOOST_TEST_REQUIRE((preset != nullptr), row.name);
        BOOST_TEST(preset->layout.columns == row.columns);
        BOOST_TEST(preset->layout.rows == row.rows);
        BOOST_TEST(preset->layout.label_width == row.width);
        BOOST_TEST(preset->layout.label_height == row.height);
        BOOST_TEST((label_box(preset->layout, preset->layout.labels()) == row.last), row.name);
    }
    BOOST_TEST(presets().size() == 5U);
    BOOST_TEST((find_preset("a4-9x9") == nullptr));
}

BOOST_AUTO_TEST_CASE(positions_go_along_the_rows) {
    auto const layout = find_preset("a4-5x13-38.1x21.2")->layout;
    BOOST_TEST((label_box(layout, 1) == Box{475, 1070, 3810, 2120}));
    BOOST_TEST((label_box(layout, 2) == Box{475 + 4060, 1070, 3810, 2120}));
    BOOST_TEST((label_box(layout, 6) == Box{475, 1070 + 2120, 3810, 2120}));
}

BOOST_AUTO_TEST_CASE(symbol_and_text_of_every_preset_keep_to_their_places) {
    for (auto const& preset : presets()) {
        auto const& layout = preset.layout;
        for (int version = 1; version <= 8; ++version) {
            auto const room = arrange(layout, 17 + 4 * version);
            BOOST_TEST_REQUIRE(test::reason_of(room) == "", preset.name << " " << version);
            int const module = layout.module_dots * 24;
            int const width = to_units(layout.label_width);
            int const height = to_units(layout.label_height);
            BOOST_TEST(room->module == module);
            BOOST_TEST(room->symbol.width == (25 + 4 * version) * module);
            BOOST_TEST(room->symbol.height == room->symbol.width);
            // Half a dot to spare: symbols are moved to the paper's grid.
            BOOST_TEST(room->symbol.x >= 12);
            BOOST_TEST(room->symbol.y >= 12);
            BOOST_TEST(room->symbol.x + room->symbol.width + 12 <= width);
            BOOST_TEST(room->symbol.y + room->symbol.height + 12 <= height);
            auto ink = room->symbol;
            ink = {ink.x + 4 * module, ink.y + 4 * module, ink.width - 8 * module, 0};
            ink.height = ink.width;
            for (auto const& printed : {ink, room->text}) {
                BOOST_TEST(printed.x >= to_units(layout.inset_x));
                BOOST_TEST(printed.y >= to_units(layout.inset_y));
                BOOST_TEST(printed.x + printed.width <= width - to_units(layout.inset_x));
                BOOST_TEST(printed.y + printed.height <= height - to_units(layout.inset_y));
            }
            auto moved = room->symbol;
            moved = {moved.x - 12, moved.y - 12, moved.width + 24, moved.height + 24};
            BOOST_TEST(apart(moved, room->text));
        }
    }
}

BOOST_AUTO_TEST_CASE(text_goes_below_the_symbol_on_a_narrow_label) {
    Layout const layout{
        .columns = 8,
        .rows = 7,
        .label_width = 2500,
        .label_height = 3500,
        .margin_left = 500,
        .margin_top = 1000};
    BOOST_TEST_REQUIRE(test::reason_of(check_layout(layout)) == "");
    auto const room = *arrange(layout, 45);
    BOOST_TEST(room.text.y >= room.symbol.y + room.symbol.height + 12);
    BOOST_TEST(room.text.x == to_units(200));
    BOOST_TEST(room.text.width == to_units(2500) - 2 * to_units(200));
    BOOST_TEST(room.symbol.x == (to_units(2500) - room.symbol.width) / 2);
}

BOOST_AUTO_TEST_CASE(a_symbol_that_does_not_fit_is_refused_with_both_sizes) {
    auto layout = find_preset("a4-5x13-38.1x21.2")->layout;
    BOOST_TEST(test::slug_of(arrange(layout, 49)) == "");
    layout.module_dots = 5;
    auto const refused = arrange(layout, 45);
    BOOST_TEST_REQUIRE(test::slug_of(refused) == "sheets_label_too_small");
    BOOST_TEST((refused.error().code == Errc::refused));
    auto const reason = refused.error().faults[0].reason;
    BOOST_TEST(reason.find("22.4 mm") != std::string::npos, reason);
    BOOST_TEST(reason.find("38.1 mm × 21.2 mm") != std::string::npos, reason);
    Layout const narrow{.label_width = 1800, .label_height = 6000};
    BOOST_TEST(test::slug_of(arrange(narrow, 45)) == "sheets_label_too_small");
    // Room for the symbol and none for text.
    Layout const square{.label_width = 2100, .label_height = 2100};
    BOOST_TEST(test::slug_of(arrange(square, 45)) == "sheets_label_too_small");
}

BOOST_AUTO_TEST_CASE(a_module_is_at_least_a_third_of_a_millimetre) {
    BOOST_TEST(fault_of([](Layout& l) { l.module_dots = 4; }) == "");
    BOOST_TEST(fault_of([](Layout& l) {
                   l.module_dots = 3;
               }) == "sheets_module_too_small/module_dots");
    BOOST_TEST(module_dots_min * 25.4 / dots_per_inch >= 0.33);
    BOOST_TEST((module_dots_min - 1) * 25.4 / dots_per_inch < 0.33);
}

BOOST_AUTO_TEST_CASE(a_grid_that_cannot_be_is_refused_by_member) {
    std::string const invalid = "sheets_layout_invalid/";
    BOOST_TEST(fault_of([](Layout&) {}) == "");
    BOOST_TEST(fault_of([](Layout& l) { l.columns = 0; }) == invalid + "columns");
    BOOST_TEST(fault_of([](Layout& l) { l.columns = 4; }) == invalid + "columns");
    BOOST_TEST(fault_of([](Layout& l) { l.rows = 9; }) == invalid + "rows");
    BOOST_TEST(fault_of([](Layout& l) { l.rows = 2'000'000'000; }) == invalid + "rows");
    BOOST_TEST(fault_of([](Layout& l) { l.gap_x = 1; }) == invalid + "columns");
    BOOST_TEST(fault_of([](Layout& l) { l.margin_top = 51; }) == "");
    BOOST_TEST(fault_of([](Layout& l) { l.margin_top = 101; }) == invalid + "rows");
    BOOST_TEST(fault_of([](Layout& l) { l.margin_left = -1; }) == invalid + "margin_left");
    BOOST_TEST(fault_of([](Layout& l) { l.gap_y = -1; }) == invalid + "gap_y");
    BOOST_TEST(fault_of([](Layout& l) { l.label_width = 499; }) == invalid + "label_width");
    BOOST_TEST(fault_of([](Layout& l) { l.label_height = 29701; }) == invalid + "label_height");
    BOOST_TEST(fault_of([](Layout& l) { l.inset_x = 3500; }) == invalid + "inset_x");
    BOOST_TEST(fault_of([](Layout& l) { l.inset_y = -1; }) == invalid + "inset_y");
    BOOST_TEST(fault_of([](Layout& l) { l.module_dots = 25; }) == invalid + "module_dots");
}

BOOST_AUTO_TEST_CASE(an_offset_keeps_what_is_printed_on_the_paper) {
    auto const layout = sound();  // insets of 4.5 and 4 mm; 0 and 0.5 mm to the edge
    auto const slug = [&](int x, int y) { return test::slug_of(check_offset(layout, {x, y})); };
    BOOST_TEST(slug(45, 45) == "");
    BOOST_TEST(slug(-45, -45) == "");
    BOOST_TEST(slug(46, 0) == "sheets_offset_leaves_page");
    BOOST_TEST(slug(-46, 0) == "sheets_offset_leaves_page");
    BOOST_TEST(slug(0, 46) == "sheets_offset_leaves_page");
    BOOST_TEST(slug(0, -46) == "sheets_offset_leaves_page");
    BOOST_TEST(slug(0, 101) == "sheets_offset_out_of_range");
    BOOST_TEST(slug(-101, 0) == "sheets_offset_out_of_range");
}

BOOST_AUTO_TEST_SUITE_END()
