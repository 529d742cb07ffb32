#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>

namespace ocop {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view upper_hex_digits = "0123456789ABCDEF";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view crockford_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Base 2^width of RFC 4648, without padding.
struct Base {
    std::string_view digits;
    int width;
    std::string_view malformed;

    std::string encode(ByteView bytes) const {
        auto const mask = (1U << width) - 1;
        std::string out;
        out.reserve(bytes.size() * 8 / static_cast<std::size_t>(width) + 1);
        std::uint32_t bits = 0;
        int count = 0;
        for (auto byte : bytes) {
            bits = (bits << 8) | byte;
            for (count += 8; count >= width; count -= width) {
                out.push_back(digits[(bits >> (count - width)) & mask]);
            }
        }
        if (count > 0) {
            out.push_back(digits[(bits << (width - count)) & mask]);
        }
        return out;
    }

    Result<Bytes> decode(std::string_view text) const {
        Error const bad(Errc::malformed, malformed);
        Bytes out;
        out.reserve(text.size() * static_cast<std::size_t>(width) / 8);
        std::uint32_t bits = 0;
        int count = 0;
        for (char c : text) {
            auto digit = digits.find(c);
            if (digit == std::string_view::npos) {
                return bad;
            }
            bits = (bits << width) | static_cast<std::uint32_t>(digit);
            count += width;
            if (count >= 8) {
                count -= 8;
                out.push_back(static_cast<std::uint8_t>(bits >> count));
            }
        }
        // A digit that gave no bit of a byte, or bits that the writer would have left zero.
        if (count >= width || (bits & ((1U << count) - 1)) != 0) {
            return bad;
        }
        return out;
    }
};

constexpr Base base64{base64_digits, 6, "base64_malformed"};
constexpr Base base64url{base64url_digits, 6, "base64_malformed"};
constexpr Base base32{base32_digits, 5, "base32_malformed"};

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
    std::string out(bytes.size() * 2, '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        out[2 * i] = hex_digits[bytes[i] >> 4];
        out[2 * i + 1] = hex_digits[bytes[i] & 15];
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
    return base64url.encode(bytes);
}

Result<Bytes> from_base64url(std::string_view text) {
    return base64url.decode(text);
}

std::string to_base64(ByteView bytes) {
    auto out = base64.encode(bytes);
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
    return base64.decode(text);
}

std::string to_base32(ByteView bytes) {
    return base32.encode(bytes);
}

Result<Bytes> from_base32(std::string_view text) {
    return base32.decode(text);
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

void append_percent_encoded(std::string& out, std::string_view text) {
    for (char c : text) {
        bool const unreserved = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                                (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' ||
                                c == '~';
        if (unreserved) {
            out.push_back(c);
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += {'%', upper_hex_digits[byte >> 4], upper_hex_digits[byte & 15]};
    }
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
