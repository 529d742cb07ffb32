#include "http/server.hpp"
#include "served.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

// Goal: no peer, however slow, holds a connection; no honest slow one loses its answer. Method:
// deadlines of tens of milliseconds, and the end of the connection as the clock.
BOOST_AUTO_TEST_SUITE(deadlines)

using namespace ocop::http;
using namespace ocop::http::test;
using std::chrono::milliseconds;

namespace {

ServerOptions patient() {
    auto out = server_options();
    out.limits.rate_bytes_per_second = 1'000'000;
    return out;
}

std::string const start_of_request = "GET /hello HTTP/1.1\r\nHost: loc";

}  // namespace

BOOST_AUTO_TEST_CASE(a_silent_peer_is_cut_before_tls) {
    auto options = patient();
    options.deadlines.handshake = milliseconds(30);
    Served served({}, options);
    ClientOptions plain;
    plain.plain = true;
    Client client(served.port(), plain);
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_peer_that_never_asks_is_cut) {
    auto options = patient();
    options.deadlines.header = milliseconds(30);
    Served served({}, options);
    Client client(served.port());
    BOOST_TEST(client.connected());
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_header_block_must_end_in_time_however_it_trickles) {
    auto options = patient();
    options.deadlines.header = milliseconds(50);
    Served served({}, options);
    Client client(served.port());
    BOOST_TEST(client.ask(get("/hello")).status == 200);
    client.send(start_of_request);
    std::atomic<bool> over{false};
    std::thread trickle([&] {
        Client other(served.port());
        other.send("GET / HTTP/1.1\r\n");
        while (other.send("X: y\r\n")) {
        }
        over = true;
    });
    BOOST_TEST(client.ended());
    trickle.join();
    BOOST_TEST(over);
}

