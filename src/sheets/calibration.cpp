#include "sheets/document.hpp"
#include "sheets/sheets.hpp"

#include <ocop/base/text.hpp>

#include <array>
#include <cstdio>

namespace ocop::sheets {

namespace {

constexpr int ruler_x = 1500;  // where both rulers have their zero
constexpr int ruler_y = 2000;
constexpr int ruler_width_mm = 180;
constexpr int ruler_height_mm = 250;
constexpr int number_em = 600;
constexpr int cross_arm = 200;

constexpr std::array notes = {
    U"Trang cân chỉnh · Calibration page",
    U"1. In trang này trên giấy thường, cỡ 100 %, không co giãn. Thước phải đo đúng 180 mm và 250 "
    U"mm.",
    U"    Print on plain paper at 100 %, unscaled. The rulers must measure 180 mm and 250 mm.",
    U"2. Chồng lên một tờ nhãn và soi trước đèn: dấu thập phải nằm ở góc các nhãn.",
    U"    Hold it on a label sheet against a light: the crosses must lie on the corners of the "
    U"labels.",
    U"3. Dấu thập lệch sang phải 1 mm thì bớt lệch ngang 1,0; lệch xuống 1 mm thì bớt lệch dọc "
    U"1,0.",
    U"    Crosses 1 mm too far right: take 1.0 off the x offset; 1 mm too low: off the y offset.",
};
constexpr int notes_x = 3300;
constexpr int notes_y = 3600;
constexpr int notes_em = 750;
constexpr int notes_leading = 1100;  // units

// The length of the tick at a whole millimetre.
int tick_of(int mm) {
    if (mm % 10 == 0) {
        return 400;
    }
    return mm % 5 == 0 ? 280 : 170;
}

std::u32string digits_of(int number) {
    return code_points(std::to_string(number));
}

void draw_rulers(Document& page, Font const& font) {
    int const x0 = to_units(ruler_x);
    int const y0 = to_units(ruler_y);
    page.line(x0, y0, to_units(ruler_x + ruler_width_mm * 100), y0);
    page.line(x0, y0, x0, to_units(ruler_y + ruler_height_mm * 100));
    for (int mm = 0; mm <= ruler_width_mm; ++mm) {
        int const x = to_units(ruler_x + mm * 100);
        page.line(x, y0, x, to_units(ruler_y + tick_of(mm)));
        if (mm % 10 == 0) {
            auto const number = set_line(digits_of(mm), number_em, font);
            page.text(x - number.width / 2, y0 - number_em / 3, number_em, number.text);
        }
    }
    for (int mm = 0; mm <= ruler_height_mm; ++mm) {
        int const y = to_units(ruler_y + mm * 100);
        page.line(x0, y, to_units(ruler_x + tick_of(mm)), y);
        if (mm % 10 == 0 && mm > 0) {
            auto const number = set_line(digits_of(mm), number_em, font);
            page.text(x0 - number.width - number_em / 3, y + number_em / 3, number_em, number.text);
        }
    }
}

// Where the notes stand, with a margin.
bool among_notes(int x, int y) {
    constexpr int margin = 500;
    constexpr int notes_height = static_cast<int>(notes.size() + 1) * notes_leading * 127 / 360;
    return x > notes_x - margin && y > notes_y - margin && y < notes_y + notes_height + margin / 2;
}

void draw_cross(Document& page, int x, int y) {
    if (among_notes(x, y)) {
        return;
    }
    page.line(to_units(x - cross_arm), to_units(y), to_units(x + cross_arm), to_units(y));
    page.line(to_units(x), to_units(y - cross_arm), to_units(x), to_units(y + cross_arm));
}

void draw_corners(Document& page, Layout const& layout, Offset const& offset) {
    for (int position = 1; position <= layout.labels(); ++position) {
        auto const box = label_box(layout, position);
        int const x = box.x + offset.x_tenths * 10;
        int const y = box.y + offset.y_tenths * 10;
        draw_cross(page, x, y);
        draw_cross(page, x + box.width, y);
        draw_cross(page, x, y + box.height);
        draw_cross(page, x + box.width, y + box.height);
    }
}

// What the page was made for, so that a sheet of paper found later can be told.
std::string settings(Layout const& layout, Offset const& offset) {
    std::array<char, 128> text{};
    std::snprintf(
        text.data(),
        text.size(),
        "%d × %d · %.2f × %.2f mm · x %+.1f mm · y %+.1f mm",
        layout.columns,
        layout.rows,
        layout.label_width / 100.0,
        layout.label_height / 100.0,
        offset.x_tenths / 10.0,
        offset.y_tenths / 10.0
    );
    return text.data();
}

}  // namespace

Result<Written> write_calibration(
    Layout const& layout, Offset const& offset, Font const& font, Sink sink
) {
    if (auto const checked = check_layout(layout); !checked) return checked.error();
    if (auto const checked = check_offset(layout, offset); !checked) return checked.error();
    Document document(font, std::move(sink), "Trang cân chỉnh");
    document.begin_page();
    draw_corners(document, layout, offset);
    draw_rulers(document, font);
    int y = to_units(notes_y);
    for (auto const* const note : notes) {
        document.text(to_units(notes_x), y, notes_em, set_line(note, notes_em, font).text);
        y += notes_leading;
    }
    auto const last = set_line(code_points(settings(layout, offset)), notes_em, font);
    document.text(to_units(notes_x), y, notes_em, last.text);
    document.end_page();
    if (auto const ended = document.finish(); !ended) return ended.error();
    return Written{0, document.pages(), document.bytes_written()};
}

}  // namespace ocop::sheets
