#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Internet addresses, as clients are told apart by them. Any thread.
namespace ocop::http {

struct Address {
    std::array<std::uint8_t, 16> bytes{};  // of an IPv4 address the first four
    std::size_t size = 0;                  // 4 or 16
};

// Dotted decimal or RFC 4291 §2.2. An IPv4-mapped address is the IPv4 address it holds; a zone
// ("%eth0") is left out. Empty: neither.
std::optional<Address> parse_address(std::string_view text);

// As text, with all bits after the first `bits` zero.
std::string network_of(Address const& address, std::size_t bits);

// Whom a limit counts as one client: an IPv4 address, or the /64 of an IPv6 one, because a link has
// a /64 at least and whoever holds it picks the other bits as they like. What is no address stands
// for itself.
std::string client_of(std::string_view address);

struct AddressBlock {
    Address network;
    std::size_t bits = 0;
};

// "192.0.2.7", "192.0.2.0/24", "2001:db8::/32". Empty on anything else: bits beyond the length, a
// zone, and IPv4-mapped addresses too, which would match less than they seem to say.
std::optional<AddressBlock> parse_address_block(std::string_view text);

class AddressBlocks {
  public:
    // Throws std::runtime_error on an entry that is no block.
    explicit AddressBlocks(std::vector<std::string> const& blocks);

    bool contains(std::string_view address) const;

  private:
    std::vector<AddressBlock> blocks_;
};

}  // namespace ocop::http
