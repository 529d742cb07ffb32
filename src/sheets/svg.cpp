#include "sheets/svg.hpp"

#include "qr/draw.hpp"
#include "sheets/placing.hpp"
#include "sheets/proof.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

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

constexpr int side_max = 17 + 4 * qr::version_max;

// Numbers of a path, which has hundreds, are copied rather than made.
struct Digits {
    std::array<char, 4> text{};
    int size = 0;
};

constexpr std::array<Digits, side_max + 1> all_digits = [] {
    std::array<Digits, side_max + 1> out{};
    for (int number = 0; number <= side_max; ++number) {
        auto& digits = out[static_cast<std::size_t>(number)];
        for (int unit = 100; unit > 0; unit /= 10) {
            if (number >= unit || unit == 1) {
                digits.text[static_cast<std::size_t>(digits.size++)] =
                    static_cast<char>('0' + number / unit % 10);
            }
        }
    }
    return out;
}();

// One row of a path: at most a run in two modules, of "M176 176h177v1h-177z" at most.
class RowWriter {
  public:
    void put(std::string_view literal) { at_ = std::copy(literal.begin(), literal.end(), at_); }

    void put(int number) {
        auto const& digits = all_digits[static_cast<std::size_t>(number)];
        std::copy(digits.text.begin(), digits.text.end(), at_);
        at_ += digits.size;
    }

    std::string_view view() const {
        return {buffer_.data(), static_cast<std::size_t>(at_ - buffer_.data())};
    }

  private:
    static constexpr std::size_t run_bytes_max = 20;

    // The digits of the last number are copied with what room they do not need.
    std::array<char, (side_max + 1) / 2 * run_bytes_max + 4> buffer_;
    char* at_ = buffer_.data();
};

// Each horizontal run of dark modules as a closed rectangle.
void append_row(std::string& out, qr::Symbol const& symbol, int row) {
    // Where dark and light change, found without a branch to be guessed wrong; runs lie between
    // an even one and the next.
    std::array<int, side_max + 2> changes{};
    std::size_t count = 0;
    bool before = false;
    for (int column = 0; column < symbol.size(); ++column) {
        bool const dark = symbol.dark(row, column);
        changes[count] = column;
        count += dark != before ? 1 : 0;
        before = dark;
    }
    changes[count] = symbol.size();
    RowWriter line;
    for (std::size_t at = 0; at < count; at += 2) {
        int const length = changes[at + 1] - changes[at];
        line.put("M");
        line.put(changes[at]);
        line.put(" ");
        line.put(row);
        line.put("h");
        line.put(length);
        line.put("v1h-");
        line.put(length);
        line.put("z");
    }
    out += line.view();
}

void append_path(std::string& out, qr::Symbol const& symbol) {
    for (int row = 0; row < symbol.size(); ++row) {
        append_row(out, symbol, row);
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

// A run of dots at a time, in a scale of its own.
void append_artwork(std::string& out, Bitmap const& picture, UnitBox const& box) {
    std::array<char, 160> head{};
    auto const size = std::snprintf(
        head.data(),
        head.size(),
        R"lit(<path fill="#000" transform="translate(%d %d) scale(%.5f %.5f)" d=")lit",
        box.x,
        box.y,
        static_cast<double>(box.width) / picture.width(),
        static_cast<double>(box.height) / picture.height()
    );
    out.append(head.data(), static_cast<std::size_t>(size));
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            int const from = x;
            while (picture.ink(x, y)) {
                ++x;
            }
            if (x > from) {
                auto const length = std::to_string(x - from);
                out += 'M' + std::to_string(from) + ' ' + std::to_string(y) + 'h' + length +
                       "v1h-" + length + 'z';
            }
        }
    }
    out += R"("/>)";
}

struct Drawn {
    std::string text;
    int modules = 0;
};

Result<Drawn> draw(
    Layout const& layout,
    Label const& label,
    Font const& font,
    qr::Options const& symbol,
    Artwork const* artwork
) {
    if (auto const checked = check_layout(layout); !checked) return checked.error();
    auto const drawn = qr::encode(label.url, symbol);
    if (!drawn) return drawn.error();
    auto const room = arrange(layout, drawn->size(), artwork);
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
    if (artwork != nullptr) {
        append_artwork(out, artwork->picture(), room->artwork);
    }
    append_text(out, *text);
    out += "</svg>\n";
    return Drawn{std::move(out), drawn->size()};
}

// What stands between the quotes of the symbol's path, which is the first in the file.
std::string_view symbol_path(std::string_view svg) {
    constexpr std::string_view before = R"( d=")";
    auto const from = svg.find(before) + before.size();
    return svg.substr(from, svg.find('"', from) - from);
}

}  // namespace

Result<std::string> draw_label_svg_unproved(
    Layout const& layout,
    Label const& label,
    Font const& font,
    qr::Options const& symbol,
    Artwork const* artwork
) {
    auto drawn = draw(layout, label, font, symbol, artwork);
    if (!drawn) return drawn.error();
    return std::move(drawn->text);
}

Result<std::string> draw_label_svg(
    Layout const& layout,
    Label const& label,
    Font const& font,
    qr::Options const& symbol,
    Artwork const* artwork
) {
    auto drawn = draw(layout, label, font, symbol, artwork);
    if (!drawn) return drawn.error();
    auto const path = symbol_path(drawn->text);
    if (auto const proved = prove_path(path, drawn->modules, layout.module_dots, label.url);
        !proved)
        return proved.error();
    return std::move(drawn->text);
}

}  // namespace ocop::sheets
