#include "gs1/link_rules.hpp"

#include "gs1/associations.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace ocop::gs1 {

namespace {

constexpr std::string_view slug = "digital_link_malformed";

char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

bool is_hex(char c) {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

// A name or dotted address as reg-name without escapes and sub-delimiters: what a browser may show.
bool is_name(std::string_view host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '-' || c == '.';
    });
}

bool is_literal(std::string_view host) {
    if (host.size() < 4 || host.front() != '[' || host.back() != ']') {
        return false;
    }
    auto const inner = host.substr(1, host.size() - 2);
    return std::all_of(inner.begin(), inner.end(), [](char c) {
        return is_hex(c) || c == ':' || c == '.';
    });
}

bool is_port(std::string_view port) {
    unsigned value = 0;
    auto const* end = port.data() + port.size();
    auto const parsed = std::from_chars(port.data(), end, value);
    return !port.empty() && port.front() != '0' && parsed.ec == std::errc() && parsed.ptr == end &&
           value <= 65535;
}

std::string_view next(std::string_view& list, char end) {
    auto const at = list.find(end);
    auto const head = list.substr(0, at);
    list = at == std::string_view::npos ? std::string_view() : list.substr(at + 1);
    return head;
}

// True when `present`, plus `extra` if it is not empty, is a subsequence of `sequence`.
bool is_subsequence(
    std::string_view sequence, std::span<Element const> present, std::string_view extra
) {
    std::size_t matched = 0;
    bool extra_found = extra.empty();
    while (!sequence.empty()) {
        auto const ai = next(sequence, ',');
        if (matched < present.size() && present[matched].ai == ai) {
            ++matched;
        } else if (ai == extra) {
            extra_found = true;
        }
    }
    return matched == present.size() && extra_found;
}

std::optional<Error> attributes_fault(DigitalLink const& link, std::string_view sequences) {
    for (std::size_t i = 0; i < link.attributes.size(); ++i) {
        auto const& ai = link.attributes[i].ai;
        // find() meets the first of two, so a repeat finds another object than its own.
        if (link.find(ai) != &link.attributes[i].value) {
            return malformed("ai_duplicated", ai, "is there more than once");
        }
        if (fits_sequence(sequences, link.qualifiers, ai)) {
            return malformed("ai_misplaced", ai, "belongs in the path of this key");
        }
        if (auto const* row = find_ai(ai); row == nullptr || !row->attribute) {
            return malformed("ai_misplaced", ai, "may not stand in the query");
        }
    }
    return std::nullopt;
}

std::optional<Error> pairs_fault(DigitalLink const& link) {
    std::array<Present, elements_max> all;
    std::size_t count = 0;
    auto const add = [&all, &count](Element const& element) {
        all[count++] = {find_ai(element.ai), element.ai, element.value};
    };
    OCOP_ASSERT(1 + link.qualifiers.size() + link.attributes.size() <= elements_max);
    add(link.key);
    std::for_each(link.qualifiers.begin(), link.qualifiers.end(), add);
    std::for_each(link.attributes.begin(), link.attributes.end(), add);
    return combination_fault({all.data(), count});
}

}  // namespace

Error malformed(std::string_view name, std::string_view pointer, std::string_view reason) {
    return {Errc::malformed, name, std::string(pointer), std::string(reason)};
}

std::optional<Error> take_authority(std::string_view& rest, DigitalLink& link) {
    auto const colon = rest.find("://");
    if (colon == std::string_view::npos || colon < 4 || colon > 5) {
        return malformed(slug, "scheme", "is not http or https");
    }
    link.scheme = lower(rest.substr(0, colon));
    if (link.scheme != "https" && link.scheme != "http") {
        return malformed(slug, "scheme", "is not http or https");
    }
    rest.remove_prefix(colon + 3);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    rest.remove_prefix(authority.size());
    auto const bracket = authority.rfind(']');
    auto const search_from = bracket == std::string_view::npos ? 0 : bracket;
    auto const port_at = authority.find(':', search_from);
    auto const host = authority.substr(0, port_at);
    if (!is_name(host) && !is_literal(host)) {
        return malformed(slug, "host", "is not a host name");
    }
    link.host = lower(host);
    auto const port =
        port_at == std::string_view::npos ? std::string_view() : authority.substr(port_at + 1);
    if (!port.empty() && !is_port(port)) {
        return malformed(slug, "host", "has a port that is not a number from 1 to 65535");
    }
    link.port = port;
    return std::nullopt;
}

bool is_sequence(std::string_view sequences, std::span<Element const> present) {
    return present.empty() || fits_sequence(sequences, present, {});
}

bool fits_sequence(
    std::string_view sequences, std::span<Element const> present, std::string_view ai
) {
    while (!sequences.empty()) {
        if (is_subsequence(next(sequences, '|'), present, ai)) {
            return true;
        }
    }
    return false;
}

std::optional<Error> link_fault(DigitalLink const& link) {
    auto const* key = find_ai(link.key.ai);
    OCOP_ASSERT(key != nullptr && key->key);
    if (!is_sequence(key->qualifiers, link.qualifiers)) {
        return malformed(
            "qualifier_order_wrong",
            "path",
            key->qualifiers.empty()
                ? "this key takes no qualifiers"
                : "qualifiers of this key come in the order " + std::string(key->qualifiers)
        );
    }
    if (auto error = attributes_fault(link, key->qualifiers)) {
        return error;
    }
    return pairs_fault(link);
}

}  // namespace ocop::gs1
