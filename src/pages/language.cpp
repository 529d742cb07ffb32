#include "pages/language.hpp"

#include <algorithm>

namespace ocop::pages {

namespace {

// Cuts the text before `mark` off the front of `text`, and drops the mark.
std::string_view take_until(std::string_view& text, char mark) {
    auto const end = std::min(text.find(mark), text.size());
    auto const piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return piece;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t";
    auto const first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// Whether a language range (RFC 4647 §2.1) is `language` or a variety of it.
bool names(std::string_view range, Language language) {
    auto const code = code_of(language);
    if (range.size() < code.size()) return false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if ((range[i] | 0x20) != code[i]) return false;
    }
    return range.size() == code.size() || range[code.size()] == '-';
}

std::optional<Language> named_by(std::string_view range) {
    for (auto const language : languages) {
        if (names(range, language)) return language;
    }
    return std::nullopt;
}

// Thousandths, as RFC 9110 §12.4.2 writes them ("0.8" is 800); 0 for what is no weight.
int weight_of(std::string_view parameters) {
    auto const text = trim(parameters);
    if (text.empty()) return 1000;
    if (!text.starts_with("q=") || text.size() > 7) return 0;
    auto const number = text.substr(2);
    if (number.empty() || (number[0] != '0' && number[0] != '1')) return 0;
    int value = (number[0] - '0') * 1000;
    int unit = 100;
    for (std::size_t i = 2; i < number.size(); ++i, unit /= 10) {
        if (number[i] < '0' || number[i] > '9') return 0;
        value += (number[i] - '0') * unit;
    }
    return std::min(value, 1000);
}

}  // namespace

std::string_view code_of(Language language) {
    return language == Language::vi ? "vi" : "en";
}

std::optional<Language> asked_language(std::string_view query) {
    while (!query.empty()) {
        auto const piece = take_until(query, '&');
        for (auto const language : languages) {
            if (piece.starts_with("lang=") && piece.substr(5) == code_of(language)) return language;
        }
    }
    return std::nullopt;
}

Language choose_language(std::string_view query, std::string_view accept_language) {
    if (auto const asked = asked_language(query)) return *asked;
    auto best = Language::vi;
    int best_weight = 0;
    while (!accept_language.empty()) {
        auto range = take_until(accept_language, ',');
        auto const tag = trim(take_until(range, ';'));
        int const weight = weight_of(range);
        auto const language = named_by(tag);
        if (language && weight > best_weight) {
            best = *language;
            best_weight = weight;
        }
    }
    return best;
}

std::string with_language(std::string_view query, Language language) {
    std::string out;
    while (!query.empty()) {
        auto const piece = take_until(query, '&');
        if (piece.empty() || piece.starts_with("lang=")) continue;
        out += piece;
        out += '&';
    }
    out += "lang=";
    out += code_of(language);
    return out;
}

}  // namespace ocop::pages
