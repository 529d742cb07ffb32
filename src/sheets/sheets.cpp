#include "sheets/sheets.hpp"

#include "qr/draw.hpp"
#include "sheets/document.hpp"
#include "sheets/placing.hpp"
#include "sheets/proof.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/text.hpp>

#include <array>
#include <optional>

namespace ocop::sheets {

namespace {

constexpr int tick = 425;  // units: 1.5 mm

// Four modules from `column` on as a digit; what is beyond the last module is left white.
char digit_of(qr::Symbol const& symbol, int row, int column) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    unsigned light = 0;
    for (int at = column; at < column + 4; ++at) {
        bool const dark = at < symbol.size() && symbol.dark(row, at);
        light = light << 1 | (dark ? 0U : 1U);
    }
    return digits[light];
}

// Rows in whole bytes.
void append_rows(std::string& out, qr::Symbol const& symbol) {
    int const columns = (symbol.size() + 7) / 8 * 8;
    for (int row = 0; row < symbol.size(); ++row) {
        for (int column = 0; column < columns; column += 4) {
            out += digit_of(symbol, row, column);
        }
    }
}

// Along the edges, inwards from each corner: as far from the symbol as the edges are.
void draw_guides(Document& page, UnitBox const& label) {
    int const right = label.x + label.width;
    int const bottom = label.y + label.height;
    for (int const y : {label.y, bottom}) {
        page.line(label.x, y, label.x + tick, y);
        page.line(right - tick, y, right, y);
    }
    for (int const x : {label.x, right}) {
        page.line(x, label.y, x, label.y + tick);
        page.line(x, bottom - tick, x, bottom);
    }
}

}  // namespace

struct SheetWriter::State {
    State(Sheet const& s, Font const& f, Sink sink)
        : sheet(s),
          font(f),
          document(f, std::move(sink), s.title, s.artwork),
          position(s.first_position) {}

    Result<Arrangement> room_for(int modules);
    Result<void> make_rows(qr::Symbol const& symbol, std::string_view url);
    void draw(Arrangement const& room, TextBlock const& text);
    UnitBox next_place();

    Sheet sheet;
    Font const& font;
    Document document;
    int position;  // of the next label
    bool page_open = false;
    std::uint64_t labels = 0;
    std::optional<Arrangement> last_room;
    std::string rows;
};

// A run has symbols of one size.
Result<Arrangement> SheetWriter::State::room_for(int modules) {
    if (!last_room || last_room->modules != modules) {
        auto room = arrange(sheet.layout, modules, sheet.artwork);
        if (!room) return room.error();
        last_room = *room;
    }
    return *last_room;
}

// Takes the next place, on a new page if need be.
UnitBox SheetWriter::State::next_place() {
    if (position > sheet.layout.labels()) {
        document.end_page();
        page_open = false;
        position = 1;
    }
    if (!page_open) {
        document.begin_page();
        page_open = true;
    }
    auto const box = label_box(sheet.layout, position++);
    return {
        to_units(box.x + sheet.offset.x_tenths * 10),
        to_units(box.y + sheet.offset.y_tenths * 10),
        to_units(box.width),
        to_units(box.height)};
}

void SheetWriter::State::draw(Arrangement const& room, TextBlock const& text) {
    auto const label = next_place();
    if (sheet.cut_guides) {
        draw_guides(document, label);
    }
    int const quiet = qr::quiet_zone_modules * room.module;
    int const side = room.modules * room.module;
    UnitBox const square = {
        to_dots(label.x + room.symbol.x) + quiet,
        to_dots(label.y + room.symbol.y) + quiet,
        side,
        side};
    document.mask(square, room.modules, rows);
    if (!text.lines.empty()) {
        document.text(label.x, label.y, text);
    }
    if (sheet.artwork != nullptr) {
        auto const& box = room.artwork;
        document.draw_artwork({label.x + box.x, label.y + box.y, box.width, box.height});
    }
    ++labels;
}

// The mask's rows, read back where it is this label's turn.
Result<void> SheetWriter::State::make_rows(qr::Symbol const& symbol, std::string_view url) {
    rows.clear();
    append_rows(rows, symbol);
    bool const due =
        sheet.proof_every > 0 && labels % static_cast<std::uint64_t>(sheet.proof_every) == 0;
    return due ? prove_mask(rows, symbol.size(), sheet.layout.module_dots, url) : Result<void>();
}

SheetWriter::SheetWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

SheetWriter::SheetWriter(SheetWriter&&) noexcept = default;
SheetWriter& SheetWriter::operator=(SheetWriter&&) noexcept = default;
SheetWriter::~SheetWriter() = default;

Result<SheetWriter> SheetWriter::open(Sheet const& sheet, Font const& font, Sink sink) {
    if (auto const checked = check_layout(sheet.layout); !checked) return checked.error();
    if (auto const checked = check_offset(sheet.layout, sheet.offset); !checked)
        return checked.error();
    if (sheet.first_position < 1 || sheet.first_position > sheet.layout.labels()) {
        return Error(
            Errc::malformed,
            "sheets_position_out_of_range",
            "/first_position",
            "the sheet has the positions 1 to " + std::to_string(sheet.layout.labels())
        );
    }
    if (!is_utf8(sheet.title))
        return Error(Errc::malformed, "sheets_text_malformed", "/title", "not UTF-8");
    return SheetWriter(std::make_unique<State>(sheet, font, std::move(sink)));
}

Result<void> SheetWriter::add(Label const& label) {
    auto& state = *state_;
    if (auto const so_far = state.document.state(); !so_far) return so_far.error();
    auto const symbol = qr::encode(label.url, state.sheet.symbol);
    if (!symbol) return symbol.error();
    auto const room = state.room_for(symbol->size());
    if (!room) return room.error();
    auto const text = set_text(*room, label, state.font);
    if (!text) return text.error();
    if (auto const made = state.make_rows(*symbol, label.url); !made) return made.error();
    state.draw(*room, *text);
    return state.document.state();
}

Result<Written> SheetWriter::finish() {
    auto& state = *state_;
    if (auto const so_far = state.document.state(); !so_far) return so_far.error();
    if (state.labels == 0)
        return Error(Errc::refused, "sheets_no_labels", "", "a run has one label at least");
    state.document.end_page();
    if (auto const ended = state.document.finish(); !ended) return ended.error();
    return Written{state.labels, state.document.pages(), state.document.bytes_written()};
}

}  // namespace ocop::sheets
