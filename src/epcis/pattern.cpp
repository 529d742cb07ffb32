#include "epcis/epc_urn.hpp"
#include "epcis/key_link.hpp"

#include <ocop/epcis/identifier.hpp>

#include <algorithm>

namespace ocop::epcis {

namespace {

// The first urn:epc:… that stands for many; nothing where read_identifier() has the answer.
std::optional<Pattern> read_many(std::string_view uri) {
    auto rest = uri;
    if (!is_uri(uri) || !take_epc(rest)) {
        return std::nullopt;
    }
    auto urn = read_epc_urn(uri, rest);
    if (!urn || !urn->many) {
        return std::nullopt;
    }
    return Pattern{std::nullopt, std::move(urn->prefix), std::move(urn->digits)};
}

}  // namespace

Result<Pattern> read_pattern(std::string_view uri) {
    if (auto many = read_many(uri)) {
        return *std::move(many);
    }
    auto identifier = read_identifier(uri);
    if (!identifier) {
        return identifier.error();
    }
    return Pattern{std::move(identifier->canonical), {}, {}};
}

bool in_pattern(Pattern const& pattern, std::string_view canonical) {
    if (pattern.klass) {
        auto const classes = classes_of(canonical);
        return canonical == *pattern.klass || finest_key(canonical) == finest_key(*pattern.klass) ||
               std::find(classes.begin(), classes.end(), *pattern.klass) != classes.end();
    }
    if (!canonical.starts_with(pattern.prefix)) {
        return false;
    }
    auto const rest = canonical.substr(pattern.prefix.size());
    return pattern.digits.empty() || (!rest.empty() && rest.substr(1).starts_with(pattern.digits));
}

}  // namespace ocop::epcis
