#include "sheets/placing.hpp"

#include "qr/draw.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace ocop::sheets {

namespace {

// Hundredths of a millimetre.
constexpr int beside_width_min = 1200;
constexpr int below_height_min = 700;
constexpr int edge = 50;
constexpr std::array ems = {800, 700, 640, 560, 500, 450};  // hundredths of a point
constexpr int em_easily_read = 560;
constexpr int artwork_share = 3;  // of the text's height: a third
constexpr char32_t ellipsis = U'…';

// From the quiet zone to text: half a dot of 1/300 inch by which the symbol may be moved, and what
// letters reach beyond their own left edge (j and T do, by up to 0.09 em).
int text_gap(int per_inch_tenths) {
    return (per_inch_tenths + 500) / 1000;
}

int em_units(int em, int per_inch_tenths) {
    return (em * per_inch_tenths + 36000) / 72000;
}

std::string in_mm(int units, int per_inch_tenths) {
    int const tenths = (units * 2540 + per_inch_tenths / 2) / per_inch_tenths;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " mm";
}

Error too_small(int needed, Room const& room) {
    auto const mm = [&](int units) { return in_mm(units, room.per_inch_tenths); };
    return {
        Errc::refused,
        "sheets_label_too_small",
        "",
        "the symbol takes " + mm(needed) +
            " on a side with its quiet zone, and text takes 12.0 mm beside it or 7.0 mm below; the "
            "label has " +
            mm(room.width) + " × " + mm(room.height)};
}

// What the symbol may take of one side of the label.
struct Span {
    int from;
    int to;
};

Span symbol_span(int side, int inset, int reach) {
    int const from = std::max(reach, inset);
    return {from, side - from};
}

int leading_of(int em) {
    return em * 5 / 4;
}

// A text with the advance of each letter, in font units.
struct Measured {
    std::u32string letters;
    std::vector<int> advances;

    std::int64_t width() const {
        std::int64_t sum = 0;
        for (int const advance : advances) {
            sum += advance;
        }
        return sum;
    }
};

Error letter_missing(std::string_view member, char32_t letter) {
    std::array<char, 16> code{};
    std::snprintf(code.data(), code.size(), "U+%04X", static_cast<unsigned>(letter));
    return {
        Errc::refused,
        "sheets_letter_missing",
        "/" + std::string(member),
        std::string("the font has no letter ") + code.data()};
}

Result<Measured> measure(std::string_view member, std::string_view text, Font const& font) {
    auto const normal = to_nfc(text);
    if (!normal)
        return Error(
            Errc::malformed, "sheets_text_malformed", "/" + std::string(member), "not UTF-8"
        );
    Measured out{code_points(*normal), {}};
    out.advances.reserve(out.letters.size());
    for (char32_t const letter : out.letters) {
        auto const glyph = font.find(letter);
        if (!glyph) return letter_missing(member, letter);
        out.advances.push_back(glyph->advance);
    }
    return out;
}

int scaled(std::int64_t font_units, int em, Font const& font) {
    int const per_em = font.metrics().units_per_em;
    return static_cast<int>((font_units * em + per_em - 1) / per_em);
}

// Breaks a text into lines of at most `room` font units: at spaces, and within a word only where
// the word alone is longer than a line. Never gives an empty line.
class Breaker {
  public:
    Breaker(Measured const& text, std::int64_t room) : text_(text), room_(room) {}

    std::vector<Measured> lines() {
        std::size_t at = 0;
        while (at < text_.letters.size()) {
            if (text_.letters[at] == U' ') {
                ++at;
                continue;
            }
            auto const end = line_end(at);
            out_.push_back(
                {text_.letters.substr(at, end - at),
                 {text_.advances.begin() + static_cast<std::ptrdiff_t>(at),
                  text_.advances.begin() + static_cast<std::ptrdiff_t>(end)}}
            );
            at = end;
        }
        return std::move(out_);
    }

  private:
    // One past the last letter of the line that starts at `at`, at least one letter.
    std::size_t line_end(std::size_t at) const {
        std::int64_t width = 0;
        std::size_t word_end = at;
        for (auto next = at; next < text_.letters.size(); ++next) {
            bool const space = text_.letters[next] == U' ';
            if (space && text_.letters[next - 1] != U' ') {
                word_end = next;
            }
            width += text_.advances[next];
            if (!space && width > room_) {
                return word_end > at ? word_end : std::max(next, at + 1);
            }
        }
        return text_.letters.find_last_not_of(U' ') + 1;
    }

