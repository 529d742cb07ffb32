#include "pages/language.hpp"

#include "pages/accept.hpp"

#include <algorithm>

namespace ocop::pages {

namespace {

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
    for (auto const& range : read_accept(accept_language)) {
        auto const language = named_by(range.name);
        if (language && range.weight > best_weight) {
            best = *language;
            best_weight = range.weight;
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
