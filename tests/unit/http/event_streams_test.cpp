#include "served.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <thread>

// Streams of events: who listens holds a socket and a timer, and whatever ends it frees both.
BOOST_AUTO_TEST_SUITE(event_streams)

using namespace ocop::http;
using namespace ocop::http::test;
using std::chrono::milliseconds;
using Piece = ocop::Result<std::optional<std::string>>;

namespace {

// What tests turn while a stream runs.
struct Source {
    std::atomic<bool> over = false;
    std::atomic<int> looks = 0;
    std::atomic<int> living = 0;

    Response respond(EventStream (*adjust)(EventStream)) {
        ++living;
        auto const life = std::shared_ptr<void>(nullptr, [this](void*) { --living; });
        auto next = [this, life, first = true]() mutable -> Piece {
            ++looks;
            if (over) return std::optional<std::string>();
            return std::optional<std::string>(std::exchange(first, false) ? "data: now\n\n" : "");
        };
        Response out;
        out.body = adjust(EventStream(std::move(next)));
        out.with("Content-Type", "text/event-stream");
        return out;
    }

    void await_freed() const {
        while (living > 0) {
            std::this_thread::yield();
        }
    }
};

EventStream quick(EventStream stream) {
    stream.pause = milliseconds(5);
    stream.silence = milliseconds(20);
    return stream;
}

EventStream slow(EventStream stream) {
    stream.pause = stream.life = std::chrono::hours(1);
    return stream;
}

EventStream short_lived(EventStream stream) {
    stream.pause = milliseconds(5);
    stream.life = milliseconds(30);
    return stream;
}

std::vector<Route> routes_of(Source& source, EventStream (*adjust)(EventStream)) {
    return {open_route(Method::get, "/events", [&source, adjust](Request const&) {
        return source.respond(adjust);
    })};
}

// Reads until `part` has come; false when the stream ended first.
bool await(Client& client, std::string const& part) {
    std::string all;
    while (all.find(part) == std::string::npos) {
        auto const more = client.read_some();
        if (more.empty()) return false;
        all += more;
    }
    return true;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_there_comes_at_once_then_comments_then_the_end) {
    Source source;
    Served served(routes_of(source, quick));
    Client client(served.port());
    client.send(get("/events"));
    BOOST_TEST(await(client, "data: now\n\n"));
    BOOST_TEST(await(client, ":\n\n"));
    BOOST_TEST(await(client, ":\n\n"));
    source.over = true;
    BOOST_TEST(client.read_all().ends_with("0\r\n\r\n"));
    source.await_freed();
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_over_is_one_whole_answer_and_the_last_of_its_connection) {
    Source source;
    source.over = true;
    Served served(routes_of(source, slow));
    for (auto const* version : {"1.1", "1.0"}) {
        Client client(served.port());
        auto const reply =
            client.ask(std::string("GET /events HTTP/") + version + "\r\nHost: localhost\r\n\r\n");
        BOOST_TEST(reply.complete);
        BOOST_TEST(reply.status == 200);
        BOOST_TEST(reply.header("content-type") == "text/event-stream");
        BOOST_TEST(reply.header("cache-control") == "no-store");
        BOOST_TEST(reply.header("connection") == "close");
        BOOST_TEST(client.ended());
    }
    source.await_freed();
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_frees_its_stream_without_waiting_for_a_look) {
    Source source;
    Served served(routes_of(source, slow));
    Client client(served.port());
    client.send(get("/events"));
    BOOST_TEST(await(client, "data: now\n\n"));
    client.reset();
    source.await_freed();
    BOOST_TEST(source.looks <= 2);
}

BOOST_AUTO_TEST_CASE(a_client_that_speaks_while_it_listens_ends_the_stream) {
    Source source;
    Served served(routes_of(source, slow));
    Client client(served.port());
    client.send(get("/events"));
    BOOST_TEST(await(client, "data: now\n\n"));
    client.send(get("/hello"));
    auto const rest = client.read_all();
    BOOST_TEST(rest.find("hello") == std::string::npos);
    source.await_freed();
}

BOOST_AUTO_TEST_CASE(a_stream_has_a_longest_life) {
    Source source;
    Served served(routes_of(source, short_lived));
    Client client(served.port());
    auto const reply = client.ask(get("/events"));
    BOOST_TEST(reply.complete);
    BOOST_TEST(reply.body.starts_with("data: now\n\n"));
    source.await_freed();
}

BOOST_AUTO_TEST_CASE(stopping_ends_streams_at_once_and_no_thread_waits_for_them) {
    Source source;
    Served served(routes_of(source, slow));
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 8; ++i) {  // more than there are threads
        clients.push_back(std::make_unique<Client>(served.port()));
        clients.back()->send(get("/events"));
        BOOST_TEST(await(*clients.back(), "data: now\n\n"));
    }
    Client other(served.port());
    BOOST_TEST(other.ask(get("/hello")).status == 200);
    std::thread stopper([&] { served.server.stop(milliseconds(20'000)); });
    for (auto const& client : clients) {
        BOOST_TEST(client->read_all().ends_with("0\r\n\r\n"));
        client->reset();
    }
    other.reset();
    stopper.join();
    BOOST_TEST(source.living == 0);
}

BOOST_AUTO_TEST_CASE(head_of_a_stream_looks_at_nothing) {
    Source source;
    Served served(routes_of(source, slow));
    Client client(served.port());
    BOOST_TEST(client.ask("HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n", true).status == 200);
    source.await_freed();
    BOOST_TEST(source.looks == 0);
}

BOOST_AUTO_TEST_SUITE_END()
