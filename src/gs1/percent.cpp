#include "gs1/percent.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace ocop::gs1 {

namespace {

constexpr std::array<bool, 256> make_in_uri() {
    std::array<bool, 256> out{};
    for (char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789-._~%:/?#[]@!$&'()*+,;=")) {
        out[static_cast<unsigned char>(c)] = true;
    }
    return out;
}

constexpr std::array<bool, 256> in_uri = make_in_uri();

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    auto const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

struct Decoded {
    char byte;
    std::size_t used;  // characters; 0 for an escape that is none, and %00
};

Decoded decode_front(std::string_view text, UriPart part) {
    char const c = text.front();
    if (c == '+' && part == UriPart::query) {
        return {' ', 1};
    }
    if (c != '%') {
        return {c, 1};
    }
    auto const high = text.size() < 3 ? -1 : hex_value(text[1]);
    auto const low = text.size() < 3 ? -1 : hex_value(text[2]);
    if (high < 0 || low < 0 || high + low == 0) {
        return {'\0', 0};
    }
    return {static_cast<char>(high * 16 + low), 3};
}

}  // namespace

bool percent_decode(std::string_view text, UriPart part, std::string& out) {
    auto const first = find_either(text, '%', part == UriPart::query ? '+' : '%');
    out.assign(text.substr(0, first));
    text.remove_prefix(first);
    while (!text.empty()) {
        auto const [byte, used] = decode_front(text, part);
        if (used == 0) {
            return false;
        }
        out.push_back(byte);
        text.remove_prefix(used);
    }
    return true;
}

bool is_uri_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return in_uri[static_cast<unsigned char>(c)];
    });
}

}  // namespace ocop::gs1
