#include "epcis/hash_value.hpp"

#include "epcis/web_link.hpp"

#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ocop::epcis {

namespace {

// Above any double's; a longer one is left as it is written, as its plain form could be as long as
// it says.
constexpr int exponent_max = 400;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\n\r\f\v";
    auto const first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string_view take_digits(std::string_view& text) {
    auto const end = std::find_if_not(text.begin(), text.end(), is_digit);
    auto const digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

struct Decimal {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    int exponent = 0;
};

bool take_exponent(std::string_view& text, int& out) {
    if (text.empty()) {
        return true;
    }
    if (text.front() != 'e' && text.front() != 'E') {
        return false;
    }
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (!text.empty() && text.front() == '-') {
            return false;
        }
    }
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), out);
    bool const whole = parsed.ptr == text.data() + text.size() && !text.empty();
    return parsed.ec == std::errc() && whole && out <= exponent_max && out >= -exponent_max;
}

// "[+-]digits[.digits][e[+-]digits]", digits on one side of the point at least.
bool read_decimal(std::string_view text, Decimal& out) {
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        out.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    out.whole = take_digits(text);
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        out.fraction = take_digits(text);
    }
    return (!out.whole.empty() || !out.fraction.empty()) && take_exponent(text, out.exponent);
}

void append_decimal(std::string& out, Decimal const& number) {
    std::string digits(number.whole);
    digits += number.fraction;
    auto point = static_cast<int>(number.whole.size()) + number.exponent;
    if (point < 0) {
        digits.insert(0, static_cast<std::size_t>(-point), '0');
        point = 0;
    }
    if (auto const size = static_cast<std::size_t>(point); size > digits.size()) {
        digits.append(size - digits.size(), '0');
    }
    auto const split = static_cast<std::size_t>(point);
    auto whole = std::string_view(digits).substr(0, split);
    auto fraction = std::string_view(digits).substr(split);
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    if (number.negative) {
        out.push_back('-');
    }
    out += whole.empty() ? std::string_view("0") : whole;
    if (!fraction.empty()) {
        out.push_back('.');
        out += fraction;
    }
}

bool append_number_text(std::string& out, std::string_view text) {
    char const first = text.front();
    Decimal number;
    if ((!is_digit(first) && first != '-' && first != '+' && first != '.') ||
        !read_decimal(text, number)) {
        return false;
    }
    append_decimal(out, number);
    return true;
}

void append_double(std::string& out, double value) {
    // The smallest has 325 characters.
    std::array<char, 512> text;
    auto const end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    out.append(text.data(), end.ptr);
}

template <class Integer>
void append_integer(std::string& out, Integer value) {
    std::array<char, 24> text;
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

// Starts of words that are spelled otherwise in the hash, whatever follows them.
constexpr std::pair<std::string_view, std::string_view> spellings[] = {
    {"gs1:", "https://ref.gs1.org/voc/"},
    {"cbv:", "https://ref.gs1.org/cbv/"},
    {"epcis:", "https://ref.gs1.org/epcis/"},
    {"urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"},
    {"urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-"},
    {"urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-"},
    {"urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-"},
    {"urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-"},
};

bool append_spelling(std::string& out, std::string_view text) {
    for (auto const& [head, web] : spellings) {
        if (text.starts_with(head)) {
            out += web;
            out += text.substr(head.size());
            return true;
        }
    }
    return false;
}

void append_identifier(std::string& out, std::string_view text) {
    if (auto const link = plain_link(text); link && link->count < 2) {
        bool const no_extension = link->qualifier("254") == "0";
        out +=
            no_extension ? text.substr(0, text.size() - std::string_view("/254/0").size()) : text;
        return;
    }
    auto const identifier = read_identifier(text);
    if (identifier && identifier->kind != IdentifierKind::opaque) {
        out += finest_key(identifier->canonical);
    } else {
        out += text;
    }
}

}  // namespace

void append_text(std::string& out, std::string_view text) {
    text = trimmed(text);
    if (text.empty()) {
        return;
    }
    char const first = static_cast<char>(text.front() | 0x20);
    bool const is_link = first == 'h' || first == 'u';
    if (append_spelling(out, text)) {
        return;
    }
    if (is_link && text.find(':') != std::string_view::npos) {
        append_identifier(out, text);
    } else if (!append_number_text(out, text)) {
        out += text;
    }
}

void append_value(std::string& out, json::value const& value) {
    switch (value.kind()) {
        case boost::json::kind::string:
            append_text(out, {value.get_string().data(), value.get_string().size()});
            break;
        case boost::json::kind::int64:
            append_integer(out, value.get_int64());
            break;
        case boost::json::kind::uint64:
            append_integer(out, value.get_uint64());
            break;
        case boost::json::kind::double_:
            append_double(out, value.get_double());
            break;
        case boost::json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        default:
            break;
    }
}

void append_word(std::string& out, Vocabulary vocabulary, std::string_view text) {
    if (is_word(vocabulary, text)) {
        out += web_uri(vocabulary, text);
        return;
    }
    auto const bare = bare_word(vocabulary, text);
    if (bare.size() != text.size()) {
        out += web_uri(vocabulary, bare);
    } else {
        append_text(out, text);
    }
}

}  // namespace ocop::epcis
