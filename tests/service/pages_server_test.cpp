#include "unit/http/served.hpp"
#include "unit/pages/service.hpp"

#include <algorithm>

// The pages behind the real server: TLS, guard, router, pool and commit thread.
namespace ocop::pages::test {

namespace {

using http::test::Client;

class ServedPages : public PagesService {
  public:
    ServedPages()
        : PagesService("localhost"),
          server(
              http::test::server_options(),
              http::Router(pages::routes(*services)),
              [](http::Request&, http::Route const&) { return Result<void>(); },
              {clock, disk.random, log}
          ) {
        server.start();
    }

    static std::string bytes(std::string const& method, std::string const& target) {
        auto const length = method == "POST" ? "Content-Length: 0\r\n" : "";
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n";
    }

    SystemClock clock;
    http::test::MemoryLog log;
    http::Server server;  // last: its handlers use all of the above
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pages_server)

BOOST_AUTO_TEST_CASE(a_scan_becomes_a_verdict_a_check_and_a_receipt_over_tls) {
    ServedPages pages;
    Client client(pages.server.port());
    auto const link = pages.link(0);
    auto const moved = client.ask(pages.bytes("GET", link));
    BOOST_TEST_REQUIRE(moved.status == 307);
    BOOST_TEST(moved.header("location") == "/v" + link);
    auto const page = client.ask(pages.bytes("GET", moved.headers.at("location")));
    BOOST_TEST(page.status == 200);
    BOOST_TEST(contains(page.body, "Tem do hệ thống cấp"));
    BOOST_TEST(fault_of(page.body) == "");
    auto const counted = client.ask(pages.bytes("POST", "/v" + link));
    BOOST_TEST_REQUIRE(counted.status == 303, counted.body);
    BOOST_TEST(pages.checks_of(0) == 1u);
    auto const receipt = client.ask(pages.bytes("GET", counted.headers.at("location")));
    BOOST_TEST(receipt.status == 200);
    BOOST_TEST(contains(receipt.body, "Bạn đã ghi nhận kiểm tra"));
}

BOOST_AUTO_TEST_CASE(pages_come_with_a_strict_policy_and_nothing_that_follows_people) {
    ServedPages pages;
    Client client(pages.server.port());
    for (auto const& target : {std::string("/"), "/v" + pages.link(1), std::string("/v/01/x")}) {
        auto const page = client.ask(pages.bytes("GET", target));
        auto const policy = page.headers.at("content-security-policy");
        BOOST_TEST(contains(policy, "default-src 'none'"), target);
        BOOST_TEST(contains(policy, "style-src 'self'"), target);
        BOOST_TEST(!contains(policy, "script-src"), target);
        BOOST_TEST(!contains(policy, "unsafe"), target);
        BOOST_TEST(page.headers.count("set-cookie") == 0, target);
        BOOST_TEST(page.header("cache-control") == "no-store", target);
    }
    auto const style = client.ask(pages.bytes("GET", "/style.css"));
    BOOST_TEST(contains(style.headers.at("cache-control"), "immutable"));
}

BOOST_AUTO_TEST_CASE(a_store_that_closes_is_told_in_a_page) {
    ServedPages pages;
    Client client(pages.server.port());
    pages.disk.store->close();
    auto const page = client.ask(pages.bytes("POST", "/v" + pages.link(2)));
    BOOST_TEST(page.status == 503);
    BOOST_TEST(contains(page.body, "Chưa chắc lần kiểm tra đã được ghi nhận"));
    BOOST_TEST(page.header("retry-after") == "30");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::pages::test
