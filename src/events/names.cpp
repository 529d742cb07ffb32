#include "events/names.hpp"

#include <ocop/gs1/check_digit.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ocop::events {

namespace {

constexpr std::string_view gln_stem = "https://id.gs1.org/414/";
constexpr std::size_t gln_digits = 13;
constexpr std::size_t id_chars_max = 64;

constexpr std::array<std::pair<std::string_view, NameKind>, 3> stems{
    std::pair{std::string_view("urn:ocop:place:"), NameKind::place},
    std::pair{std::string_view("urn:ocop:producer:"), NameKind::producer},
    std::pair{std::string_view("urn:ocop:authority:"), NameKind::authority},
};

bool starts_with(std::string_view text, std::string_view stem) {
    return text.substr(0, stem.size()) == stem;
}

// Ids are made here (Crockford in lower case) or given by an authority ("phutho-ocop").
bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= id_chars_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
           });
}

std::string named(NameKind kind, std::string_view id) {
    for (auto const& [stem, its_kind] : stems) {
        if (its_kind == kind) {
            return std::string(stem) + std::string(id);
        }
    }
    return {};
}

std::optional<RegisterName> parse_gln(std::string_view rest) {
    auto const gln = rest.substr(0, gln_digits);
    bool const whole = rest.size() == gln.size() || starts_with(rest.substr(gln.size()), "/254/");
    if (!whole || !gs1::is_gln(gln)) {
        return std::nullopt;
    }
    return RegisterName{NameKind::place, std::string(gln)};
}

}  // namespace

std::string place_uri(std::string_view id) {
    return gs1::is_gln(id) ? std::string(gln_stem) + std::string(id) : named(NameKind::place, id);
}

std::string producer_uri(std::string_view id) {
    return named(NameKind::producer, id);
}

std::optional<RegisterName> parse_name(std::string_view canonical) {
    if (starts_with(canonical, gln_stem)) {
        return parse_gln(canonical.substr(gln_stem.size()));
    }
    for (auto const& [stem, kind] : stems) {
        if (!starts_with(canonical, stem)) {
            continue;
        }
        auto const id = canonical.substr(stem.size());
        // A place with a GLN has one name, and this is not it.
        bool const ours = is_id(id) && !(kind == NameKind::place && gs1::is_gln(id));
        return ours ? std::optional(RegisterName{kind, std::string(id)}) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace ocop::events
