#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>

#include <algorithm>
#include <array>

namespace ocop::stamp {

namespace {

// The signature as a number: 16 limbs of 32 bits, least significant first; in decimal, 17 groups of
// nine digits and a leading one of two.
constexpr std::size_t limbs = 16;
constexpr std::uint64_t group_base = 1'000'000'000;
constexpr std::size_t group_digits = 9;
constexpr std::size_t head_digits = signature_digits % group_digits;
using Limbs = std::array<std::uint32_t, limbs>;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

bool is_lower_alnum(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z');
}

Limbs to_limbs(crypto::P256Signature const& bytes) {
    Limbs out{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const place = bytes.size() - 1 - i;
        out[place / 4] |= std::uint32_t{bytes[i]} << (8 * (place % 4));
    }
    return out;
}

crypto::P256Signature to_bytes(Limbs const& number) {
    crypto::P256Signature out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const place = out.size() - 1 - i;
        out[i] = static_cast<std::uint8_t>(number[place / 4] >> (8 * (place % 4)));
    }
    return out;
}

// number /= group_base; gives the remainder.
std::uint32_t divide(Limbs& number) {
    std::uint64_t rest = 0;
    for (std::size_t i = limbs; i-- > 0;) {
        auto const part = (rest << 32) | number[i];
        number[i] = static_cast<std::uint32_t>(part / group_base);
        rest = part % group_base;
    }
    return static_cast<std::uint32_t>(rest);
}

// number = number * factor + addend; false when it no longer fits.
bool multiply_add(Limbs& number, std::uint64_t factor, std::uint64_t addend) {
    std::uint64_t carry = addend;
    for (auto& limb : number) {
        carry += limb * factor;
        limb = static_cast<std::uint32_t>(carry);
        carry >>= 32;
    }
    return carry == 0;
}

Error host_malformed(std::string reason) {
    return {Errc::malformed, "stamp_host_malformed", "host", std::move(reason)};
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) {
               return is_lower_alnum(c) || c == '-';
           });
}

}  // namespace

std::string to_text(Kid kid) {
    OCOP_ASSERT(kid.number <= 9999);
    std::string out(kid_digits, '0');
    unsigned rest = kid.number;
    for (auto at = out.rbegin(); at != out.rend(); ++at, rest /= 10) {
        *at = static_cast<char>('0' + rest % 10);
    }
    return out;
}

Result<Kid> parse_kid(std::string_view text) {
    if (text.size() != kid_digits || !all_digits(text)) {
        return Error(Errc::malformed, "kid_malformed", "kid", "must be four digits");
    }
    unsigned number = 0;
    for (char c : text) {
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return Kid{static_cast<std::uint16_t>(number)};
}

void read_into(json::Reading& r, json::value const& v, Kid& out) {
    auto const kid = parse_kid(v.is_string() ? std::string_view(v.get_string()) : "");
    if (!kid) {
        r.fault("must be a string of four digits");
        return;
    }
    out = *kid;
}

json::value write(Kid kid) {
    return json::value(to_text(kid));
}

bool is_lot(std::string_view text) {
    return !text.empty() && text.size() <= lot_length_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-';
           });
}

Result<void> check_stamp_host(std::string_view host) {
    if (host.size() > host_length_max) {
        return host_malformed("must have at most 32 characters, or the QR code grows");
    }
    auto const colon = host.find(':');
    if (colon != std::string_view::npos) {
        auto const port = host.substr(colon + 1);
        auto const number = parse_decimal(port, 65'535);
        if (!number || *number == 0) {
            return host_malformed("the port must be 1 to 65535");
        }
        if (port == "443") {
            return host_malformed("port 443 is https's own and is not written");
        }
    }
    for (auto rest = host.substr(0, colon);;) {
        auto const dot = rest.find('.');
        if (!is_label(rest.substr(0, dot))) {
            return host_malformed("must be a lower-case DNS name, with :port if need be");
        }
        if (dot == std::string_view::npos) {
            return {};
        }
        rest.remove_prefix(dot + 1);
    }
}

Bytes signed_bytes(Kid kid, Stamp const& stamp) {
    ByteWriter out;
    out.text("OCOP-STAMP-1").u8(0x00).text(to_text(kid)).u8(0x1D);
    out.text("01").text(stamp.gtin).text("10").text(stamp.lot).u8(0x1D);
    out.text("21").text(format_serial(stamp.serial));
    auto const bytes = as_bytes(out.view());
    return {bytes.begin(), bytes.end()};
}

std::string encode_signature(crypto::P256Signature const& signature) {
    auto number = to_limbs(signature);
    std::string out(signature_digits, '0');
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < signature_digits; ++i) {
        if (i % group_digits == 0) {
            group = divide(number);
        }
        out[signature_digits - 1 - i] = static_cast<char>('0' + group % 10);
        group /= 10;
    }
    return out;
}

std::optional<crypto::P256Signature> decode_signature(std::string_view digits) {
    if (digits.size() != signature_digits || !all_digits(digits)) {
        return std::nullopt;
    }
    Limbs number{};
    std::uint64_t group = 0;
    for (std::size_t i = 0; i < signature_digits; ++i) {
        group = group * 10 + static_cast<std::uint64_t>(digits[i] - '0');
        if ((i + 1) % group_digits == head_digits) {
            if (!multiply_add(number, group_base, group)) {
                return std::nullopt;
            }
            group = 0;
        }
    }
    return to_bytes(number);
}

std::string encode_stamp_digits(Signature const& signature) {
    return to_text(signature.kid) + encode_signature(signature.bytes);
}

std::optional<Signature> decode_stamp_digits(std::string_view digits) {
    if (digits.size() != stamp_digits) {
        return std::nullopt;
    }
    auto const kid = parse_kid(digits.substr(0, kid_digits));
    auto const bytes = decode_signature(digits.substr(kid_digits));
    if (!kid || !bytes) {
        return std::nullopt;
    }
    return Signature{*kid, *bytes};
}

std::string write_stamp_url(std::string_view host, Stamp const& stamp, Signature const& signature) {
    OCOP_ASSERT(check_stamp_host(host).has_value());
    OCOP_ASSERT(stamp.gtin.size() == 14 && all_digits(stamp.gtin) && is_lot(stamp.lot));
    std::string out = "https://";
    out.reserve(240);
    out.append(host).append("/01/").append(stamp.gtin);
    out.append("/10/").append(stamp.lot).append("/21/").append(format_serial(stamp.serial));
    out.append("?s=").append(to_text(signature.kid)).append(encode_signature(signature.bytes));
    return out;
}

}  // namespace ocop::stamp
