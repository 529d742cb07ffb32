#include "http/server.hpp"
#include "served.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>

// Goal: nothing of a stranger's body is read but what came along with the head, nor asked for.
// Method: clients that wait to be told to continue, clients that do not, and a gate that counts.
BOOST_AUTO_TEST_SUITE(gate)

using namespace ocop::http;
using namespace ocop::http::test;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t megabyte = 1'000'000;

Route upload(Handler handler) {
    Route out{Method::post, "/upload", std::move(handler)};
    out.body_bytes_max = megabyte;
    return out;
}

std::string head(std::string const& token, std::size_t size, std::string const& more = "") {
    return "POST /upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
           "\r\nContent-Length: " + std::to_string(size) + "\r\n" + more + "\r\n";
}

std::string const waits = "Expect: 100-continue\r\n";

// A server with one gated upload, and what became of its requests.
struct Counted {
    explicit Counted(ServerOptions const& options = server_options())
        : served(
              {upload([this](Request const& request) {
                  ++handled;
                  auto const* name = std::any_cast<std::string>(&request.caller);
                  auto const who = name ? *name : "nobody";
                  return text_response(200, "a/b", who + std::to_string(request.body.size()));
              })},
              options,
              [this](Request& request, Route const& route) {
                  ++asked;
                  bodies += request.body.size();
                  request.caller = std::string(route.pattern);
                  return check_token(request, route);
              }
          ) {}

    std::atomic<int> asked{0};
    std::atomic<int> handled{0};
    std::atomic<std::size_t> bodies{0};
    Served served;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_stranger_who_waits_gets_the_refusal_and_is_not_told_to_continue) {
    Counted counted;
    Client client(counted.served.port());
    auto const reply = client.ask(head("wrong", megabyte, waits));
    BOOST_TEST(reply.status == 401);
    BOOST_TEST(reply.header("www-authenticate") == "Bearer");
    BOOST_TEST(reply.header("connection") == "close");
    BOOST_TEST(client.ended());
    BOOST_TEST(counted.asked == 1);
    BOOST_TEST(counted.handled == 0);
}

BOOST_AUTO_TEST_CASE(a_stranger_who_does_not_wait_is_refused_all_the_same) {
    Counted counted;
    {
        // Before a byte of the body is there.
        Client client(counted.served.port());
        BOOST_TEST(client.ask(head("wrong", megabyte)).status == 401);
        BOOST_TEST(client.ended());
    }
    Client client(counted.served.port());
    BOOST_TEST(client.send(head("wrong", megabyte)));
    client.send(std::string(megabyte, 'x'));
    auto const reply = client.read();
    BOOST_TEST(reply.status == 401);
    BOOST_TEST(reply.header("connection") == "close");
    BOOST_TEST(client.ended());
    BOOST_TEST(counted.handled == 0);
    BOOST_TEST(counted.bodies == 0u);
}

BOOST_AUTO_TEST_CASE(whoever_passes_is_asked_once_before_the_body) {
    Counted counted;
    Client client(counted.served.port());
    BOOST_TEST(client.ask(head("right", megabyte, waits)).status == 100);
    BOOST_TEST(client.ask(std::string(megabyte, 'x')).body == "/upload1000000");
    BOOST_TEST(counted.bodies == 0u);
    BOOST_TEST(client.ask(head("right", 5) + "hello").body == "/upload5");
    BOOST_TEST(client.ask(head("right", 0)).body == "/upload0");
    BOOST_TEST(counted.asked == 3);
    BOOST_TEST(counted.handled == 3);
}

// What is left in the connection's memory would else be taken for the next request.
BOOST_AUTO_TEST_CASE(a_stranger_s_body_that_came_along_with_its_head_is_no_next_request) {
    Counted counted;
    Client client(counted.served.port());
    auto const inner = head("right", 0);
    auto const refused = client.ask(head("wrong", inner.size()) + inner);
    BOOST_TEST(refused.status == 401);
    BOOST_TEST(counted.handled == 0);
    BOOST_TEST(client.ask(head("right", 5) + "hello").body == "/upload5");
    BOOST_TEST(counted.handled == 1);
    BOOST_TEST(counted.asked == 2);
}

BOOST_AUTO_TEST_CASE(a_body_for_no_route_that_came_along_with_its_head_ends_the_connection) {
    Counted counted;
    Client client(counted.served.port());
    auto const inner = head("right", 0);
    auto const lost = client.ask(
        "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
        std::to_string(inner.size()) + "\r\n\r\n" + inner
    );
    BOOST_TEST(lost.status == 404);
    BOOST_TEST(lost.header("connection") == "close");
    BOOST_TEST(client.ended());
    BOOST_TEST(counted.handled == 0);
}

BOOST_AUTO_TEST_CASE(a_refusal_without_a_body_leaves_the_connection_open) {
    Counted counted;
    Client client(counted.served.port());
    BOOST_TEST(client.ask(head("wrong", 0)).status == 401);
    BOOST_TEST(client.ask(head("right", 0)).status == 200);
}

BOOST_AUTO_TEST_CASE(a_body_too_large_is_refused_before_the_gate_is_asked) {
    Counted counted;
    Client client(counted.served.port());
    BOOST_TEST(client.ask(head("right", megabyte + 1, waits)).status == 413);
    BOOST_TEST(client.ended());
    BOOST_TEST(counted.asked == 0);
}

BOOST_AUTO_TEST_CASE(an_open_route_has_no_gate) {
    Counted counted;
    Client client(counted.served.port());
    BOOST_TEST(client.ask(get("/hello")).status == 200);
    BOOST_TEST(client.ask(post("/echo", "x")).status == 200);
    BOOST_TEST(counted.asked == 0);
}

BOOST_AUTO_TEST_CASE(asvs_16_5_3_a_gate_that_throws_lets_nobody_through) {
    std::atomic<int> handled{0};
    auto const counts = [&](Request const&) {
        ++handled;
        return Response{};
    };
    auto const throws = [](Request&, Route const&) -> ocop::Result<void> {
        throw std::runtime_error("secret");
    };
    Served served({upload(counts)}, server_options(), throws);
    for (auto const size : {0, 5}) {
        Client client(served.port());
        auto const reply = client.ask(head("right", static_cast<std::size_t>(size)));
        BOOST_TEST(reply.status == 500);
        BOOST_TEST(reply.body.find("secret") == std::string::npos);
        served.log.await(reply.header("x-request-id"), 2);
    }
    BOOST_TEST(handled == 0);
}

BOOST_AUTO_TEST_CASE(a_gate_that_hangs_or_is_not_reached_is_answered_for_and_nothing_was_done) {
    Turnstile turnstile;
    std::atomic<int> handled{0};
    auto options = server_options();
    options.pool_threads = 1;
    options.limits.pool_queue = 1;
    options.deadlines.handler = milliseconds(30);
    auto const counts = [&](Request const&) {
        ++handled;
        return Response{};
    };
    auto const hangs = [&](Request&, Route const&) {
        turnstile.pass();
        return ocop::Result<void>();
    };
    Served served({upload(counts)}, options, hangs);
    // The first hangs, the second waits behind it, the third finds the queue full.
    for (int i = 0; i < 3; ++i) {
        Client client(served.port());
        auto const reply = client.ask(head("right", 5, waits));
        BOOST_TEST(reply.status == 503);
        BOOST_TEST(reply.header("retry-after") == "1");
        BOOST_TEST(client.ended());
    }
    turnstile.open();
    served.server.stop(milliseconds(0));
    BOOST_TEST(handled == 0);
}

BOOST_AUTO_TEST_SUITE_END()
