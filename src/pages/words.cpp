#include "pages/words.hpp"

#include <array>

namespace ocop::pages {

namespace {

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string day_words(Texts const& words, Day day) {
    std::chrono::year_month_day const date(day.date);
    auto const month = two_digits(static_cast<unsigned>(date.month()));
    return words.filled(
        "day_pattern",
        {{"day", two_digits(static_cast<unsigned>(date.day()))},
         {"month", words.text("month_" + month)},
         {"year", std::to_string(static_cast<int>(date.year()))}}
    );
}

std::string time_words(Texts const& words, Instant at) {
    auto const day = legal_day(at);
    auto const minutes = (at.ms - start_of(day).ms) / 60'000;
    return words.filled(
        "time_pattern",
        {{"hour", two_digits(minutes / 60)},
         {"minute", two_digits(minutes % 60)},
         {"day", day_words(words, day)}}
    );
}

std::string number_words(Texts const& words, std::uint64_t number) {
    auto const digits = std::to_string(number);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += words.text("thousands_mark");
        out += digits[i];
    }
    return out;
}

std::string quantity_words(Texts const& words, registry::Quantity quantity) {
    constexpr std::array units{"unit_g", "unit_kg", "unit_ml", "unit_l", "unit_piece"};
    auto const amount = static_cast<std::uint64_t>(std::max<std::int64_t>(quantity.value, 0));
    return number_words(words, amount) + ' ' +
           words.text(units.at(static_cast<std::size_t>(quantity.unit)));
}

NameWords name_words(Texts const& words, registry::Name const& name) {
    if (words.language() == Language::vi) return {name.vi, false};
    if (name.en) return {*name.en, false};
    return {name.vi, true};
}

}  // namespace ocop::pages
