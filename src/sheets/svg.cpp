#include "sheets/svg.hpp"

#include "qr/draw.hpp"
#include "sheets/placing.hpp"

#include <array>
#include <charconv>

namespace ocop::sheets {

namespace {

void append(std::string& out, int number) {
    std::array<char, 12> digits{};
    auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_attribute(std::string& out, std::string_view name, int number) {
    out += ' ';
    out += name;
    out += "=\"";
    append(out, number);
    out += '"';
}

// Hundredths of a millimetre, none of them negative.
void append_mm(std::string& out, std::string_view name, int length) {
    out += ' ';
    out += name;
    out += "=\"";
    append(out, length / 100);
    out += '.';
    out += static_cast<char>('0' + length / 10 % 10);
    out += static_cast<char>('0' + length % 10);
    out += "mm\"";
}

void append_utf8(std::string& out, char32_t letter) {
    if (letter < 0x80) {
        out += static_cast<char>(letter);
        return;
    }
    int rest = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    constexpr std::array<unsigned, 4> marks = {0, 0xc0, 0xe0, 0xf0};
    out += static_cast<char>(marks[static_cast<std::size_t>(rest)] | letter >> (6 * rest));
    while (rest-- > 0) {
        out += static_cast<char>(0x80 | (letter >> (6 * rest) & 0x3f));
    }
}

void append_escaped(std::string& out, std::u32string_view text) {
    for (char32_t const letter : text) {
        switch (letter) {
            case U'&':
                out += "&amp;";
                break;
            case U'<':
                out += "&lt;";
                break;
            case U'>':
                out += "&gt;";
                break;
            default:
                append_utf8(out, letter);
        }
    }
}

void append_box(std::string& out, UnitBox const& box) {
    append_attribute(out, "x", box.x);
    append_attribute(out, "y", box.y);
    append_attribute(out, "width", box.width);
    append_attribute(out, "height", box.height);
}

// Each horizontal run of dark modules as a closed rectangle.
void append_path(std::string& out, qr::Symbol const& symbol) {
    int const size = symbol.size();
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size; ++column) {
            if (!symbol.dark(row, column)) {
                continue;
            }
            int const start = column;
            while (column + 1 < size && symbol.dark(row, column + 1)) {
                ++column;
            }
            int const length = column + 1 - start;
            out += 'M';
            append(out, start);
            out += ' ';
            append(out, row);
            out += 'h';
            append(out, length);
            out += "v1h-";
            append(out, length);
            out += 'z';
        }
    }
}

void append_symbol(std::string& out, qr::Symbol const& symbol, Arrangement const& room) {
    int const quiet = qr::quiet_zone_modules * room.module;
    out += "<rect";
    append_box(out, room.symbol);
    out += R"( fill="#fff"/><path fill="#000" shape-rendering="crispEdges" transform="translate()";
    append(out, room.symbol.x + quiet);
    out += ' ';
    append(out, room.symbol.y + quiet);
    out += ") scale(";
    append(out, room.module);
    out += R"lit()" d=")lit";
    append_path(out, symbol);
    out += R"("/>)";
}

void append_text(std::string& out, TextBlock const& text) {
    out += R"(<g fill="#000" font-family="DejaVu Sans,sans-serif")";
    append_attribute(out, "font-size", text.em);
    out += '>';
    int baseline = text.first_baseline;
    for (auto const& line : text.lines) {
        out += "<text";
        append_attribute(out, "x", text.x);
        append_attribute(out, "y", baseline);
        append_attribute(out, "textLength", line.width);
        out += R"( lengthAdjust="spacingAndGlyphs">)";
        append_escaped(out, line.text);
        out += "</text>";
        baseline += text.leading;
    }
    out += "</g>";
}

}  // namespace

Result<std::string> draw_label_svg(
    Layout const& layout, Label const& label, Font const& font, qr::Options const& symbol
) {
    if (auto const checked = check_layout(layout); !checked) return checked.error();
    auto const drawn = qr::encode(label.url, symbol);
    if (!drawn) return drawn.error();
    auto const room = arrange(layout, drawn->size());
    if (!room) return room.error();
    auto const text = set_text(*room, label, font);
    if (!text) return text.error();
    std::string out;
    out.reserve(2048 + static_cast<std::size_t>(drawn->size() * drawn->size()) * 5);
    out += R"(<svg xmlns="http://www.w3.org/2000/svg")";
    append_mm(out, "width", layout.label_width);
    append_mm(out, "height", layout.label_height);
    out += R"( viewBox="0 0 )";
    append(out, to_units(layout.label_width));
    out += ' ';
    append(out, to_units(layout.label_height));
    out += R"(">)";
    append_symbol(out, *drawn, *room);
    append_text(out, *text);
    out += "</svg>\n";
    return out;
}

}  // namespace ocop::sheets
