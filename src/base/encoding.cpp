#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>

namespace ocop {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view crockford_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string encode64(ByteView bytes, std::string_view digits) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (auto byte : bytes) {
        bits = (bits << 8) | byte;
        for (count += 8; count >= 6; count -= 6) {
            out.push_back(digits[(bits >> (count - 6)) & 63]);
        }
    }
    if (count > 0) {
        out.push_back(digits[(bits << (6 - count)) & 63]);
    }
    return out;
}

Result<Bytes> decode64(std::string_view text, std::string_view digits) {
    Error const bad(Errc::malformed, "base64_malformed");
    if (text.size() % 4 == 1) {
        return bad;
    }
    Bytes out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        auto digit = digits.find(c);
        if (digit == std::string_view::npos) {
            return bad;
        }
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<std::uint8_t>(bits >> count));
        }
    }
    if ((bits & ((1U << count) - 1)) != 0) {
        return bad;
    }
    return out;
}

int crockford_digit(char c) {
    if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
    }
    if (c == 'I' || c == 'L') {
        return 1;
    }
    if (c == 'O') {
        return 0;
    }
    auto digit = crockford_digits.find(c);
    return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (auto byte : bytes) {
        out.push_back(hex_digits[byte >> 4]);
        out.push_back(hex_digits[byte & 15]);
    }
    return out;
}

Result<Bytes> from_hex(std::string_view text) {
    Error const bad(Errc::malformed, "hex_malformed");
    if (text.size() % 2 != 0) {
        return bad;
    }
    Bytes out;
    out.reserve(text.size() / 2);
    int high = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c >= 'A' && c <= 'F') {
            c = static_cast<char>(c - 'A' + 'a');
        }
        auto digit = hex_digits.find(c);
        if (digit == std::string_view::npos) {
            return bad;
        }
        if (i % 2 == 0) {
            high = static_cast<int>(digit);
        } else {
            out.push_back(static_cast<std::uint8_t>(high * 16 + static_cast<int>(digit)));
        }
    }
    return out;
}

std::string to_base64url(ByteView bytes) {
    return encode64(bytes, base64url_digits);
}

Result<Bytes> from_base64url(std::string_view text) {
    return decode64(text, base64url_digits);
}

std::string to_base64(ByteView bytes) {
    auto out = encode64(bytes, base64_digits);
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return Error(Errc::malformed, "base64_malformed");
    }
    for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) {
        text.remove_suffix(1);
    }
    return decode64(text, base64_digits);
}

std::string to_crockford(std::uint64_t value, int digits) {
    std::string out(static_cast<std::size_t>(digits), '0');
    for (auto at = out.rbegin(); at != out.rend(); ++at) {
        *at = crockford_digits[value & 31];
        value >>= 5;
    }
    OCOP_ASSERT(value == 0);
    return out;
}

Result<std::uint64_t> from_crockford(std::string_view text) {
    Error const bad(Errc::malformed, "crockford_malformed");
    if (text.empty()) {
        return bad;
    }
    std::uint64_t value = 0;
    for (char c : text) {
        int digit = crockford_digit(c);
        if (digit < 0 || (value >> 59) != 0) {
            return bad;
        }
        value = (value << 5) | static_cast<std::uint64_t>(digit);
    }
    return value;
}

Result<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max) {
    Error const bad(Errc::malformed, "decimal_malformed");
    if (text.empty() || (text.size() > 1 && text[0] == '0')) {
        return bad;
    }
    std::uint64_t value = 0;
    for (char c : text) {
        if (c < '0' || c > '9') {
            return bad;
        }
        auto digit = static_cast<std::uint64_t>(c - '0');
        if (digit > max || value > (max - digit) / 10) {
            return bad;
        }
        value = value * 10 + digit;
    }
    return value;
}

}  // namespace ocop
