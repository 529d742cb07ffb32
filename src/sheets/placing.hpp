#pragma once

#include "sheets/artwork.hpp"
#include "sheets/font.hpp"
#include "sheets/label.hpp"
#include "sheets/layout.hpp"

#include <string>
#include <vector>

// How a label is filled. Inside this folder lengths are units of 1/100 point (1/7200 inch), whole
// numbers always: a dot of 1/300 inch is 24 of them. x goes right and y down.
namespace ocop::sheets {

constexpr int units_per_dot = 7200 / dots_per_inch;

// To the nearest unit: 127 hundredths of a millimetre are 360 units.
constexpr int to_units(int length) {
    return (length * 360 + (length < 0 ? -63 : 63)) / 127;
}

// To the nearest whole dot.
constexpr int to_dots(int units) {
    return (units + (units < 0 ? -units_per_dot : units_per_dot) / 2) / units_per_dot *
           units_per_dot;
}

struct UnitBox {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// What a label offers. Its lengths are of one unit, which `per_inch_tenths` names: 1/100 point on
// sheets, a dot of the printer on rolls.
struct Room {
    int per_inch_tenths = 72000;
    int width = 0;
    int height = 0;
    int inset_x = 0;
    int inset_y = 0;
    int module = 0;    // on a side
    int em_least = 0;  // no text smaller than this
    Artwork const* artwork = nullptr;
};

// A length in hundredths of a millimetre, in units of which so many tenths are an inch.
constexpr int to_room_units(int length, int per_inch_tenths) {
    return (length * per_inch_tenths + 12700) / 25400;
}

// Where things go on a label, from its top left corner. The symbol's box has its quiet zone, which
// may reach into the label's inset (it has no ink) but stays half a millimetre inside the label,
// for cut guides and for labels that were punched a little off. Text and artwork keep a quarter of
// a millimetre (three dots) off it, so that the symbol may be moved by half a dot to the paper's
// grid.
struct Arrangement {
    int per_inch_tenths = 72000;
    int em_least = 0;
    int module = 0;   // on a side
    int modules = 0;  // on a side, without the quiet zone
    UnitBox symbol;   // a square
    UnitBox text;
    UnitBox artwork;  // above the text; nothing when there is none
};

// Text stands to the right of the symbol where there are 12 mm for it, else below it where there
// are 7 mm. Artwork has its own width unless the room is narrower, and a third of the text's height
// at most. Refused, sheets_label_too_small, saying what is needed. `modules` is a symbol's size.
Result<Arrangement> arrange(Room const& room, int modules);

// The same of a label on a sheet. The layout must be checked.
Result<Arrangement> arrange(Layout const& layout, int modules, Artwork const* artwork = nullptr);

struct Line {
    std::u32string text;
    int width = 0;  // units
};

// Lines of one size, the first baseline and the left edge from the label's corner.
struct TextBlock {
    int em = 0;
    int leading = 0;  // from baseline to baseline
    int x = 0;
    int first_baseline = 0;
    std::vector<Line> lines;
};

// Sets a label's text into its room: the largest of 8, 7, 6.4, 5.6, 5 and 4.5 pt at which all of it
// fits; at the least of them the product's name is cut, to one line at least. Lines come in the
// order product, stars, serial, lot, position, copy, GTIN, host; the last two are left out before
// text gets smaller than 5.6 pt for them. Malformed, sheets_text_malformed (not UTF-8); refused,
// sheets_letter_missing (the font has it not; also controls) and sheets_text_too_long; the pointer
// names the member of Label.
Result<TextBlock> set_text(Arrangement const& room, Label const& label, Font const& font);

// One line at a size; of letters the font has not, none is drawn. For texts of our own.
Line set_line(std::u32string_view text, int em, Font const& font);

}  // namespace ocop::sheets
