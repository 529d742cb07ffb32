#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace ocop::epcis {

namespace {

enum : std::uint8_t { in_scheme = 1, in_body = 2, is_hex = 4 };

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> out{};
    constexpr std::uint8_t both = in_scheme | in_body;
    for (unsigned c = 'a'; c <= 'z'; ++c) {
        out[c] = both;
        out[c - 'a' + 'A'] = both;
    }
    for (unsigned c = '0'; c <= '9'; ++c) {
        out[c] = both | is_hex;
    }
    for (unsigned c = 'a'; c <= 'f'; ++c) {
        out[c] |= is_hex;
        out[c - 'a' + 'A'] |= is_hex;
    }
    for (char const c : std::string_view("+-.")) {
        out[static_cast<unsigned char>(c)] = both;
    }
    // The rest of unreserved, sub-delims and gen-delims. '#' and '%' have rules of their own, '['
    // and ']' stand in an authority alone.
    for (char const c : std::string_view("_~!$&'()*,;=:@/?")) {
        out[static_cast<unsigned char>(c)] = in_body;
    }
    return out;
}

constexpr auto classes = make_classes();

bool is(char c, std::uint8_t what) {
    return (classes[static_cast<unsigned char>(c)] & what) != 0;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Characters and escapes of everything behind the scheme's colon, but for an authority's brackets.
bool is_body(std::string_view text) {
    bool in_fragment = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (is(c, in_body)) {
            continue;
        }
        if (c == '%' && i + 2 < text.size() && is(text[i + 1], is_hex) && is(text[i + 2], is_hex)) {
            i += 2;
        } else if (c == '#' && !in_fragment) {
            in_fragment = true;
        } else {
            return false;
        }
    }
    return true;
}

bool is_literal(std::string_view text) {
    return text.size() > 2 && std::all_of(text.begin(), text.end(), [](char c) {
               return is(c, in_body) && c != '/' && c != '?' && c != '@';
           });
}

bool is_port(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "[2001:db8::1]:443" off the front of an authority; false when it is not of that form.
bool take_literal(std::string_view& rest) {
    auto const authority_end = std::min(rest.find_first_of("/?#"), rest.size());
    auto authority = rest.substr(0, authority_end);
    auto const at = authority.find('@');
    auto host = at == std::string_view::npos ? authority : authority.substr(at + 1);
    if (host.empty() || host.front() != '[') {
        return true;
    }
    auto const close = host.find(']');
    if (close == std::string_view::npos || !is_literal(host.substr(1, close - 1))) {
        return false;
    }
    auto const port = host.substr(close + 1);
    if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) {
        return false;
    }
    auto const user = authority.substr(0, authority.size() - host.size());
    rest.remove_prefix(authority_end);
    return is_body(user) && user.find('#') == std::string_view::npos;
}

}  // namespace

bool is_uri(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) {
        return false;
    }
    auto const scheme = text.substr(0, colon);
    if (!std::all_of(scheme.begin(), scheme.end(), [](char c) { return is(c, in_scheme); })) {
        return false;
    }
    auto rest = text.substr(colon + 1);
    if (rest.starts_with("//")) {
        rest.remove_prefix(2);
        if (!take_literal(rest)) {
            return false;
        }
    }
    return is_body(rest);
}

}  // namespace ocop::epcis
