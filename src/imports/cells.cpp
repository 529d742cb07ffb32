#include "imports/cells.hpp"

#include "events/csv_values.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::imports {

namespace {

constexpr std::string_view changed_by_spreadsheet =
    "was changed by the spreadsheet: format the column as text, and type it again";

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "8,93612E+12", as a spreadsheet shows a long number: its last digits are lost.
bool is_rounded(std::string_view text) {
    auto const e = text.find_first_of("eE");
    if (e == std::string_view::npos || e == 0 || e + 1 == text.size()) {
        return false;
    }
    auto const mantissa = text.substr(0, e);
    auto const exponent = text.substr(e + (text[e + 1] == '+' ? 2 : 1));
    return mantissa.find_first_not_of("0123456789.,") == std::string_view::npos &&
           is_digits(exponent);
}

// With the zeros in front that a spreadsheet leaves out of what looks like a number.
std::string padded(std::string_view text, std::size_t digits) {
    return is_digits(text) && text.size() < digits
               ? std::string(digits - text.size(), '0').append(text)
               : std::string(text);
}

// Of ten digits or, of a branch, thirteen: one zero in front may be lost. Twelve are a person's
// number, or a branch's without its zero: nobody can tell, so that they stay as they are.
std::string tax_code(std::string_view text) {
    constexpr std::size_t whole = 10;
    // "0123456789-001", as it is printed, too.
    std::string digits(text);
    if (digits.size() > 3 && digits[digits.size() - 4] == '-') {
        digits.erase(digits.size() - 4, 1);
    }
    return digits.size() + 1 == whole ? padded(digits, whole) : digits;
}

std::variant<json::value, std::string_view> number_of(std::string_view text) {
    constexpr std::uint64_t most = 1'000'000'000'000'000;
    auto const value = parse_decimal(text, most);
    if (value) {
        return json::value(static_cast<std::int64_t>(*value));
    }
    return std::string_view("must be a whole number without a separator, as 1500");
}

std::variant<json::value, std::string_view> day_of(std::string_view text) {
    auto day = events::read_csv_day(text);
    if (auto* const iso = std::get_if<std::string>(&day)) {
        return json::value(*iso);
    }
    return std::string_view("must be a day, as 26/11/2026 or 2026-11-26");
}

}  // namespace

std::variant<json::value, std::string_view> read_cell(Cell cell, std::string_view text) {
    constexpr std::size_t commune_digits = 5;
    constexpr std::size_t phone_digits = 10;
    switch (cell) {
        case Cell::text:
            return json::value(text);
        case Cell::commune:
            return json::value(padded(text, commune_digits));
        case Cell::tax_code:
        case Cell::gtin:
            if (is_rounded(text)) {
                return changed_by_spreadsheet;
            }
            return json::value(cell == Cell::gtin ? std::string(text) : tax_code(text));
        case Cell::phone:
            if (is_rounded(text)) {
                return changed_by_spreadsheet;
            }
            return json::value(
                text.size() + 1 == phone_digits ? padded(text, phone_digits) : std::string(text)
            );
        case Cell::number:
            return number_of(text);
        case Cell::day:
            return day_of(text);
        case Cell::legal_form:
        case Cell::version:
        case Cell::unit:
            return json::value(word_of(cell, text));
    }
    return json::value(text);
}

}  // namespace ocop::imports
