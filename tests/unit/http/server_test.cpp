#include "http/server.hpp"

#include "served.hpp"
#include "vectors.hpp"

#include <ocop/base/json.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

BOOST_AUTO_TEST_SUITE(server)

using namespace ocop::http;
using namespace ocop::http::test;

BOOST_AUTO_TEST_CASE(a_connection_serves_many_requests) {
    Served served;
    Client client(served.port());
    BOOST_TEST_REQUIRE(client.connected());
    for (int i = 0; i < 20; ++i) {
        auto const reply = client.ask(get("/hello"));
        BOOST_TEST(reply.status == 200);
        BOOST_TEST(reply.body == "hello");
        BOOST_TEST(reply.header("connection") == "");
    }
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order) {
    Served served;
    Client client(served.port());
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += post("/echo", std::to_string(i)) + get("/hello");
    }
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        BOOST_TEST(client.read().body == std::to_string(i));
        BOOST_TEST(client.read().body == "hello");
    }
}

BOOST_AUTO_TEST_CASE(a_request_may_arrive_byte_by_byte) {
    Served served;
    Client client(served.port());
    for (auto const c : post("/echo", "slowly")) {
        client.send(std::string(1, c));
    }
    BOOST_TEST(client.read().body == "slowly");
}

BOOST_AUTO_TEST_CASE(asvs_4_2_1_every_bad_request_is_refused_and_the_connection_closed) {
    Served served;
    for (auto const& bad : bad_requests()) {
        BOOST_TEST_CONTEXT(bad.name) {
            Client client(served.port());
            // What a smuggler hopes to have read as a request of its own.
            client.send(bad.bytes + "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            auto const reply = client.read();
            BOOST_TEST(reply.status == bad.status);
            BOOST_TEST(reply.header("connection") == "close");
            BOOST_TEST(reply.header("content-type") == "application/problem+json");
            BOOST_TEST(client.ended());
        }
    }
    Client client(served.port());
    BOOST_TEST(client.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(asvs_3_4_1_every_answer_carries_the_security_headers) {
    Served served({open_route(Method::get, "/throws", [](Request const&) -> Answer {
        throw std::runtime_error("secret");
    })});
    for (auto const& request :
         {get("/hello"),
          get("/nowhere"),
          get("/throws"),
          post("/hello", ""),
          get("/hello", "Transfer-Encoding: chunked\r\n")}) {
        Client client(served.port());
        auto const reply = client.ask(request);
        BOOST_TEST(
            reply.header("strict-transport-security") == "max-age=63072000; includeSubDomains"
        );
        BOOST_TEST(reply.header("x-content-type-options") == "nosniff");
        BOOST_TEST(reply.header("referrer-policy") == "no-referrer");
        BOOST_TEST(reply.header("cache-control") == "no-store");
        BOOST_TEST(reply.header("content-security-policy").starts_with("default-src 'none'"));
        BOOST_TEST(reply.header("x-request-id").size() == 16u);
        BOOST_TEST(reply.header("date").ends_with(" GMT"));
        BOOST_TEST(reply.header("server") == "");
    }
}

BOOST_AUTO_TEST_CASE(unknown_paths_and_methods_are_problems) {
    Served served;
    Client client(served.port());
    auto const missing = client.ask(get("/nowhere"));
    BOOST_TEST(missing.status == 404);
    BOOST_TEST(missing.body.find("urn:ocop:problem:route_not_found") != std::string::npos);
    auto const wrong = client.ask(post("/hello", ""));
    BOOST_TEST(wrong.status == 405);
    BOOST_TEST(wrong.header("allow") == "GET, HEAD");
    BOOST_TEST(wrong.body.find("method_not_allowed") != std::string::npos);
    BOOST_TEST(client.ask(get("/hello")).status == 200);
    BOOST_TEST(client.ask(post("/nowhere", "body")).status == 404);
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(head_is_get_without_the_body) {
    Served served;
    Client client(served.port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto const reply = client.read(true);
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("content-length") == "5");
    BOOST_TEST(client.ask(get("/hello")).body == "hello");
}

BOOST_AUTO_TEST_CASE(http_1_0_is_answered_and_closed) {
    Served served;
    Client client(served.port());
    auto const reply = client.ask("GET /hello HTTP/1.0\r\nHost: localhost\r\n\r\n");
    BOOST_TEST(reply.body == "hello");
    BOOST_TEST(reply.header("connection") == "close");
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_body_that_announces_too_much_is_refused_before_it_is_sent) {
    auto small = open_route(Method::post, "/small", [](Request const& request) {
        return text_response(200, "text/plain", request.body);
    });
    small.body_bytes_max = 10;
    Served served({small});
    {
        Client client(served.port());
        BOOST_TEST(client.ask(post("/small", "0123456789")).body == "0123456789");
        client.send("POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n");
        BOOST_TEST(client.read().status == 413);
        BOOST_TEST(client.ended());
    }
    // One that is sent all the same is read, so that no reset overtakes the answer.
    Client client(served.port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n");
    auto const reply = client.read();
    BOOST_TEST(reply.status == 413);
    BOOST_TEST(reply.body.find("body_too_large") != std::string::npos);
    Client other(served.port());  // gives a closed connection the time to show
    for (int i = 0; i < 90; ++i) {
        BOOST_TEST(client.send(std::string(10'000, 'x')));
        BOOST_TEST(other.ask(get("/hello")).status == 200);
    }
}

BOOST_AUTO_TEST_CASE(a_body_of_exactly_the_limit_arrives_whole) {
    Served served;
    Client client(served.port());
    std::string body(64 * 1024, '\0');
    for (std::size_t i = 0; i < body.size(); ++i) {
        body[i] = static_cast<char>(i * 7);
    }
    BOOST_TEST((client.ask(post("/echo", body)).body == body));
}

BOOST_AUTO_TEST_CASE(a_client_that_asks_is_told_to_continue_or_why_not) {
    Served served;
    Client client(served.port());
    auto const head = [](std::string const& size) {
        return "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: "
               "100-continue\r\nContent-Length: " +
               size + "\r\n\r\n";
    };
    BOOST_TEST(client.ask(head("5")).status == 100);
    BOOST_TEST(client.ask("hello").body == "hello");
    BOOST_TEST(client.ask(head("5") + "early").body == "early");
    BOOST_TEST(client.ask(head("70000")).status == 413);
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_closed_route_asks_who_calls) {
    Served served({{Method::get, "/mine", [](Request const& request) {
                        return text_response(200, "text/plain", request.account);
                    }}});
    Client client(served.port());
    auto const nobody = client.ask(get("/mine"));
    BOOST_TEST(nobody.status == 401);
    BOOST_TEST(nobody.header("www-authenticate") == "Bearer");
    BOOST_TEST(client.ask(get("/mine", "Authorization: Bearer wrong\r\n")).status == 401);
    BOOST_TEST(client.ask(get("/mine", "Authorization: Bearer right\r\n")).body == "tester");
}

BOOST_AUTO_TEST_CASE(asvs_16_5_1_a_handler_that_fails_is_a_500_that_says_nothing) {
    Served served(
        {open_route(
             Method::get,
             "/throws",
             [](Request const&) -> Answer { throw std::runtime_error("secret"); }
         ),
         open_route(Method::get, "/number", [](Request const&) -> Answer { throw 7; }),
         open_route(
             Method::get,
             "/split",
             [](Request const&) {
                 return text_response(200, "text/plain", "x").with("X", "a\r\nSet-Cookie: b");
             }
         ),
         open_route(
             Method::get,
             "/length",
             [](Request const&) {
                 return text_response(200, "text/plain", "x").with("Content-Length", "7");
             }
         )}
    );
    Client client(served.port());
    for (auto const* path : {"/throws", "/number", "/split", "/length"}) {
        auto const reply = client.ask(get(path));
        BOOST_TEST(reply.status == 500);
        BOOST_TEST(reply.body.find("secret") == std::string::npos);
        BOOST_TEST(reply.header("set-cookie") == "");
        served.log.await(reply.header("x-request-id"), 2);
    }
    BOOST_TEST(client.ask(get("/hello")).status == 200);
    auto const lines = served.log.lines();
    BOOST_TEST(std::any_of(lines.begin(), lines.end(), [](auto const& line) {
        return line.find(R"("msg":"handler_failed")") != std::string::npos &&
               line.find("secret") != std::string::npos;
    }));
}

BOOST_AUTO_TEST_CASE(why_a_request_failed_is_in_our_log_alone) {
    auto const fails = [](Request const& request) {
        ocop::Error const why(ocop::Errc::unavailable, "store_unreadable", "", "/srv/x: no bytes");
        return problem_response(why, request.id);
    };
    Served served({open_route(Method::get, "/fails", fails)});
    Client client(served.port());
    auto const reply = client.ask(get("/fails"));
    BOOST_TEST(reply.status == 503);
    BOOST_TEST(reply.body.find("store_unreadable") != std::string::npos);
    BOOST_TEST(reply.body.find("/srv/x") == std::string::npos);
    auto const id = reply.header("x-request-id");
    served.log.await(id, 2);
    auto const lines = served.log.lines();
    BOOST_TEST(std::any_of(lines.begin(), lines.end(), [&](auto const& line) {
        return line.find(R"("level":"warning","msg":"request_failed","request":")" + id) !=
                   std::string::npos &&
               line.find("store_unreadable") != std::string::npos &&
               line.find("/srv/x: no bytes") != std::string::npos;
    }));
}

BOOST_AUTO_TEST_CASE(a_pending_answer_comes_from_another_thread) {
    std::vector<std::thread> threads;
    Served served({open_route(Method::get, "/later", [&](Request const&) {
        return Pending{[&](std::function<void(Response)> complete) {
            threads.emplace_back([complete] {
                complete(text_response(202, "text/plain", "first"));
                complete(text_response(500, "text/plain", "second"));
            });
        }};
    })});
    Client client(served.port());
    BOOST_TEST(client.ask(get("/later")).body == "first");
    BOOST_TEST(client.ask(get("/hello")).body == "hello");
    served.server.stop(std::chrono::milliseconds(0));  // after it, nobody adds threads
    for (auto& thread : threads) {
        thread.join();
    }
}

BOOST_AUTO_TEST_CASE(a_pending_answer_that_is_dropped_is_a_500) {
    Served served({open_route(Method::get, "/dropped", [](Request const&) {
        return Pending{[](std::function<void(Response)> const&) {}};
    })});
    Client client(served.port());
    BOOST_TEST(client.ask(get("/dropped")).status == 500);
    served.log.await("answer_dropped");
}

BOOST_AUTO_TEST_CASE(a_full_pool_answers_503_at_once) {
    Turnstile turnstile;
    auto options = server_options();
    options.pool_threads = 1;
    options.limits.pool_queue = 1;
    Served served(
        {open_route(
            Method::get,
            "/wait",
            [&](Request const&) {
                turnstile.pass();
                return Response{};
            }
        )},
        options
    );
    Client running(served.port());
    Client queued(served.port());
    Client refused(served.port());
    running.send(get("/wait"));
    turnstile.await_waiting(1);
    queued.send(get("/wait"));
    while (served.server.waiting() < 1) {
        std::this_thread::yield();
    }
    auto const reply = refused.ask(get("/hello"));
    BOOST_TEST(reply.status == 503);
    BOOST_TEST(reply.header("retry-after") == "1");
    turnstile.open();
    BOOST_TEST(running.read().status == 200);
    BOOST_TEST(queued.read().status == 200);
    BOOST_TEST(refused.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(sixty_four_clients_are_served_at_once) {
    Served served;
    std::atomic<int> good{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 64; ++i) {
        clients.emplace_back([&, i] {
            Client client(served.port());
            for (int k = 0; k < 10; ++k) {
                auto const text = std::to_string(i * 100 + k);
                good += client.ask(post("/echo", text)).body == text ? 1 : 0;
            }
        });
    }
    for (auto& client : clients) {
        client.join();
    }
    BOOST_TEST(good == 640);
}

BOOST_AUTO_TEST_CASE(a_connection_has_a_last_request) {
    auto options = server_options();
    options.limits.requests_per_connection = 3;
    Served served({}, options);
    Client client(served.port());
    BOOST_TEST(client.ask(get("/hello")).header("connection") == "");
    BOOST_TEST(client.ask(get("/hello")).header("connection") == "");
    BOOST_TEST(client.ask(get("/hello")).header("connection") == "close");
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(connections_above_the_limit_are_refused_politely_then_not_at_all) {
    auto options = server_options();
    options.limits.connections = 2;
    options.limits.connections_refused = 1;
    Served served({}, options);
    Client first(served.port());
    Client second(served.port());
    BOOST_TEST(first.ask(get("/hello")).status == 200);
    BOOST_TEST(second.ask(get("/hello")).status == 200);
    Client third(served.port());
    Client fourth(served.port());
    BOOST_TEST(!fourth.connected());
    auto const reply = third.ask(get("/hello"));
    BOOST_TEST(reply.status == 503);
    BOOST_TEST(reply.header("connection") == "close");
    BOOST_TEST(first.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(each_request_is_one_line_without_query_serial_and_whole_address) {
    Served served;
    Client client(served.port());
    auto const id =
        client.ask(get("/01/09520000100018/21/ABCDEFGHJK?s=1234")).header("x-request-id");
    served.log.await(id);
    auto const lines = served.log.lines();
    BOOST_TEST_REQUIRE(lines.size() == 1u);
    auto const line = ocop::json::parse(lines[0]);
    BOOST_TEST_REQUIRE(line.has_value());
    auto const& object = line->as_object();
    BOOST_TEST(object.at("level").as_string() == "info");
    BOOST_TEST(object.at("msg").as_string() == "request");
    BOOST_TEST(object.at("method").as_string() == "GET");
    BOOST_TEST(object.at("path").as_string() == "/01/09520000100018/21/*");
    BOOST_TEST(object.at("status").as_int64() == 404);
    BOOST_TEST(object.at("peer").as_string() == "127.0.0.0");
    BOOST_TEST(object.at("bytes").as_int64() > 100);
}

BOOST_AUTO_TEST_SUITE_END()
