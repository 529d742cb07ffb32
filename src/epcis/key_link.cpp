#include "epcis/key_link.hpp"

#include <algorithm>

namespace ocop::epcis {

namespace {

std::string_view take_segment(std::string_view& rest) {
    // Segments are short: a loop is done before find() has begun.
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != '/') {
        ++end;
    }
    auto const segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return segment;
}

}  // namespace

std::string_view KeyLink::qualifier(std::string_view ai) const {
    for (auto const& pair : qualifiers()) {
        if (pair.ai == ai) {
            return pair.value;
        }
    }
    return {};
}

std::optional<KeyLink> split_link(std::string_view canonical) {
    if (!canonical.starts_with(link_base)) {
        return std::nullopt;
    }
    auto rest = canonical.substr(link_base.size());
    KeyLink link;
    link.key.ai = take_segment(rest);
    link.key.value = take_segment(rest);
    while (!rest.empty()) {
        if (link.count == qualifiers_max) {
            return std::nullopt;
        }
        auto& pair = link.all[link.count++];
        pair.ai = take_segment(rest);
        pair.value = take_segment(rest);
    }
    if (link.key.value.empty() || !all_digits(link.key.ai)) {
        return std::nullopt;
    }
    return link;
}

IdentifierKind kind_of(KeyLink const& link) {
    auto const ai = link.key.ai;
    auto const one = [](bool is_one) {
        return is_one ? IdentifierKind::instance : IdentifierKind::klass;
    };
    if (ai == "01") {
        return one(!link.qualifier("21").empty() || !link.qualifier("235").empty());
    }
    if (ai == "00" || ai == "8004" || ai == "8017" || ai == "8018") {
        return IdentifierKind::instance;
    }
    if (ai == "414") {
        return IdentifierKind::place;
    }
    if (ai == "417") {
        return IdentifierKind::party;
    }
    if (ai == "8003") {
        return one(link.key.value.size() > class_digits(ai));
    }
    if (ai == "8006") {
        return one(!link.qualifier("21").empty());
    }
    if (ai == "8010") {
        return one(!link.qualifier("8011").empty());
    }
    if (ai == "253" || ai == "255" || ai == "401" || ai == "402") {
        return IdentifierKind::document;
    }
    return ai == "8013" ? IdentifierKind::klass : IdentifierKind::other;
}

std::size_t class_digits(std::string_view ai) {
    if (ai == "8003") {
        return 14;
    }
    return ai == "253" || ai == "255" ? 13 : 0;
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace ocop::epcis
