#include "sheets/zpl.hpp"

#include "sheets/lettering.hpp"
#include "sheets/proof.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace ocop::sheets {

namespace {

constexpr int side_min = 1500;
constexpr int side_max = 15'000;
constexpr int em_dots_min = 15;  // below, the marks of Ấ run into each other
constexpr std::string_view hex = "0123456789ABCDEF";

Error invalid(std::string_view member, std::string reason) {
    return {Errc::malformed, "sheets_roll_invalid", "/" + std::string(member), std::move(reason)};
}

// What a printer calls 203 dpi is 8 dots a millimetre.
int per_inch_tenths(int dpi) {
    return dpi == 203 ? 2032 : dpi * 10;
}

// The least whole number of dots that is not below the profile's module.
int module_dots(Roll const& roll) {
    int const module = roll.profile == qr::Profile::pos ? 396 : 338;  // thousandths of a mm
    return (module * per_inch_tenths(roll.dpi) + 253'999) / 254'000;
}

// How often the next digit comes, in letters: g to z are 20 to 400 by twenties, G to Y 1 to 19.
void append_times(std::string& out, std::size_t times) {
    for (; times > 400; times -= 400) {
        out += 'z';
    }
    if (times >= 20) {
        out += static_cast<char>('f' + times / 20);
    }
    if (times % 20 > 0) {
        out += static_cast<char>('F' + times % 20);
    }
}

// ',' fills the row with white, '!' with ink.
void append_packed(std::string& out, std::string_view digits) {
    auto end = digits.size();
    if (digits.back() == '0' || digits.back() == 'F') {
        end = digits.find_last_not_of(digits.back()) + 1;  // npos + 1: from the start
    }
    for (std::size_t at = 0; at < end;) {
        auto const next = std::min(digits.find_first_not_of(digits[at], at), end);
        if (next - at > 1) {
            append_times(out, next - at);
        }
        out += digits[at];
        at = next;
    }
    if (end < digits.size()) {
        out += digits.back() == '0' ? ',' : '!';
    }
}

// ':' is the row before once more.
void append_picture(std::string& out, Bitmap const& picture) {
    std::string before;
    std::string digits;
    for (int y = 0; y < picture.height(); ++y) {
        digits.clear();
        for (auto const bits : picture.row(y)) {
            digits += hex[bits >> 4];
            digits += hex[bits & 0xf];
        }
        if (digits == before) {
            out += ':';
        } else {
            append_packed(out, digits);
        }
        before = digits;
    }
}

void draw_artwork(Bitmap& out, Artwork const& artwork, UnitBox const& box) {
    auto const small = resized(artwork.picture(), box.width, box.height);
    draw_picture(out, small, box.x, box.y);
}

}  // namespace

struct ZplWriter::State {
    State(Roll const& r, Font const& f, Lettering l, Sink s)
        : roll(r), font(f), lettering(std::move(l)), sink(std::move(s)), room(room_of(r)) {}

    Bitmap draw(qr::Symbol const& symbol, Arrangement const& place, TextBlock const& text);
    Result<void> put(Bitmap const& picture);

    Roll roll;
    Font const& font;
    Lettering lettering;
    Sink sink;
    Room room;
    std::uint64_t labels = 0;
    std::string out;
    std::optional<Error> failure;
};

Bitmap ZplWriter::State::draw(
    qr::Symbol const& symbol, Arrangement const& place, TextBlock const& text
) {
    Bitmap picture(room.width, room.height);
    int const quiet = qr::quiet_zone_modules * place.module;
    draw_symbol(picture, symbol, place.symbol.x + quiet, place.symbol.y + quiet, place.module);
    if (roll.artwork != nullptr) {
        draw_artwork(picture, *roll.artwork, place.artwork);
    }
    int baseline = text.first_baseline;
    for (auto const& line : text.lines) {
        lettering.draw(picture, text.x, baseline, text.em, line.text);
        baseline += text.leading;
    }
    return picture;
}

Result<void> ZplWriter::State::put(Bitmap const& picture) {
    auto const bytes = std::to_string(picture.row_bytes() * static_cast<std::size_t>(room.height));
    out = "^XA^LH0,0^PW" + std::to_string(room.width) + "^LL" + std::to_string(room.height) +
          "^FO0,0^GFA," + bytes + ',' + bytes + ',' + std::to_string(picture.row_bytes()) + ',';
    append_picture(out, picture);
    out += "^FS^XZ\n";
    auto taken = sink(out);
    if (!taken) {
        failure = taken.error();
    }
    return taken;
}

Room room_of(Roll const& roll) {
    int const unit = per_inch_tenths(roll.dpi);
    Room out;
    out.per_inch_tenths = unit;
    out.width = to_room_units(roll.label_width, unit);
    out.height = to_room_units(roll.label_height, unit);
    out.inset_x = to_room_units(roll.inset_x, unit);
    out.inset_y = to_room_units(roll.inset_y, unit);
    out.module = module_dots(roll);
    out.em_least = em_dots_min;
    out.artwork = roll.artwork;
    return out;
}

Result<void> check_roll(Roll const& roll) {
    if (roll.dpi != 203 && roll.dpi != 300 && roll.dpi != 600)
        return invalid("dpi", "must be 203, 300 or 600");
    if (roll.label_width < side_min || roll.label_width > side_max)
        return invalid("label_width", "must be 1500 to 15000");
    if (roll.label_height < side_min || roll.label_height > side_max)
        return invalid("label_height", "must be 1500 to 15000");
    if (roll.inset_x < 0 || 2 * roll.inset_x >= roll.label_width)
        return invalid("inset_x", "must leave something of the label");
    if (roll.inset_y < 0 || 2 * roll.inset_y >= roll.label_height)
        return invalid("inset_y", "must leave something of the label");
    return {};
}

ZplWriter::ZplWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

ZplWriter::ZplWriter(ZplWriter&&) noexcept = default;
ZplWriter& ZplWriter::operator=(ZplWriter&&) noexcept = default;
ZplWriter::~ZplWriter() = default;

Result<ZplWriter> ZplWriter::open(Roll const& roll, Font const& font, Sink sink) {
    if (auto const checked = check_roll(roll); !checked) return checked.error();
    auto lettering = Lettering::open(font);
    if (!lettering) return lettering.error();
    return ZplWriter(std::make_unique<State>(roll, font, std::move(*lettering), std::move(sink)));
}

Result<void> ZplWriter::add(Label const& label) {
    auto& state = *state_;
    if (state.failure) return *state.failure;
    auto const symbol = qr::encode(label.url, state.roll.symbol);
    if (!symbol) return symbol.error();
    auto const place = arrange(state.room, symbol->size());
    if (!place) return place.error();
    auto const text = set_text(*place, label, state.font);
    if (!text) return text.error();
    auto const picture = state.draw(*symbol, *place, *text);
    auto const every = static_cast<std::uint64_t>(state.roll.proof_every);
    if (every > 0 && state.labels % every == 0) {
        auto const& box = place->symbol;
        auto const proved = prove(
            part_of(picture, box.x, box.y, box.width, box.height),
            qr::quiet_zone_modules * place->module,
            label.url
        );
        if (!proved) return proved.error();
    }
    if (auto const taken = state.put(picture); !taken) return taken.error();
    ++state.labels;
    return {};
}

std::uint64_t ZplWriter::labels() const {
    return state_->labels;
}

}  // namespace ocop::sheets
