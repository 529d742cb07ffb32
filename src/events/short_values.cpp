#include "events/short_values.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ocop::events {

namespace {

// Steps by which the goods leave the place, so that they are not there afterwards.
constexpr std::array<std::string_view, 7> leaving{
    "shipping",
    "departing",
    "consigning",
    "retail_selling",
    "dispensing",
    "destroying",
    "decommissioning"};
// Steps that hand over for good.
constexpr std::array<std::string_view, 5> owning{
    "shipping", "receiving", "accepting", "retail_selling", "dispensing"};

template <std::size_t N>
bool is_in(std::array<std::string_view, N> const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

struct NamedMeasure {
    std::string_view en;
    std::string_view vi;
    MeasureKind kind;
};

constexpr std::array<NamedMeasure, 2> measures{{
    {"temperature", "nhiệt độ", {"Temperature", "CEL"}},
    {"humidity", "độ ẩm", {"RelativeHumidity", "P1"}},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> measure_units{{
    {"°C", "CEL"},
    {"C", "CEL"},
    {"K", "KEL"},
    {"%", "P1"},
    {"g", "GRM"},
    {"kg", "KGM"},
    {"ml", "MLT"},
    {"l", "LTR"},
    {"m", "MTR"},
    {"min", "MIN"},
    {"h", "HUR"},
    {"day", "DAY"},
    {"piece", "C62"},
}};

bool is_uom(std::string_view text) {
    return (text.size() == 2 || text.size() == 3) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

}  // namespace

bool leaves_the_place(std::string_view biz_step) {
    return is_in(leaving, biz_step);
}

bool hands_over_for_good(std::string_view biz_step) {
    return is_in(owning, biz_step);
}

bool is_offset(std::string_view text) {
    constexpr std::size_t size = 6;
    if (text.size() != size || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return false;
    }
    auto const digits = std::string(text.substr(1, 2)) + std::string(text.substr(4));
    bool const numeric =
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    return numeric && digits <= "1400" && digits.substr(2) < "60";
}

std::string_view offset_of(std::string_view time) {
    auto const tail = time.substr(time.size() - std::min<std::size_t>(time.size(), 6));
    return is_offset(tail) ? tail : vietnam_offset;
}

MeasureKind measure_kind(std::string_view type) {
    auto const name = fold_case(type);
    for (auto const& measure : measures) {
        if (name == measure.en || name == measure.vi || type == measure.kind.word) {
            return measure.kind;
        }
    }
    return {type, {}};
}

std::string measure_uom(std::string_view unit) {
    for (auto const& [name, code] : measure_units) {
        if (name == unit) {
            return std::string(code);
        }
    }
    return is_uom(unit) ? std::string(unit) : std::string();
}

std::optional<std::string> clean_lines(std::string_view text, std::size_t chars_max) {
    std::string out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        auto const blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
        auto const clean = blank ? Result<std::string>(std::string()) : clean_line(line, chars_max);
        if (!clean) {
            return std::nullopt;
        }
        out += (out.empty() ? "" : "\n") + *clean;
    }
    bool const fits = !out.empty() && code_points(out).size() <= chars_max;
    return fits ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace ocop::events
