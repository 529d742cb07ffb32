#include "http/address.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include <algorithm>
#include <initializer_list>

namespace ocop::http {

namespace {

struct Prefix {
    std::array<std::uint8_t, 16> bytes;
    unsigned bits;

    bool holds(IpAddress const& address) const {
        auto const whole = bits / 8;
        if (!std::equal(bytes.begin(), bytes.begin() + whole, address.bytes.begin())) return false;
        auto const mask = static_cast<std::uint8_t>(0xff00 >> (bits % 8));
        return bits % 8 == 0 || ((bytes[whole] ^ address.bytes[whole]) & mask) == 0;
    }
};

// What the IANA registry of IPv4 special-purpose addresses does not call globally reachable, and
// the neighbours it singles out of such blocks; 192.88.99/24 (RFC 7526), multicast and class E.
constexpr Prefix special_v4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};

constexpr Prefix global_v6{{0x20}, 3};
constexpr Prefix nat64{{0x00, 0x64, 0xff, 0x9b}, 96};
constexpr Prefix special_v6[] = {
    {{0x20, 0x01, 0x00}, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x20, 0x02}, 16},
    {{0x3f, 0xff, 0x00}, 20},
};

template <std::size_t n>
bool in_any(Prefix const (&prefixes)[n], IpAddress const& address) {
    return std::any_of(std::begin(prefixes), std::end(prefixes), [&](auto const& prefix) {
        return prefix.holds(address);
    });
}

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
    IpAddress out;
    if (auto const v4 = boost::urls::parse_ipv4_address(text)) {
        auto const bytes = v4->to_bytes();
        std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
        return out;
    }
    if (auto const v6 = boost::urls::parse_ipv6_address(text)) {
        auto const bytes = v6->to_bytes();
        std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
        out.v6 = true;
        return out;
    }
    return std::nullopt;
}

bool is_public(IpAddress const& address) {
    if (!address.v6) return !in_any(special_v4, address);
    if (nat64.holds(address)) {
        IpAddress inner;
        std::copy_n(address.bytes.begin() + 12, 4, inner.bytes.begin());
        return is_public(inner);
    }
    return global_v6.holds(address) && !in_any(special_v6, address);
}

bool AddressPolicy::allows(IpAddress const& address) const {
    return reach == Reach::configured || is_public(address);
}

bool AddressPolicy::allows_port(std::uint16_t port) const {
    return ports.empty() || std::find(ports.begin(), ports.end(), port) != ports.end();
}

}  // namespace ocop::http
