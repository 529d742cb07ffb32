#include "http/server.hpp"
#include "served.hpp"

#include <boost/test/unit_test.hpp>

#include <future>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

// Bodies in pieces, connections that break, and the way a server stops.
BOOST_AUTO_TEST_SUITE(streams)

using namespace ocop::http;
using namespace ocop::http::test;
using std::chrono::milliseconds;
using Piece = ocop::Result<std::optional<std::string>>;

namespace {

// Gives the pieces, then `end`.
Response pieces(std::vector<std::string> all, Piece end = std::optional<std::string>()) {
    auto const left = std::make_shared<std::vector<std::string>>(std::move(all));
    Response out;
    out.body = [left, end, next = std::size_t{0}]() mutable -> Piece {
        if (next == left->size()) return end;
        return std::optional(left->at(next++));
    };
    return out;
}

std::vector<Route> stream_routes() {
    return {
        open_route(
            Method::get,
            "/pieces",
            [](Request const&) {
                return pieces({"one,", "", "two,", std::string(100'000, 'x')});
            }
        ),
        open_route(
            Method::get, "/fails", [](Request const&) { return pieces({"one,"}, ocop::Error()); }
        ),
        open_route(Method::get, "/throws", [](Request const&) {
            Response out;
            out.body = []() -> Piece { throw std::runtime_error("broken"); };
            return out;
        })};
}

}  // namespace

BOOST_AUTO_TEST_CASE(pieces_arrive_as_one_body) {
    Served served(stream_routes());
    Client client(served.port());
    auto const reply = client.ask(get("/pieces"));
    BOOST_TEST(reply.complete);
    BOOST_TEST((reply.body == "one,two," + std::string(100'000, 'x')));
    BOOST_TEST(client.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_1_0_client_gets_pieces_up_to_the_end_of_the_connection) {
    Served served(stream_routes());
    Client client(served.port());
    auto const reply = client.ask("GET /pieces HTTP/1.0\r\nHost: localhost\r\n\r\n");
    BOOST_TEST(reply.header("transfer-encoding") == "");
    BOOST_TEST(reply.body.size() == 100'008u);
}

BOOST_AUTO_TEST_CASE(head_of_a_stream_takes_no_piece) {
    Served served(stream_routes());
    Client client(served.port());
    client.send("HEAD /throws HTTP/1.1\r\nHost: localhost\r\n\r\n");
    BOOST_TEST(client.read(true).status == 200);
    BOOST_TEST(client.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_stream_that_fails_is_seen_to_be_cut) {
    Served served(stream_routes());
    for (auto const* path : {"/fails", "/throws"}) {
        Client client(served.port());
        auto const reply = client.ask(get(path));
        BOOST_TEST(reply.status == 200);
        BOOST_TEST(!reply.complete);
        BOOST_TEST(client.ended());
        served.log.await(R"("msg":"body_failed","request":")" + reply.header("x-request-id"));
    }
    served.log.await("broken");
}

BOOST_AUTO_TEST_CASE(a_client_that_dies_anywhere_leaves_nothing_behind) {
    Served served(stream_routes());
    auto const whole = post("/echo", std::string(1000, 'x')) + get("/pieces");
    for (std::size_t size = 0; size <= whole.size(); size += 37) {
        Client client(served.port());
        client.send(whole.substr(0, size));
        client.reset();
    }
    while (served.server.connections() > 0) {
        std::this_thread::yield();
    }
    Client client(served.port());
    BOOST_TEST(client.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(stop_lets_the_request_in_flight_finish_and_closes_the_idle) {
    Turnstile turnstile;
    Served served({open_route(Method::get, "/wait", [&](Request const&) {
        turnstile.pass();
        return text_response(200, "text/plain", "done");
    })});
    Client idle(served.port());
    Client busy(served.port());
    BOOST_TEST(idle.ask(get("/hello")).status == 200);
    busy.send(get("/wait"));
    turnstile.await_waiting(1);
    std::thread stopper([&] { served.server.stop(milliseconds(20'000)); });
    BOOST_TEST(idle.ended());
    idle.reset();
    turnstile.open();
    auto const reply = busy.read();
    BOOST_TEST(reply.body == "done");
    BOOST_TEST(reply.header("connection") == "close");
    BOOST_TEST(busy.ended());
    busy.reset();
    stopper.join();
    BOOST_TEST(served.server.connections() == 0u);
    BOOST_TEST(!Client(served.port()).connected());
}

BOOST_AUTO_TEST_CASE(stop_cuts_what_does_not_finish_in_time) {
    std::function<void(Response)> kept;
    Served served({open_route(Method::get, "/never", [&](Request const&) {
        return Pending{[&](std::function<void(Response)> complete) { kept = std::move(complete); }};
    })});
    Client client(served.port());
    client.send(get("/never"));
    while (served.server.connections() == 0) {
        std::this_thread::yield();
    }
    served.server.stop(milliseconds(50));
    BOOST_TEST(served.server.stopping());
    served.server.stop(milliseconds(50));
    if (kept) kept(Response{});
}

BOOST_AUTO_TEST_CASE(a_pending_answer_may_come_after_the_server_is_gone) {
    std::function<void(Response)> kept;
    Turnstile started;
    {
        Served served({open_route(Method::get, "/never", [&](Request const&) {
            return Pending{[&](std::function<void(Response)> complete) {
                kept = std::move(complete);
                started.open();
            }};
        })});
        Client client(served.port());
        client.send(get("/never"));
        started.pass();
    }
    BOOST_TEST_REQUIRE(static_cast<bool>(kept));
    kept(text_response(200, "text/plain", "too late"));
}

BOOST_AUTO_TEST_CASE(a_server_out_of_descriptors_serves_again_when_there_are_some) {
    Served served;
    rlimit before{};
    BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    // Room for the client's socket, none for the server's end of it.
    auto const next = ::dup(0);
    ::close(next);
    auto const tight = rlimit{static_cast<rlim_t>(next) + 1, before.rlim_max};
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
    auto status = std::async(std::launch::async, [&] {
        Client client(served.port());
        return client.ask(get("/hello")).status;
    });
    served.log.await("accept_failed");
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    BOOST_TEST(status.get() == 200);
}

BOOST_AUTO_TEST_CASE(a_server_that_never_started_stops) {
    ocop::SystemClock clock;
    ocop::crypto::SystemRandom random;
    MemoryLog log;
    Server const unused(server_options(), Router({}), {}, {clock, random, log});
    BOOST_TEST(unused.connections() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
