#include "http/url.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace ocop::http;

std::string slug_of(std::string const& text) {
    auto const url = parse_url(text);
    return url ? "" : std::string(url.error().slug);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_url)

BOOST_AUTO_TEST_CASE(a_url_is_taken_apart) {
    auto const url = parse_url("https://Hooks.Example.VN:8443/a/b%2Fc?x=1&y=%20");
    BOOST_TEST_REQUIRE(url.has_value());
    BOOST_TEST(!url->plain);
    BOOST_TEST(url->host == "hooks.example.vn");
    BOOST_TEST(!url->address.has_value());
    BOOST_TEST(url->port == 8443);
    BOOST_TEST(url->target == "/a/b%2Fc?x=1&y=%20");
    BOOST_TEST(url->authority() == "hooks.example.vn:8443");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_has_its_default) {
    auto const https = parse_url("HTTPS://example.vn");
    BOOST_TEST_REQUIRE(https.has_value());
    BOOST_TEST(https->port == 443);
    BOOST_TEST(https->target == "/");
    BOOST_TEST(https->authority() == "example.vn");
    auto const http = parse_url("http://example.vn?x");
    BOOST_TEST_REQUIRE(http.has_value());
    BOOST_TEST(http->plain);
    BOOST_TEST(http->port == 80);
    BOOST_TEST(http->target == "/?x");
    BOOST_TEST(parse_url("https://example.vn:443/")->authority() == "example.vn");
    BOOST_TEST(parse_url("http://example.vn:443/")->authority() == "example.vn:443");
}

BOOST_AUTO_TEST_CASE(an_address_is_known_as_one) {
    auto const v4 = parse_url("https://127.0.0.1/");
    BOOST_TEST_REQUIRE(v4.has_value());
    BOOST_TEST((v4->address == parse_ip("127.0.0.1")));
    auto const v6 = parse_url("https://[::FFFF:127.0.0.1]:444/");
    BOOST_TEST_REQUIRE(v6.has_value());
    BOOST_TEST((v6->address == parse_ip("::ffff:127.0.0.1")));
    BOOST_TEST(v6->authority() == "[::ffff:127.0.0.1]:444");
}

BOOST_AUTO_TEST_CASE(urls_that_could_be_read_in_two_ways_are_refused) {
    for (std::string const text :
         {"",
          "/path",
          "//example.vn/",
          "example.vn",
          "https:example.vn",
          "https:/example.vn",
          "https://",
          "https:///path",
          "https://:443/",
          "ftp://example.vn/",
          "file:///etc/passwd",
          "javascript:alert(1)",
          "https://user@example.vn/",
          "https://user:secret@example.vn/",
          "https://@example.vn/",
          "https://example.vn@127.0.0.1/",
          "https://example.vn/#part",
          "https://example.vn#",
          "https://example.vn:/",
          "https://example.vn:0/",
          "https://example.vn:0443/",
          "https://example.vn:65536/",
          "https://example.vn:4433333333333/",
          "https://example.vn:-1/",
          "https://example.vn:http/",
          "https://example.vn\\@127.0.0.1/",
          "https://example.vn\\/",
          "https://exa mple.vn/",
          " https://example.vn/",
          "https://example.vn/ ",
          "https://example.vn/\r\nX: y",
          "https://example.vn/\tx",
          "https://example.vn/a%2",
          "https://example.vn/a%zz",
          "https://ví-dụ.vn/",
          "https://example.vn/ví",
          "https://１２７.0.0.1/"}) {
        BOOST_TEST(slug_of(text) == "url_malformed", text);
    }
    BOOST_TEST(slug_of(std::string("https://example.vn/\0", 20)) == "url_malformed");
    BOOST_TEST(slug_of("https://example.vn/" + std::string(2030, 'a')) == "url_malformed");
    BOOST_TEST(slug_of("https://example.vn/" + std::string(2029, 'a')) == "");
}

BOOST_AUTO_TEST_CASE(hosts_that_are_addresses_in_disguise_are_refused) {
    for (std::string const host :
         {"127.1",
          "127.0.1",
          "2130706433",
          "017700000001",
          "0177.0.0.1",
          "127.0.0.01",
          "0x7f000001",
          "0x7F000001",
          "0x7f.1",
          "0x7f.0x0.0x0.0x1",
          "0x",
          "127.0.0.256",
          "1.2.3.4.5",
          "1.2.3.4.example.vn",
          "1.2.3.4x",
          "1.2.3.4:443x",
          "[::1]x",
          "example.vn:443x",
          "example.1",
          "example.0x1",
          "127.0.0.1.",
          "localhost.",
          "example.vn.",
          "example..vn",
          ".example.vn",
          "-example.vn",
          "example-.vn",
          "exa_mple.vn",
          "%31%32%37.0.0.1",
          "127.0.0.1%2f",
          "localhost%00",
          "localhost%2eexample.vn",
          "example.vn%0d%0a",
          "*",
          "a,b",
          "[::1",
          "::1",
          "[::1%25lo]",
          "[fe80::1%lo]",
          "[127.0.0.1]",
          "[v1.example]",
          "[v7.127]",
          "[]"}) {
        BOOST_TEST(slug_of("https://" + host + "/") == "url_malformed", host);
    }
    auto const label = std::string(63, 'a');
    BOOST_TEST(slug_of("https://" + label + ".vn/") == "");
    BOOST_TEST(slug_of("https://" + label + "a.vn/") == "url_malformed");
    auto const name = label + "." + label + "." + label + ".";
    BOOST_TEST(slug_of("https://" + name + std::string(61, 'b') + "/") == "");
    BOOST_TEST(slug_of("https://" + name + std::string(62, 'b') + "/") == "url_malformed");
}

BOOST_AUTO_TEST_CASE(names_of_any_plain_form_are_names) {
    for (std::string const host :
         {"localhost", "a", "0a", "1.example", "0x1.example", "xn--v-d-2ma86g.vn", "a--b.c0"}) {
        BOOST_TEST(slug_of("https://" + host + "/") == "", host);
    }
}

BOOST_AUTO_TEST_SUITE_END()
