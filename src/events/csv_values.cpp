#include "events/csv_values.hpp"

#include "events/short_values.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ocop::events {

namespace {

constexpr Words not_a_number{"Không phải là số", "is not a number"};
constexpr Words two_readings{
    "Số này đọc được hai cách: hãy ghi 1500 hoặc 1,5",
    "can be read in two ways: write 1500, or 1.5"};
constexpr Words not_a_date{
    "Ngày phải có dạng 22/11/2026 hoặc 2026-11-22", "must be 22/11/2026 or 2026-11-22"};
constexpr Words not_a_time{"Giờ phải có dạng 8:30 hoặc 8h30", "must be 8:30 or 8h30"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> unit_names{{
    {"gam", "g"},
    {"gram", "g"},
    {"kilogam", "kg"},
    {"ký", "kg"},
    {"cân", "kg"},
    {"mililít", "ml"},
    {"lít", "l"},
    {"litre", "l"},
    {"liter", "l"},
    {"quả", "piece"},
    {"gói", "piece"},
    {"hộp", "piece"},
    {"chai", "piece"},
    {"cái", "piece"},
    {"túi", "piece"},
    {"pieces", "piece"},
}};

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits parted into groups of three by `mark`: "1.234.567". Their digits alone, or nullopt.
std::optional<std::string> ungrouped(std::string_view text, char mark) {
    std::string out;
    bool first = true;
    for (;;) {
        auto const end = std::min(text.find(mark), text.size());
        auto const group = text.substr(0, end);
        if (!is_digits(group) || group.size() > 3 || (!first && group.size() != 3)) {
            return std::nullopt;
        }
        out += group;
        if (end == text.size()) {
            return out;
        }
        text.remove_prefix(end + 1);
        first = false;
    }
}

std::variant<Number, Words> number_of(std::string const& whole, std::string_view fraction) {
    constexpr std::size_t digits_max = 15;  // what a double holds for certain
    if (!is_digits(whole) || whole.size() + fraction.size() > digits_max) {
        return not_a_number;
    }
    if (fraction.find_first_not_of('0') == std::string_view::npos) {
        auto const first = std::min(whole.find_first_not_of('0'), whole.size() - 1);
        auto const value = parse_decimal(std::string_view(whole).substr(first), INT64_MAX);
        return value ? std::variant<Number, Words>(Number{static_cast<std::int64_t>(*value)})
                     : not_a_number;
    }
    auto const text = whole + "." + std::string(fraction);
    double value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!is_digits(fraction) || read.ec != std::errc() || read.ptr != text.data() + text.size()) {
        return not_a_number;
    }
    return Number{value};
}

// "1 234" and "1 234,5": spaces, also those that do not break, part groups of three.
std::string without_spaces(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "\u00A0") {
            ++i;
        } else if (text[i] != ' ') {
            out += text[i];
        }
    }
    return out;
}

std::optional<int> small_number(std::string_view text) {
    constexpr std::uint64_t most = 9999;
    if (text.size() == 2 && text[0] == '0') {
        text.remove_prefix(1);
    }
    auto const value = parse_decimal(text, most);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

std::string two_digits(int value) {
    auto const text = std::to_string(value);
    return text.size() < 2 ? "0" + text : text;
}

// "d/m/yyyy", '-' and '.' also, or ISO; to ISO.
std::optional<std::string> iso_day(std::string_view text) {
    auto const mark = text.find_first_of("/.-");
    if (mark == std::string_view::npos) {
        return std::nullopt;
    }
    if (mark == 4) {
        return parse_day(text) ? std::optional(std::string(text)) : std::nullopt;
    }
    auto const next = text.find(text[mark], mark + 1);
    if (next == std::string_view::npos || text.size() - next != 5) {
        return std::nullopt;
    }
    auto const day = small_number(text.substr(0, mark));
    auto const month = small_number(text.substr(mark + 1, next - mark - 1));
    auto const year = text.substr(next + 1);
    if (!day || !month || !is_digits(year)) {
        return std::nullopt;
    }
    auto const iso = std::string(year) + "-" + two_digits(*month) + "-" + two_digits(*day);
    return parse_day(iso) ? std::optional(iso) : std::nullopt;
}

// "8:30", "08:30:15", "8h30", "8h"; to "08:30:15".
std::optional<std::string> iso_time(std::string_view text) {
    std::array<int, 3> parts{};
    std::size_t count = 0;
    while (count < parts.size()) {
        auto const end = std::min(text.find_first_of(":hH"), text.size());
        auto const value = small_number(text.substr(0, end));
        if (!value || *value >= (count == 0 ? 24 : 60)) {
            return std::nullopt;
        }
        parts[count++] = *value;
        bool const last = end == text.size();
        bool const hour_alone = end + 1 == text.size() && text[end] != ':' && count == 1;
        if (last || hour_alone) {
            // A number alone is no time of day.
            bool const whole = count > 1 || hour_alone;
            return whole ? std::optional(
                               two_digits(parts[0]) + ":" + two_digits(parts[1]) + ":" +
                               two_digits(parts[2])
                           )
                         : std::nullopt;
        }
        text.remove_prefix(end + 1);
    }
    return std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

std::string header_name(std::string_view text) {
    auto name = fold_case(trimmed(text.substr(0, text.find('('))));
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::variant<Number, Words> read_csv_number(std::string_view text) {
    auto const plain = without_spaces(trimmed(text));
    auto const last = plain.find_last_of(".,");
    if (last == std::string::npos) {
        return number_of(plain, {});
    }
    auto const mark = plain[last];
    auto const other = mark == ',' ? '.' : ',';
    auto const before = std::string_view(plain).substr(0, last);
    auto const after = std::string_view(plain).substr(last + 1);
    if (before.find(mark) != std::string_view::npos) {
        auto const whole = ungrouped(plain, mark);
        return whole ? number_of(*whole, {}) : not_a_number;
    }
    if (before.find(other) != std::string_view::npos) {
        auto const whole = ungrouped(before, other);
        return whole && is_digits(after) ? number_of(*whole, after) : not_a_number;
    }
    if (after.size() == 3 && before.size() <= 3 && before != "0") {
        return is_digits(after) && is_digits(before) ? two_readings : not_a_number;
    }
    return is_digits(after) ? number_of(std::string(before), after) : not_a_number;
}

std::variant<std::string, Words> read_csv_day(std::string_view text) {
    auto day = iso_day(trimmed(text));
    return day ? std::variant<std::string, Words>(std::move(*day)) : not_a_date;
}

std::variant<std::string, Words> read_csv_time(std::string_view date, std::string_view time) {
    date = trimmed(date);
    time = trimmed(time);
    if (time.empty() && parse_instant(date)) {
        return std::string(date);
    }
    if (auto const space = date.find_first_of(" T"); time.empty() && space != date.npos) {
        time = trimmed(date.substr(space + 1));
        date = date.substr(0, space);
    }
    auto const day = iso_day(date);
    if (!day) {
        return not_a_date;
    }
    auto const clock = time.empty() ? std::optional<std::string>("00:00:00") : iso_time(time);
    if (!clock) {
        return not_a_time;
    }
    return *day + "T" + *clock + std::string(vietnam_offset);
}

std::string csv_unit(std::string_view text) {
    auto const name = fold_case(trimmed(text));
    for (auto const& [alias, unit] : unit_names) {
        if (alias == name) {
            return std::string(unit);
        }
    }
    return name;
}

}  // namespace ocop::events