    Measured const& text_;
    std::int64_t room_;
    std::vector<Measured> out_;
};

// Keeps `count` lines, the last of them ending in an ellipsis.
void cut(std::vector<Measured>& lines, std::size_t count, std::int64_t room, int dots_advance) {
    lines.resize(count);
    auto& last = lines.back();
    while (!last.letters.empty() &&
           (last.width() + dots_advance > room || last.letters.back() == U' ')) {
        last.letters.pop_back();
        last.advances.pop_back();
    }
    last.letters += ellipsis;
    last.advances.push_back(dots_advance);
}

struct Member {
    std::string_view name;
    std::string_view text;
};

// The text of a label, measured: the name, and the lines that are never cut.
struct Text {
    Measured product;
    std::vector<Measured> fixed;
    std::string_view widest_member;
    std::int64_t widest = 0;
};

void add_line(Text& text, std::string_view member, Measured line) {
    if (line.width() > text.widest) {
        text.widest = line.width();
        text.widest_member = member;
    }
    text.fixed.push_back(std::move(line));
}

Result<Text> measure_all(Label const& label, Font const& font) {
    Text out;
    auto product = measure("product", label.product, font);
    if (!product) return product.error();
    out.product = std::move(*product);
    for (auto const& member :
         {Member{"stars", label.stars},
          Member{"serial", label.serial},
          Member{"lot", label.lot},
          Member{"position", label.position},
          Member{"copy", label.copy}}) {
        if (member.text.empty()) {
            continue;
        }
        auto line = measure(member.name, member.text, font);
        if (!line) return line.error();
        add_line(out, member.name, std::move(*line));
    }
    return out;
}

// What a label may go without, the most useful first.
Result<std::vector<Measured>> measure_extras(Label const& label, Font const& font) {
    std::vector<Measured> out;
    for (auto const& member : {Member{"gtin", label.gtin}, Member{"host", label.host}}) {
        if (member.text.empty()) {
            continue;
        }
        auto line = measure(member.name, member.text, font);
        if (!line) return line.error();
        out.push_back(std::move(*line));
    }
    return out;
}

struct Size {
    int em = 0;
    bool least = false;
    bool easily_read = false;
};

// From the largest, at least one.
std::vector<Size> sizes_of(Arrangement const& room) {
    std::vector<Size> out;
    for (int const em : ems) {
        int const units = em_units(em, room.per_inch_tenths);
        if (out.empty() || units >= room.em_least) {
            out.push_back({units, false, em >= em_easily_read});
        }
    }
    out.back().least = true;
    return out;
}

TextBlock finish(UnitBox const& room, int em, std::vector<Measured> lines, Font const& font) {
    TextBlock out;
    out.em = em;
    out.leading = leading_of(em);
    out.x = room.x;
    auto const& metrics = font.metrics();
    int const used = out.leading * static_cast<int>(lines.size());
    // The letters stand in the middle of their line: what the line has over the font's own height
    // is shared.
    int const height = scaled(metrics.ascent - metrics.descent, em, font);
    out.first_baseline = room.y + (room.height - used) / 2 + (out.leading - height) / 2 +
                         scaled(metrics.ascent, em, font);
    for (auto& line : lines) {
        int const width = scaled(line.width(), em, font);
        out.lines.push_back({std::move(line.letters), width});
    }
    return out;
}

Error too_long(std::string_view member) {
    return {
        Errc::refused,
        "sheets_text_too_long",
        "/" + std::string(member),
        "does not fit on the label at the least size of letters"};
}

// The block at one size; nothing when it does not fit.
std::optional<TextBlock> try_size(
    UnitBox const& box, Text const& text, Size const& size, Font const& font
) {
    int const em = size.em;
    auto const room = static_cast<std::int64_t>(box.width) * font.metrics().units_per_em / em;
    auto const lines_max = static_cast<std::size_t>(box.height / leading_of(em));
    if (text.widest > room || text.fixed.size() > lines_max) {
        return std::nullopt;
    }
    auto lines = Breaker(text.product, room).lines();
    auto const for_name = lines_max - text.fixed.size();
    if (lines.size() > for_name) {
        auto const dots = font.find(ellipsis);
        if (!size.least || for_name == 0 || !dots) {
            return std::nullopt;
        }
        cut(lines, for_name, room, dots->advance);
    }
    lines.insert(lines.end(), text.fixed.begin(), text.fixed.end());
    return finish(box, em, std::move(lines), font);
}

// Above the text, which gets what is left.
void place_artwork(Arrangement& out, Artwork const& artwork) {
    auto& text = out.text;
    int width = std::min(to_room_units(artwork.width(), out.per_inch_tenths), text.width);
    auto const height_of = [&](int w) {
        return std::max(1, w * artwork.picture().height() / artwork.picture().width());
    };
    if (height_of(width) > text.height / artwork_share) {
        width = std::max(
            1, text.height / artwork_share * artwork.picture().width() / artwork.picture().height()
        );
    }
    int const height = height_of(width);
    out.artwork = {text.x, text.y, width, height};
    int const taken = height + text_gap(out.per_inch_tenths);
    text.y += taken;
    text.height -= taken;
}

}  // namespace

