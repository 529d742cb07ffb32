#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// IP addresses as values, and which of them an outbound connection may go to.
namespace ocop::http {

struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};  // network order; of IPv4 the first four
    bool v6 = false;

    friend bool operator==(IpAddress const&, IpAddress const&) = default;
};

// The one text form of each family: four decimal numbers without leading zeros (RFC 3986 §3.2.2),
// or RFC 4291 §2.2 without brackets and zone. Empty for anything else: "127.1", "0x7f000001" and
// "0177.0.0.1" are not addresses here.
std::optional<IpAddress> parse_ip(std::string_view text);

// Whether the address can be a host on the public internet. Judged by the IANA special-purpose
// address registries (RFC 6890 and its updates), and where they leave doubt the answer is no:
//   IPv4: not this network, private, shared (100.64/10), loopback, link-local, protocol assignments
//         (192.0.0/24), documentation, 6to4 relay, benchmarking, multicast, reserved, broadcast.
//   IPv6: of 2000::/3 (all that IANA has given out) what is not a protocol assignment (2001::/23:
//         Teredo, benchmarking, ORCHID), documentation (2001:db8::/32, 3fff::/20) or 6to4
//         (2002::/16); besides it 64:ff9b::/96 (RFC 6052) when the IPv4 address in it is public,
//         because behind NAT64 every IPv4 host has such a name. So IPv4-mapped and IPv4-compatible
//         addresses, unique-local, link-local, loopback and multicast are none.
// What no table can know: a provider's own NAT64 prefix, and hosts of ours with public addresses.
bool is_public(IpAddress const& address);

// Where a Client may connect to.
struct AddressPolicy {
    enum class Reach : std::uint8_t {
        public_only,  // a stranger chose the URL: public addresses alone
        configured,   // the operator named the peer: any address
    };

    Reach reach = Reach::public_only;
    std::vector<std::uint16_t> ports{443};  // empty: any
    bool plain_http = false;                // http: beside https:; for tests

    bool allows(IpAddress const& address) const;
    bool allows_port(std::uint16_t port) const;
};

}  // namespace ocop::http
