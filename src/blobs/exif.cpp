#include "blobs/exif.hpp"

#include <algorithm>
#include <cmath>

namespace ocop::blobs {

namespace {

constexpr std::string_view exif_mark("Exif\0\0", 6);

// Tags and types of TIFF 6.0 and Exif.
constexpr std::uint16_t tag_orientation = 0x0112;
constexpr std::uint16_t tag_exif_folder = 0x8769;
constexpr std::uint16_t tag_gps_folder = 0x8825;
constexpr std::uint16_t tag_taken_at = 0x9003;
constexpr std::uint16_t tag_taken_offset = 0x9011;
constexpr std::uint16_t tag_latitude_ref = 1;
constexpr std::uint16_t tag_latitude = 2;
constexpr std::uint16_t tag_longitude_ref = 3;
constexpr std::uint16_t tag_longitude = 4;
constexpr std::uint16_t type_ascii = 2;
constexpr std::uint16_t type_short = 3;
constexpr std::uint16_t type_long = 4;
constexpr std::uint16_t type_rational = 5;
constexpr std::size_t entry_bytes = 12;

// Reads numbers at offsets that anyone may have made up: what lies outside is absent.
class Tiff {
  public:
    explicit Tiff(std::string_view bytes) : bytes_(bytes), big_(bytes.substr(0, 2) == "MM") {}

    bool is_one() const {
        bool const order = big_ || bytes_.substr(0, 2) == "II";
        return order && number(2, 2) == 42U;
    }

    std::optional<std::uint32_t> number(std::size_t at, std::size_t width) const {
        if (at > bytes_.size() || width > bytes_.size() - at) {
            return std::nullopt;
        }
        std::uint32_t out = 0;
        for (std::size_t i = 0; i < width; ++i) {
            auto const from = big_ ? at + i : at + width - 1 - i;
            out = out << 8 | static_cast<std::uint8_t>(bytes_[from]);
        }
        return out;
    }

    std::string_view text(std::size_t at, std::size_t count) const {
        if (at > bytes_.size() || count > bytes_.size() - at) {
            return {};
        }
        return bytes_.substr(at, count);
    }

    struct Entry {
        std::uint32_t type = 0;
        std::uint32_t count = 0;
        std::size_t value_at = 0;  // of the field that holds the value, or its offset
    };

    // The entry of a tag in the folder at an offset.
    std::optional<Entry> find(std::size_t folder, std::uint16_t tag) const {
        auto const count = number(folder, 2).value_or(0);
        for (std::size_t i = 0; i < count; ++i) {
            auto const at = folder + 2 + i * entry_bytes;
            auto const found = number(at, 2);
            if (!found) {
                return std::nullopt;
            }
            auto const type = number(at + 2, 2);
            auto const values = number(at + 4, 4);
            if (*found == tag && type && values && number(at + 8, 4)) {
                return Entry{*type, *values, at + 8};
            }
        }
        return std::nullopt;
    }

    std::optional<std::uint32_t> integer_of(std::size_t folder, std::uint16_t tag) const {
        auto const entry = find(folder, tag);
        if (!entry || entry->count != 1) {
            return std::nullopt;
        }
        if (entry->type == type_short) {
            return number(entry->value_at, 2);
        }
        return entry->type == type_long ? number(entry->value_at, 4) : std::nullopt;
    }

    // Without the NUL at its end.
    std::string_view ascii_of(std::size_t folder, std::uint16_t tag) const {
        auto const entry = find(folder, tag);
        if (!entry || entry->type != type_ascii) {
            return {};
        }
        auto const at = entry->count <= 4 ? entry->value_at : number(entry->value_at, 4).value();
        auto const value = text(at, entry->count);
        return value.substr(0, value.find('\0'));
    }

    // Degrees, minutes and seconds as three fractions.
    std::optional<double> degrees_of(std::size_t folder, std::uint16_t tag) const {
        auto const entry = find(folder, tag);
        if (!entry || entry->type != type_rational || entry->count != 3) {
            return std::nullopt;
        }
        auto const at = std::size_t{number(entry->value_at, 4).value()};
        double out = 0;
        double unit = 1;
        for (std::size_t i = 0; i < 3; ++i, unit *= 60) {
            auto const above = number(at + i * 8, 4);
            auto const below = number(at + i * 8 + 4, 4);
            if (!above || !below || (*below == 0 && *above != 0)) {
                return std::nullopt;
            }
            out += *below == 0 ? 0 : static_cast<double>(*above) / *below / unit;
        }
        return out;
    }

  private:
    std::string_view const bytes_;
    bool const big_;
};

bool has_form(std::string_view text, std::string_view form) {
    return text.size() == form.size() &&
           std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
               return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
           });
}

// "2026:10:01 07:30:00" and "+07:00".
std::optional<std::string> time_of(std::string_view text, std::string_view offset) {
    if (!has_form(text, "0000:00:00 00:00:00")) {
        return std::nullopt;
    }
    std::string out(text);
    out[4] = '-';
    out[7] = '-';
    out[10] = 'T';
    // The day and hour exist, whatever the offset is.
    if (!parse_instant(out + "Z")) {
        return std::nullopt;
    }
    bool const offset_given = has_form(offset, "+00:00") || has_form(offset, "-00:00");
    if (offset_given && parse_instant(out + std::string(offset))) {
        out += offset;
    }
    return out;
}

std::optional<std::int64_t> millionths(
    std::optional<double> degrees, std::string_view ref, std::string_view letters, double max
) {
    if (!degrees || ref.size() != 1 || letters.find(ref[0]) == std::string_view::npos ||
        !(*degrees >= 0 && *degrees <= max)) {
        return std::nullopt;
    }
    auto const value = static_cast<std::int64_t>(std::llround(*degrees * 1e6));
    return ref[0] == letters[1] ? -value : value;
}

void read_gps(Tiff const& tiff, std::size_t folder, Exif& out) {
    auto const latitude = millionths(
        tiff.degrees_of(folder, tag_latitude), tiff.ascii_of(folder, tag_latitude_ref), "NS", 90
    );
    auto const longitude = millionths(
        tiff.degrees_of(folder, tag_longitude), tiff.ascii_of(folder, tag_longitude_ref), "EW", 180
    );
    if (latitude && longitude) {
        out.latitude_e6 = latitude;
        out.longitude_e6 = longitude;
    }
}

}  // namespace

Exif read_exif(std::string_view bytes) {
    Exif out;
    if (bytes.substr(0, exif_mark.size()) == exif_mark) {
        bytes.remove_prefix(exif_mark.size());
    }
    Tiff const tiff(bytes);
    if (!tiff.is_one()) {
        return out;
    }
    auto const first = std::size_t{tiff.number(4, 4).value_or(0)};
    auto const orientation = tiff.integer_of(first, tag_orientation).value_or(1);
    out.orientation = orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    if (auto const folder = tiff.integer_of(first, tag_exif_folder)) {
        out.taken_at = time_of(
            tiff.ascii_of(*folder, tag_taken_at), tiff.ascii_of(*folder, tag_taken_offset)
        );
    }
    if (auto const folder = tiff.integer_of(first, tag_gps_folder)) {
        read_gps(tiff, *folder, out);
    }
    return out;
}

}  // namespace ocop::blobs