Result<Arrangement> arrange(Room const& room, int modules) {
    int const unit = room.per_inch_tenths;
    int const quiet = qr::quiet_zone_modules * room.module;
    int const side = modules * room.module + 2 * quiet;
    int const margin = to_room_units(edge, unit);
    auto const across = symbol_span(room.width, room.inset_x - quiet, margin);
    auto const down = symbol_span(room.height, room.inset_y - quiet, margin);
    if (side > across.to - across.from || side > down.to - down.from) return too_small(side, room);
    Arrangement out{unit, room.em_least, room.module, modules, {}, {}, {}};
    out.symbol = {across.from, (room.height - side) / 2, side, side};
    int const beside = across.from + side + text_gap(unit);
    int const below = down.from + side + text_gap(unit);
    if (room.width - room.inset_x - beside >= to_room_units(beside_width_min, unit)) {
        out.text = {
            beside,
            room.inset_y,
            room.width - room.inset_x - beside,
            room.height - 2 * room.inset_y};
    } else if (room.height - room.inset_y - below >= to_room_units(below_height_min, unit)) {
        out.symbol = {(room.width - side) / 2, down.from, side, side};
        out.text = {
            room.inset_x, below, room.width - 2 * room.inset_x, room.height - room.inset_y - below};
    } else {
        return too_small(side, room);
    }
    if (room.artwork != nullptr) place_artwork(out, *room.artwork);
    return out;
}

Result<Arrangement> arrange(Layout const& layout, int modules, Artwork const* artwork) {
    Room room;
    room.width = to_units(layout.label_width);
    room.height = to_units(layout.label_height);
    room.inset_x = to_units(layout.inset_x);
    room.inset_y = to_units(layout.inset_y);
    room.module = layout.module_dots * units_per_dot;
    room.artwork = artwork;
    return arrange(room, modules);
}

Result<TextBlock> set_text(Arrangement const& room, Label const& label, Font const& font) {
    auto text = measure_all(label, font);
    if (!text) return text.error();
    auto extras = measure_extras(label, font);
    if (!extras) return extras.error();
    auto const sizes = sizes_of(room);
    for (; !extras->empty(); extras->pop_back()) {
        auto more = *text;
        for (auto const& line : *extras) {
            add_line(more, "", line);
        }
        for (auto const& size : sizes) {
            auto block = size.easily_read ? try_size(room.text, more, size, font) : std::nullopt;
            if (block) {
                return std::move(*block);
            }
        }
    }
    for (auto const& size : sizes) {
        if (auto block = try_size(room.text, *text, size, font)) {
            return std::move(*block);
        }
    }
    auto const wide = scaled(text->widest, sizes.back().em, font) > room.text.width;
    return too_long(wide ? text->widest_member : "product");
}

Line set_line(std::u32string_view text, int em, Font const& font) {
    Line out;
    std::int64_t width = 0;
    for (char32_t const letter : text) {
        if (auto const glyph = font.find(letter)) {
            out.text += letter;
            width += glyph->advance;
        }
    }
    out.width = scaled(width, em, font);
    return out;
}

}  // namespace ocop::sheets