BOOST_AUTO_TEST_CASE(hundreds_of_dripping_headers_are_cut_while_others_are_served) {
    constexpr std::size_t count = 300;
    auto options = patient();
    options.deadlines.header = milliseconds(500);
    options.limits.requests_per_connection = 1'000'000;
    Served served({}, options);
    Client honest(served.port());
    // All are open, and idle, before the first starts its second request.
    std::vector<std::unique_ptr<Client>> dripping;
    for (std::size_t i = 0; i < count; ++i) {
        dripping.push_back(std::make_unique<Client>(served.port()));
        BOOST_TEST_REQUIRE(dripping.back()->ask(get("/hello")).status == 200);
        BOOST_TEST(honest.ask(get("/hello")).status == 200);
    }
    for (auto const& client : dripping) {
        BOOST_TEST(client->send(start_of_request));
    }
    BOOST_TEST(honest.ask(get("/hello")).status == 200);
    BOOST_TEST(served.server.connections() == count + 1);
    auto const began = std::chrono::steady_clock::now();
    while (!dripping.empty()) {
        BOOST_TEST_REQUIRE((std::chrono::steady_clock::now() - began < milliseconds(20'000)));
        BOOST_TEST(honest.ask(get("/hello")).status == 200);
        auto const cut = [](auto const& client) { return !client->send("a"); };
        dripping.erase(std::remove_if(dripping.begin(), dripping.end(), cut), dripping.end());
    }
    while (served.server.connections() > 1) {
        std::this_thread::yield();
    }
}

BOOST_AUTO_TEST_CASE(a_body_must_come_in_time) {
    auto options = patient();
    options.deadlines.body = milliseconds(40);
    Served served({}, options);
    Client client(served.port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf");
    BOOST_TEST(client.ended());
    BOOST_TEST(served.log.lines().empty());
}

BOOST_AUTO_TEST_CASE(a_body_at_the_minimum_rate_lives_past_its_deadline) {
    auto options = patient();
    options.deadlines.body = milliseconds(60);
    options.limits.rate_bytes_per_second = 10;
    Served served({}, options);
    Client client(served.port());
    auto const began = std::chrono::steady_clock::now();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n0123456789");
    // Ten bytes at ten a second earn a second beyond the 60 ms.
    Client clock(served.port());
    while (std::chrono::steady_clock::now() - began < milliseconds(300)) {
        clock.ask(get("/hello"));
    }
    BOOST_TEST(client.ask("abcdefghij").body == "0123456789abcdefghij");
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_closed) {
    auto options = patient();
    options.deadlines.idle = milliseconds(30);
    Served served({}, options);
    Client client(served.port());
    BOOST_TEST(client.ask(get("/hello")).status == 200);
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_slow_handler_is_answered_for) {
    Turnstile turnstile;
    std::vector<std::function<void(Response)>> kept;
    auto options = patient();
    options.deadlines.handler = milliseconds(30);
    auto const wait = [&](Request const&) {
        turnstile.pass();
        return Response{};
    };
    Served served(
        {open_route(Method::get, "/slow", wait),
         open_route(
             Method::post,
             "/slow",
             [&](Request const&) {
                 return Pending{[&](std::function<void(Response)> complete) {
                     kept.push_back(std::move(complete));
                 }};
             }
         )},
        options
    );
    Client client(served.port());
    auto const read = client.ask(get("/slow"));
    BOOST_TEST(read.status == 503);
    BOOST_TEST(read.body.find("handler_timeout") != std::string::npos);
    // Whether the write happened is not known here, and the next request is served all the same.
    auto const written = client.ask(post("/slow", ""));
    BOOST_TEST(written.status == 503);
    for (auto const& reply : {read, written}) {
        BOOST_TEST(reply.header("retry-after") == "");
        served.log.await(reply.header("x-request-id"), 2);
    }
    turnstile.open();
    BOOST_TEST(client.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_not_read_is_cut) {
    auto options = patient();
    options.deadlines.write = milliseconds(50);
    options.deadlines.shutdown = milliseconds(50);
    Served served(
        {open_route(
            Method::get,
            "/large",
            [](Request const&) { return text_response(200, "a/b", std::string(20'000'000, 'x')); }
        )},
        options
    );
    ClientOptions small;
    small.receive_buffer_bytes = 4096;
    Client client(served.port(), small);
    client.send(get("/large"));
    served.log.await(R"("path":"/large")");
    auto const reply = client.read();
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(!reply.complete);
}

BOOST_AUTO_TEST_CASE(a_peer_that_reads_slowly_gets_five_megabytes_whole) {
    static constexpr std::size_t pieces = 500;
    auto options = server_options();
    options.deadlines.write = milliseconds(2'000);
    auto const stream = [](Request const&) {
        auto const left = std::make_shared<std::size_t>(pieces);
        Response out;
        out.body = [left]() -> ocop::Result<std::optional<std::string>> {
            if (*left == 0) return std::optional<std::string>();
            --*left;
            return std::optional(std::string(10'000, static_cast<char>('a' + *left % 26)));
        };
        return out;
    };
    Served served({open_route(Method::get, "/stream", stream)}, options);
    ClientOptions small;
    small.receive_buffer_bytes = 4096;
    Client slow(served.port(), small);
    Client other(served.port());
    slow.send(get("/stream"));
    std::size_t total = 0;
    std::string tail;
    while (total < 5'000'000) {
        auto const some = slow.read_some();
        BOOST_TEST_REQUIRE(!some.empty());
        total += some.size();
        tail = some.substr(some.size() - std::min<std::size_t>(5, some.size()));
        // Between its reads another client is served: nobody waits for the slow one.
        if (total % 7 == 0) BOOST_TEST(other.ask(get("/hello")).status == 200);
    }
    while (tail != "0\r\n\r\n") {
        auto const some = slow.read_some();
        BOOST_TEST_REQUIRE(!some.empty());
        tail = (tail + some).substr(tail.size() + some.size() - 5);
    }
    BOOST_TEST(slow.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
