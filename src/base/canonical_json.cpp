#include <ocop/base/assert.hpp>
#include <ocop/base/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace ocop::json {

namespace {

// Control characters in the shortest form that RFC 8785 §3.2.2.2 gives them.
void write_control(std::string& out, char c) {
    static constexpr std::string_view hex = "0123456789abcdef";
    static constexpr std::string_view named = "\b\t\n\f\r";
    static constexpr std::string_view letters = "btnfr";
    auto const at = named.find(c);
    out.push_back('\\');
    if (at != std::string_view::npos) {
        out.push_back(letters[at]);
        return;
    }
    out += "u00";
    out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
    out.push_back(hex[static_cast<unsigned char>(c) & 15]);
}

constexpr bool stands_for_itself(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

// How many characters at the front stand for themselves; eight at a time, since texts are mostly
// such, and texts within texts are long.
std::size_t plain_run(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t high = ones << 7;
    constexpr auto zeros_in = [](std::uint64_t word) { return (word - ones) & ~word & high; };
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        auto const controls = (word - ones * 0x20) & ~word & high;
        if ((controls | zeros_in(word ^ (ones * '"')) | zeros_in(word ^ (ones * '\\'))) != 0) {
            break;  // one of the eight
        }
    }
    while (at < text.size() && stands_for_itself(text[at])) {
        ++at;
    }
    return at;
}

void write_canonical_string(std::string& out, std::string_view text) {
    out.push_back('"');
    while (!text.empty()) {
        auto const run = plain_run(text);
        out.append(text.substr(0, run));
        text.remove_prefix(run);
        if (text.empty()) {
            break;
        }
        if (static_cast<unsigned char>(text.front()) < 0x20) {
            write_control(out, text.front());
        } else {
            out.push_back('\\');
            out.push_back(text.front());
        }
        text.remove_prefix(1);
    }
    out.push_back('"');
}

// RFC 8785 §3.2.3 sorts by UTF-16 code units. For UTF-8 that is byte order, except that code points
// above U+FFFF (lead byte F0 and up, surrogates D800 to DFFF in UTF-16) sort before U+E000 to
// U+FFFF (lead bytes EE and EF).
bool utf16_less(std::string_view a, std::string_view b) {
    auto const [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (x == a.end() || y == b.end()) {
        return x == a.end() && y != b.end();
    }
    auto rank = [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte >= 0xF0 ? 0xEE : byte >= 0xEE ? byte + 2 : byte;
    };
    auto const p = rank(*x);
    auto const q = rank(*y);
    return p != q ? p < q : static_cast<unsigned char>(*x) < static_cast<unsigned char>(*y);
}

// RFC 8785 §3.2.2.3: as ECMAScript's Number::toString writes it.
void write_canonical_number(std::string& out, double v) {
    OCOP_ASSERT(std::isfinite(v));
    if (v == 0) {
        out.push_back('0');  // also of −0
        return;
    }
    std::array<char, 32> buffer{};
    auto const end = std::to_chars(
                         buffer.data(),
                         buffer.data() + buffer.size(),
                         std::fabs(v),
                         std::chars_format::scientific
    )
                         .ptr;
    std::string_view const text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    auto const e = text.find('e');
    auto digits = std::string(text.substr(0, e));
    if (digits.size() > 1) {
        digits.erase(1, 1);  // the point
    }
    int exponent = 0;
    auto const sign = text[e + 1];
    std::from_chars(text.data() + e + 2, text.data() + text.size(), exponent);
    int const point = (sign == '-' ? -exponent : exponent) + 1;  // digits before it
    auto const count = static_cast<int>(digits.size());
    if (v < 0) {
        out.push_back('-');
    }
    if (point > 21 || point <= -6) {
        out += digits.substr(0, 1);
        if (count > 1) {
            out += '.' + digits.substr(1);
        }
        out += point > 0 ? "e+" : "e-";
        out += std::to_string(std::abs(point - 1));
    } else if (point <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else if (point >= count) {
        out += digits + std::string(static_cast<std::size_t>(point - count), '0');
    } else {
        out += digits.substr(0, static_cast<std::size_t>(point)) + '.' +
               digits.substr(static_cast<std::size_t>(point));
    }
}

// The order of members: RFC 8785's, or as they are.
enum class Order : std::uint8_t { canonical, kept };

void write(std::string& out, value const& v, Order order);

void write(std::string& out, object const& o, Order order) {
    char separator = '{';
    auto const each = [&](object::value_type const& member) {
        out.push_back(separator);
        write_canonical_string(out, member.key());
        out.push_back(':');
        write(out, member.value(), order);
        separator = ',';
    };
    if (order == Order::kept) {
        std::for_each(o.begin(), o.end(), each);
    } else {
        std::vector<object::value_type const*> members;
        members.reserve(o.size());
        for (auto const& member : o) {
            members.push_back(&member);
        }
        std::sort(members.begin(), members.end(), [](auto const* a, auto const* b) {
            return utf16_less(a->key(), b->key());
        });
        for (auto const* member : members) {
            each(*member);
        }
    }
    out += o.empty() ? "{}" : "}";
}

void write(std::string& out, array const& a, Order order) {
    char separator = '[';
    for (auto const& element : a) {
        out.push_back(separator);
        write(out, element, order);
        separator = ',';
    }
    out += a.empty() ? "[]" : "]";
}

void write(std::string& out, value const& v, Order order) {
    switch (v.kind()) {
        case boost::json::kind::null:
            out += "null";
            break;
        case boost::json::kind::bool_:
            out += v.get_bool() ? "true" : "false";
            break;
        case boost::json::kind::int64:
            out += std::to_string(v.get_int64());
            break;
        case boost::json::kind::uint64:
            out += std::to_string(v.get_uint64());
            break;
        case boost::json::kind::double_:
            write_canonical_number(out, v.get_double());
            break;
        case boost::json::kind::string:
            write_canonical_string(out, v.get_string());
            break;
        case boost::json::kind::array:
            write(out, v.get_array(), order);
            break;
        case boost::json::kind::object:
            write(out, v.get_object(), order);
            break;
    }
}

}  // namespace

std::string canonical(value const& v) {
    std::string out;
    write(out, v, Order::canonical);
    return out;
}

std::string serialize(value const& v) {
    std::string out;
    write(out, v, Order::kept);
    return out;
}

void append_canonical(std::string& out, object const& o) {
    write(out, o, Order::canonical);
}

void append_canonical_string(std::string& out, std::string_view text) {
    write_canonical_string(out, text);
}

}  // namespace ocop::json
