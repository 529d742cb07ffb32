#include "http/addresses.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

BOOST_AUTO_TEST_SUITE(addresses)

using namespace ocop::http;

BOOST_AUTO_TEST_CASE(a_client_is_an_ipv4_address_or_the_64_of_an_ipv6_one) {
    BOOST_TEST(client_of("192.0.2.7") == "192.0.2.7");
    BOOST_TEST(client_of("::ffff:192.0.2.7") == "192.0.2.7");
    BOOST_TEST(client_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    BOOST_TEST(client_of("2001:db8:1:2::") == client_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    BOOST_TEST(client_of("2001:db8:1:2::1") != client_of("2001:db8:1:3::1"));
    BOOST_TEST(client_of("fe80::1%eth0") == "fe80::/64");
    BOOST_TEST(client_of("") == "");
    BOOST_TEST(client_of("no address") == "no address");
}

BOOST_AUTO_TEST_CASE(a_network_keeps_exactly_its_bits) {
    auto const address = parse_address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    BOOST_TEST_REQUIRE(address.has_value());
    BOOST_TEST(network_of(*address, 0) == "::");
    BOOST_TEST(network_of(*address, 1) == "8000::");
    BOOST_TEST(network_of(*address, 47) == "ffff:ffff:fffe::");
    BOOST_TEST(network_of(*address, 127) == "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe");
    BOOST_TEST(network_of(*parse_address("255.255.255.255"), 20) == "255.255.240.0");
    BOOST_TEST(network_of(*parse_address("255.255.255.255"), 32) == "255.255.255.255");
}

BOOST_AUTO_TEST_CASE(blocks_hold_what_they_say) {
    AddressBlocks const blocks({"192.0.2.7", "198.51.100.128/25", "2001:db8::/33"});
    for (auto const* address :
         {"192.0.2.7",
          "198.51.100.128",
          "198.51.100.255",
          "::ffff:192.0.2.7",
          "2001:db8:7fff::1"}) {
        BOOST_TEST(blocks.contains(address), address);
    }
    for (auto const* address :
         {"192.0.2.6",
          "192.0.2.8",
          "198.51.100.127",
          "2001:db8:8000::",
          "2001:db9::",
          "::",
          "",
          "-",
          "192.0.2.7.evil.example"}) {
        BOOST_TEST(!blocks.contains(address), address);
    }
    BOOST_TEST(AddressBlocks({"0.0.0.0/0"}).contains("203.0.113.1"));
    BOOST_TEST(!AddressBlocks({"0.0.0.0/0"}).contains("::1"));
    BOOST_TEST(AddressBlocks({"::/0"}).contains("2001:db8::1"));
    BOOST_TEST(!AddressBlocks({"::/0"}).contains("::ffff:192.0.2.7"));
    BOOST_TEST(!AddressBlocks({}).contains("192.0.2.7"));
}

BOOST_AUTO_TEST_CASE(anything_but_a_block_is_refused_at_once) {
    using namespace std::string_literals;
    for (auto const& text :
         {""s,
          " 192.0.2.7"s,
          "192.0.2.7 "s,
          "192.0.2"s,
          "192.0.2.7/"s,
          "192.0.2.7/33"s,
          "192.0.2.0/024"s,
          "192.0.2.0/+24"s,
          "192.0.2.1/24"s,
          "192.0.2.256"s,
          "192.0.02.7"s,
          "192.0.2.0/24/24"s,
          "192.0.2.0/255.255.255.0"s,
          "*"s,
          "localhost"s,
          "2001:db8::/129"s,
          "2001:db8::1/64"s,
          "2001:db8"s,
          "[2001:db8::1]"s,
          "fe80::1%eth0"s,
          "::ffff:192.0.2.7"s,
          "::ffff:0:0/96"s,
          "192.0.2.7\0"s,
          "192.0.2.7,192.0.2.8"s}) {
        BOOST_TEST(!parse_address_block(text).has_value(), text);
        BOOST_CHECK_THROW(AddressBlocks({text}), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()
