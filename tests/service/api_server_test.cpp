#include "device.hpp"
#include "unit/api/service.hpp"
#include "unit/http/served.hpp"

#include <ocop/bundle/bundle.hpp>

#include <algorithm>
#include <iterator>
#include <thread>

// The API behind the real server: TLS, guard, dispatcher, pool and streams.
namespace ocop::test {

namespace {

using http::test::Client;

class ServedApi : public RegisteredService {
  public:
    ServedApi()
        : server(
              http::test::server_options(),
              http::Router(api::routes(*services)),
              api::gate(*services),
              {clock, disk.random, log}
          ) {
        server.start();
    }

    std::string head(std::string const& method, std::string const& path) const {
        return head(method, path, token);
    }

    static std::string head(
        std::string const& method, std::string const& path, std::string const& bearer
    ) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
               bearer + "\r\n";
    }

    std::string post_bytes(
        std::string const& path, std::string const& body, std::string const& headers = {}
    ) const {
        return head("POST", path) + headers +
               (body.empty() ? "" : "Content-Type: application/json\r\n") +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    // By the second administrator.
    std::string approve_bytes(std::string const& path) const {
        return head("POST", path + "/approve", second_token) + "Content-Length: 0\r\n\r\n";
    }

    std::string get_bytes(std::string const& path) const { return head("GET", path) + "\r\n"; }

    std::string order_body(int count) const {
        return R"({"gtin":")" + gtin + R"(","lot":"L1","count":)" + std::to_string(count) + "}";
    }

    SystemClock clock;
    http::test::MemoryLog log;
    http::Server server;  // last: its handlers use all of the above
};

std::string member_of(http::test::Reply const& reply, std::string_view member) {
    auto const body = json::parse(reply.body);
    BOOST_TEST_REQUIRE(reason_of(body) == "", reply.body);
    return text_of(*body, member);
}

std::string fetching(std::string const& link) {
    return "POST " + link + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
}

// First counter and count of an issued order.
std::pair<std::int64_t, std::int64_t> range_of(std::string const& body) {
    auto const order = json::parse(body);
    BOOST_TEST_REQUIRE(reason_of(order) == "", body);
    BOOST_TEST_REQUIRE(text_of(*order, "state") == "issued");
    auto const& range = order->at("range");
    return {range.at("first").as_int64(), range.at("count").as_int64()};
}

// Orders of 1 to 10 stamps, through a connection of its own.
void issue_ten(ServedApi const& api, std::vector<std::string>& issued) {
    Client client(api.server.port());
    for (int i = 1; i <= 10; ++i) {
        auto const made = client.ask(api.post_bytes("/api/v1/stamp-orders", api.order_body(i)));
        auto const path = made.header("location");
        client.ask(api.approve_bytes(path));
        issued.push_back(client.ask(api.post_bytes(path + "/issue", "")).body);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api_server)

BOOST_AUTO_TEST_CASE(stamps_are_ordered_printed_and_verified_over_tls) {
    ServedApi api;
    Client client(api.server.port());
    auto const made = client.ask(api.post_bytes("/api/v1/stamp-orders", api.order_body(2500)));
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    auto const path = made.headers.at("location");
    BOOST_TEST(client.ask(api.approve_bytes(path)).status == 200);
    BOOST_TEST(client.ask(api.post_bytes(path + "/issue", "")).status == 200);
    auto const order = path.substr(path.rfind('/') + 1);

    auto const run = client.ask(api.post_bytes("/api/v1/print-runs", run_body(order, 1, 1500)));
    BOOST_TEST_REQUIRE(run.status == 201, run.body);
    api.make_prints();
    auto const run_path = run.headers.at("location");
    BOOST_TEST(member_of(client.ask(api.get_bytes(run_path)), "state") == "made");
    auto const link = client.ask(api.post_bytes(run_path + "/link", "{}"));
    BOOST_TEST_REQUIRE(link.status == 201, link.body);
    auto const url = member_of(link, "url");
    auto const token = url.substr(url.find("/p/"));
    auto const file = client.ask(fetching(token));
    BOOST_TEST(file.status == 200);
    BOOST_TEST(file.header("transfer-encoding") == "chunked");
    BOOST_TEST(file.header("cache-control") == "no-store");
    BOOST_TEST(file.complete);
    BOOST_TEST(file.body.starts_with("PK"));

    auto const stamp = text_of(api.stamps_of(order).back(), "url");
    auto const body = ask("uri", stamp);
    auto const verdict = client.ask(
        "POST /api/v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body
    );
    BOOST_TEST(verdict.status == 200);
    BOOST_TEST(member_of(verdict, "verdict") == "not_activated");

    for (auto const& line : api.log.lines()) {
        BOOST_TEST(line.find(api.token) == std::string::npos);
        BOOST_TEST(line.find(token.substr(3)) == std::string::npos);
        BOOST_TEST(line.find("?s=") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_device_is_enrolled_and_fetches_the_bundle_over_tls) {
    ServedApi api;
    auto const order = api.issued_order(1000);
    Client client(api.server.port());
    SigningDevice const device;
    auto const enrolled = client.ask(api.post_bytes(
        "/api/v1/devices", R"({"name":"Máy","public_key":")" + device.public_key() + "\"}"
    ));
    BOOST_TEST_REQUIRE(enrolled.status == 201, enrolled.body);
    BOOST_TEST(member_of(enrolled, "root_key") == api.services->root_key);
    auto const with = [&](std::string const& header) {
        auto bytes = api.get_bytes("/api/v1/bundle");
        return bytes.insert(bytes.find("\r\n") + 2, header + "\r\n");
    };
    auto const bundle = client.ask(api.get_bytes("/api/v1/bundle"));
    BOOST_TEST_REQUIRE(bundle.status == 200, bundle.body);
    BOOST_TEST(bundle.complete);
    BOOST_TEST(bundle.header("cache-control") == "private, no-cache");
    auto const file = bundle::read_bundle(bundle.body, api.keyring.root_pem);
    BOOST_TEST_REQUIRE(reason_of(file) == "");
    BOOST_TEST_REQUIRE(file->body.lots.size() == 1U);
    auto const& lot = file->body.lots.front();
    BOOST_TEST(lot.orders->front().id == order);
    auto const filters = client.ask(api.get_bytes("/api/v1/bundle/lots/" + lot.filters.value()));
    BOOST_TEST(filters.body.size() == lot.filters_bytes.value());
    auto const packed = client.ask(with("Accept-Encoding: gzip"));
    BOOST_TEST(packed.header("content-encoding") == "gzip");
    BOOST_TEST(packed.body.starts_with("\x1f\x8b"));
    auto const known = client.ask(with("If-None-Match: " + bundle.header("etag")));
    BOOST_TEST(known.status == 304);
    BOOST_TEST(known.body == "");
}

BOOST_AUTO_TEST_CASE(a_reader_that_leaves_in_the_middle_harms_nobody) {
    ServedApi api;
    auto const order = api.issued_order(4000);
    auto const begin = [&](int first, int last) {
        auto const zpl = R"("format":"zpl","options":{"dpi":600})";
        return api.create("/api/v1/print-runs", run_body(order, first, last, zpl), "id");
    };
    auto const run = begin(1, 3000);
    auto const other = begin(3001, 4000);
    api.make_prints();
    auto const link = [&](std::string const& of) {
        auto const url = api.post("/api/v1/print-runs/" + of + "/link").string_at("/url");
        return url.substr(url.find("/p/"));
    };
    auto const first = link(run);
    {
        Client leaver(api.server.port());
        leaver.send(fetching(first));
        BOOST_TEST(!leaver.read_some().empty());
        leaver.reset();
    }
    // Once the server saw that most of the file never left it, the link opens again, and once.
    Client client(api.server.port());
    auto repeated = client.ask(fetching(first));
    while (repeated.status == 404) {
        repeated = client.ask(fetching(first));
    }
    BOOST_TEST(repeated.status == 200);
    BOOST_TEST(repeated.complete);
    BOOST_TEST(std::count(repeated.body.begin(), repeated.body.end(), '\n') == 3000);
    BOOST_TEST(client.ask(fetching(first)).status == 404);
    BOOST_TEST(api.post("/api/v1/print-runs/" + run + "/link").problem() == "print_run_delivered");
    Client again(api.server.port());
    auto const whole = again.ask(fetching(link(other)));
    BOOST_TEST(whole.complete);
    BOOST_TEST(std::count(whole.body.begin(), whole.body.end(), '\n') == 1000);
}

BOOST_AUTO_TEST_CASE(strangers_and_giants_are_refused_before_a_handler_runs) {
    ServedApi api;
    auto const before = api.contents();
    {
        Client client(api.server.port());
        auto const reply = client.ask(http::test::get("/api/v1/producers"));
        BOOST_TEST(reply.status == 401);
        BOOST_TEST(reply.header("www-authenticate") == "Bearer");
        BOOST_TEST(client.ask(api.get_bytes("/api/v1/producers")).status == 200);
    }
    Client client(api.server.port());
    client.send(api.post_bytes("/api/v1/producers", std::string(1 << 20, ' ')));
    auto const reply = client.read();
    BOOST_TEST(reply.status == 413);
    BOOST_TEST(reply.body.find("urn:ocop:problem:body_too_large") != std::string::npos);
    BOOST_TEST((api.contents() == before));
}

BOOST_AUTO_TEST_CASE(a_write_whose_answer_was_lost_is_sent_again_and_done_once) {
    ServedApi api;
    auto const bytes = api.post_bytes(
        "/api/v1/stamp-orders", api.order_body(5), "Idempotency-Key: lost-answer\r\n"
    );
    for (int i = 0; i < 5; ++i) {
        Client cut(api.server.port());
        cut.send(bytes);
        cut.reset();
    }
    Client client(api.server.port());
    auto const first = client.ask(bytes);
    auto const second = client.ask(bytes);
    BOOST_TEST(first.status == 201);
    BOOST_TEST(second.body == first.body);
    auto const list = json::parse(client.ask(api.get_bytes("/api/v1/stamp-orders")).body);
    BOOST_TEST(list->at("items").as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(fifty_orders_from_five_clients_share_no_counter) {
    ServedApi api;
    constexpr std::size_t clients = 5;
    std::vector<std::vector<std::string>> issued(clients);
    std::vector<std::thread> threads;
    threads.reserve(clients);
    for (auto& mine : issued) {
        threads.emplace_back([&api, &mine] { issue_ten(api, mine); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    for (auto const& mine : issued) {
        std::transform(mine.begin(), mine.end(), std::back_inserter(ranges), range_of);
    }
    std::sort(ranges.begin(), ranges.end());
    BOOST_TEST_REQUIRE(ranges.size() == 50U);
    std::int64_t next = 0;
    for (auto const& [first, count] : ranges) {
        BOOST_TEST(first == next);
        next = first + count;
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
