#include "http/addresses.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <stdexcept>

namespace ocop::http {

namespace {

constexpr std::size_t bytes_of_mapping = 12;  // ::ffff:0:0/96
constexpr std::size_t client_bits = 64;

bool is_mapped(Address const& address) {
    auto const& bytes = address.bytes;
    return address.size == 16 && bytes[10] == 0xff && bytes[11] == 0xff &&
           std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; });
}

std::optional<Address> parse_plain(std::string_view text) {
    // inet_pton stops at a NUL.
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    std::string const terminated(text);
    Address out;
    out.size = text.find(':') == std::string_view::npos ? 4 : 16;
    auto const family = out.size == 4 ? AF_INET : AF_INET6;
    if (inet_pton(family, terminated.c_str(), out.bytes.data()) != 1) return std::nullopt;
    return out;
}

Address mask(Address address, std::size_t bits) {
    for (std::size_t i = 0; i < address.size; ++i) {
        auto const kept = std::clamp<std::size_t>(bits, i * 8, i * 8 + 8) - i * 8;
        address.bytes.at(i) &= static_cast<std::uint8_t>(0xff00U >> kept);
    }
    return address;
}

bool holds(AddressBlock const& block, Address const& address) {
    return block.network.size == address.size &&
           block.network.bytes == mask(address, block.bits).bytes;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    auto out = parse_plain(text.substr(0, text.find('%')));
    if (!out || !is_mapped(*out)) return out;
    std::copy_n(out->bytes.begin() + bytes_of_mapping, 4, out->bytes.begin());
    std::fill(out->bytes.begin() + 4, out->bytes.end(), std::uint8_t{0});
    out->size = 4;
    return out;
}

std::string network_of(Address const& address, std::size_t bits) {
    auto const network = mask(address, bits);
    std::array<char, INET6_ADDRSTRLEN> out{};
    auto const family = network.size == 4 ? AF_INET : AF_INET6;
    return inet_ntop(family, network.bytes.data(), out.data(), out.size());
}

std::string client_of(std::string_view address) {
    auto const parsed = parse_address(address);
    if (!parsed) return std::string(address);
    if (parsed->size == 4) return network_of(*parsed, 32);
    return network_of(*parsed, client_bits) + "/64";
}

std::optional<AddressBlock> parse_address_block(std::string_view text) {
    auto const slash = text.find('/');
    auto const network = parse_plain(text.substr(0, slash));
    if (!network || is_mapped(*network)) return std::nullopt;
    AddressBlock out{*network, network->size * 8};
    if (slash != std::string_view::npos) {
        auto const bits = parse_decimal(text.substr(slash + 1), out.bits);
        if (!bits) return std::nullopt;
        out.bits = *bits;
    }
    if (mask(*network, out.bits).bytes != network->bytes) return std::nullopt;
    return out;
}

AddressBlocks::AddressBlocks(std::vector<std::string> const& blocks) {
    for (auto const& text : blocks) {
        auto const block = parse_address_block(text);
        if (!block) throw std::runtime_error("http: not an address or block: " + text);
        blocks_.push_back(*block);
    }
}

bool AddressBlocks::contains(std::string_view address) const {
    if (blocks_.empty()) return false;
    auto const parsed = parse_address(address);
    return parsed && std::any_of(blocks_.begin(), blocks_.end(), [&](AddressBlock const& block) {
               return holds(block, *parsed);
           });
}

}  // namespace ocop::http
