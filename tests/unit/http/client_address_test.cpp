#include "http/address.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string_view>

namespace {

using namespace ocop::http;

bool is_public_text(std::string_view text) {
    auto const address = parse_ip(text);
    BOOST_TEST_REQUIRE(address.has_value(), text);
    return is_public(*address);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_address)

// First and last address of every block of the registries, and of what is told apart by them.
BOOST_AUTO_TEST_CASE(no_address_of_a_special_block_is_public) {
    for (auto const* text :
         {"0.0.0.0",         "0.255.255.255",   "10.0.0.0",        "10.255.255.255",
          "100.64.0.0",      "100.127.255.255", "127.0.0.0",       "127.0.0.1",
          "127.255.255.255", "169.254.0.0",     "169.254.169.254", "169.254.255.255",
          "172.16.0.0",      "172.31.255.255",  "192.0.0.0",       "192.0.0.255",
          "192.0.2.0",       "192.0.2.255",     "192.88.99.0",     "192.88.99.255",
          "192.168.0.0",     "192.168.255.255", "198.18.0.0",      "198.19.255.255",
          "198.51.100.0",    "198.51.100.255",  "203.0.113.0",     "203.0.113.255",
          "224.0.0.0",       "239.255.255.255", "240.0.0.0",       "255.255.255.255"}) {
        BOOST_TEST(!is_public_text(text), text);
    }
    for (auto const* text :
         {"::",
          "::1",
          "::7f00:1",
          "::8.8.8.8",
          "::ffff:127.0.0.1",
          "::ffff:10.0.0.1",
          "::ffff:8.8.8.8",
          "::ffff:0:8.8.8.8",
          "64:ff9b::127.0.0.1",
          "64:ff9b::10.1.2.3",
          "64:ff9b::169.254.169.254",
          "64:ff9b:1::8.8.8.8",
          "64:ff9b:0:0:0:1:808:808",
          "100::1",
          "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "2001::1",
          "2001:0:808:808::f7f7:f7f7",
          "2001:2::1",
          "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
          "2001:db8::1",
          "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
          "2002:7f00:1::1",
          "2002:808:808::1",
          "3fff::1",
          "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
          "4000::",
          "5f00::1",
          "fc00::",
          "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "fe80::1",
          "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "fec0::1",
          "ff02::1",
          "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}) {
        BOOST_TEST(!is_public_text(text), text);
    }
}

BOOST_AUTO_TEST_CASE(the_neighbours_of_special_blocks_are_public) {
    for (auto const* text :
         {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",     "100.63.255.255",
          "100.128.0.0",     "126.255.255.255", "128.0.0.0",    "169.253.255.255",
          "169.255.0.0",     "172.15.255.255",  "172.32.0.0",   "191.255.255.255",
          "192.0.1.0",       "192.0.1.255",     "192.0.3.0",    "192.88.98.255",
          "192.88.100.0",    "192.167.255.255", "192.169.0.0",  "198.17.255.255",
          "198.20.0.0",      "198.51.99.255",   "198.51.101.0", "203.0.112.255",
          "203.0.114.0",     "223.255.255.255", "8.8.8.8",      "2000::1",
          "2001:200::1",     "2001:db7::1",     "2001:db9::1",  "2001:4860:4860::8888",
          "2003::1",         "2a00:1450::1",    "3ffe::1",      "3fff:1000::1",
          "64:ff9b::8.8.8.8"}) {
        BOOST_TEST(is_public_text(text), text);
    }
}

BOOST_AUTO_TEST_CASE(an_address_has_one_text) {
    for (auto const* text :
         {"",           "127.1",        "127.0.1",           "2130706433",  "0x7f000001",
          "0x7f.0.0.1", "0177.0.0.1",   "127.0.0.01",        "127.0.0.256", "127.0.0.1.",
          "127.0.0.-1", " 127.0.0.1",   "127.0.0.1 ",        "[::1]",       "::1%1",
          "fe80::1%lo", "::ffff:127.1", "::ffff:0x7f.0.0.1", "1::2::3",     "localhost"}) {
        BOOST_TEST(!parse_ip(text).has_value(), text);
    }
    auto const mapped = parse_ip("::ffff:127.0.0.1");
    BOOST_TEST_REQUIRE(mapped.has_value());
    BOOST_TEST(mapped->v6);
    BOOST_TEST((*mapped == *parse_ip("::FFFF:7f00:1")));
    BOOST_TEST(!(*mapped == *parse_ip("127.0.0.1")));
}

BOOST_AUTO_TEST_CASE(a_policy_says_which_addresses_and_ports) {
    AddressPolicy const strangers;
    BOOST_TEST(strangers.allows(*parse_ip("8.8.8.8")));
    BOOST_TEST(!strangers.allows(*parse_ip("127.0.0.1")));
    BOOST_TEST(strangers.allows_port(443));
    BOOST_TEST(!strangers.allows_port(22));
    BOOST_TEST(!strangers.plain_http);
    AddressPolicy const named{AddressPolicy::Reach::configured, {}};
    BOOST_TEST(named.allows(*parse_ip("127.0.0.1")));
    BOOST_TEST(named.allows_port(8443));
}

BOOST_AUTO_TEST_SUITE_END()
