#include "http/server.hpp"
#include "served.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

// Goal: no client gets more than its share, and none loses its share to another. Method: small
// buckets on a real server; what may have flowed back while a test ran is counted in.
BOOST_AUTO_TEST_SUITE(flood)

using namespace ocop::http;
using namespace ocop::http::test;

namespace {

constexpr std::uint32_t burst = 20;

Allowance const small{burst, 1};

// How many a bucket of `small` may have given since.
class Given {
  public:
    std::uint32_t most() const {
        auto const passed = std::chrono::steady_clock::now() - began_;
        return burst + 1 +
               static_cast<std::uint32_t>(
                   std::chrono::duration_cast<std::chrono::seconds>(passed).count()
               );
    }

  private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

ServerOptions limited(RateLimits rates) {
    auto out = server_options();
    out.limits.rates = std::move(rates);
    return out;
}

Route mine() {
    return {Method::get, "/mine", [](Request const&) { return Response{}; }};
}

// As the given requests are sent one after the other, over connections that are made anew when one
// was closed: how many were not answered 429.
std::uint32_t served_of(Served const& served, std::vector<std::string> const& requests) {
    auto client = std::make_unique<Client>(served.port());
    std::uint32_t out = 0;
    for (auto const& request : requests) {
        auto const reply = client->ask(request);
        out += reply.status == 200 ? 1U : 0U;
        BOOST_TEST((reply.status == 200 || reply.status == 429));
        if (reply.header("connection") == "close") {
            client = std::make_unique<Client>(served.port());
        }
    }
    return out;
}

std::size_t count_of(std::string const& text, std::string const& part) {
    std::size_t out = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++out;
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_stranger_writes_so_often_and_reads_as_often_as_it_likes) {
    Given given;
    Served served({}, limited({small, {}, {}, {}}));
    Client client(served.port());
    auto const first = client.ask(post("/echo", "x"));
    BOOST_TEST(first.status == 200);
    BOOST_TEST(first.header("ratelimit-policy") == R"("anonymous";q=20;w=20)");
    BOOST_TEST(first.header("ratelimit") == R"("anonymous";r=19;t=1)");

    auto const done = 1 + served_of(served, std::vector(100, post("/echo", "x")));
    BOOST_TEST(done >= burst);
    BOOST_TEST(done <= given.most());

    std::vector<std::string> const reads(100, get("/hello"));
    BOOST_TEST(served_of(served, reads) == 100u);
    BOOST_TEST(client.ask(get("/hello")).header("ratelimit") == "");
}

BOOST_AUTO_TEST_CASE(a_refusal_says_when_and_does_not_wait_for_the_body) {
    Served served({}, limited({{1, 1}, {}, {}, {}}));
    auto const head = [](std::string const& size) {
        return "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
               "Content-Length: " +
               size + "\r\n\r\n";
    };
    Reply reply;
    for (int i = 0; i < 50 && reply.status != 429; ++i) {
        // A request that is refused for its size counts, and is told so.
        Client client(served.port());
        reply = client.ask(head("70000"));
        BOOST_TEST((reply.status == 413 || reply.status == 429));
        BOOST_TEST(reply.header("ratelimit-policy") == R"("anonymous";q=1;w=1)");
        BOOST_TEST(reply.header("ratelimit") == R"("anonymous";r=0;t=1)");
        BOOST_TEST(reply.header("connection") == "close");
    }
    BOOST_TEST(reply.status == 429);
    BOOST_TEST(reply.header("retry-after") == "1");
    BOOST_TEST(reply.header("content-type") == "application/problem+json");
    BOOST_TEST(reply.body.find("urn:ocop:problem:rate_limited") != std::string::npos);
    // Without a body there is nothing to close for.
    Client client(served.port());
    do {
        reply = client.ask(post("/echo", ""));
    } while (reply.status == 200);
    BOOST_TEST(reply.status == 429);
    BOOST_TEST(reply.header("connection") == "");
    BOOST_TEST(client.ask(get("/hello")).status == 200);
}

BOOST_AUTO_TEST_CASE(asvs_4_1_3_what_a_client_says_of_its_address_changes_neither_limit_nor_log) {
    Given given;
    Served served({}, limited({small, {}, {}, {}}));
    std::vector<std::string> requests;
    for (int i = 0; i < 100; ++i) {
        auto const address = "203.0.113." + std::to_string(i);
        requests.push_back(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nX-Forwarded-For: " +
            address + "\r\nForwarded: for=" + address + "\r\nX-Real-IP: " + address +
            "\r\nCF-Connecting-IP: " + address + "\r\nTrue-Client-IP: " + address + "\r\n\r\n"
        );
    }
    BOOST_TEST(served_of(served, requests) <= given.most());
    served.log.await(R"("msg":"request")", 100);
    for (auto const& line : served.log.lines()) {
        BOOST_TEST(line.find(R"("peer":"127.0.0.0")") != std::string::npos);
        BOOST_TEST(line.find("203.0.113") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_exempt_are_not_counted) {
    Served served({}, limited({{1, 1}, {}, {1, 1}, {"127.0.0.0/8"}}));
    for (int i = 0; i < 5; ++i) {
        Client client(served.port());
        auto const reply = client.ask(post("/echo", "x"));
        BOOST_TEST(reply.status == 200);
        BOOST_TEST(reply.header("ratelimit") == "");
    }
}

BOOST_AUTO_TEST_CASE(an_account_has_its_share_and_no_other_accounts) {
    Given given;
    Served served({mine()}, limited({{}, small, {}, {}}));
    std::vector<std::string> const requests(100, get("/mine", "Authorization: Bearer right\r\n"));
    auto const done = served_of(served, requests);
    BOOST_TEST(done >= burst);
    BOOST_TEST(done <= given.most());
    Client client(served.port());
    auto const other = client.ask(get("/mine", "Authorization: Bearer other\r\n"));
    BOOST_TEST(other.status == 200);
    BOOST_TEST(other.header("ratelimit-policy") == R"("account";q=20;w=20)");
    BOOST_TEST(other.header("ratelimit") == R"("account";r=19;t=1)");
    // Who is not let through is nobody's account.
    auto const nobody = client.ask(get("/mine", "Authorization: Bearer wrong\r\n"));
    BOOST_TEST(nobody.status == 401);
    BOOST_TEST(nobody.header("ratelimit") == "");
}

BOOST_AUTO_TEST_CASE(a_request_is_counted_and_told_once_whatever_becomes_of_it) {
    auto const later = [](Request const&) {
        return Pending{[](auto const& complete) { complete(text_response(201, "a/b", "x")); }};
    };
    auto const throws = [](Request const&) -> Answer { throw std::runtime_error("broken"); };
    Served served(
        {{Method::post, "/later", later}, {Method::post, "/throws", throws}},
        limited({small, small, {}, {}})
    );
    Given const given;
    auto left = burst;
    for (auto const* path : {"/later", "/throws"}) {
        for (auto const* end : {"0\r\n\r\n", "1\r\n\r\nx"}) {
            Client client(served.port());
            client.send(
                std::string("POST ") + path +
                " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer right\r\n"
                "Connection: close\r\nContent-Length: " +
                end
            );
            auto const text = client.read_all();
            --left;
            BOOST_TEST(count_of(text, "RateLimit-Policy: \"account\";q=20;w=20\r\n") == 1u, text);
            BOOST_TEST(count_of(text, "\r\nRateLimit: \"account\";r=") == 1u, text);
            // In less than a second, as ever: one token each. Else some have come back.
            auto const told = count_of(text, ";r=" + std::to_string(left) + ";");
            BOOST_TEST((told == 1u || given.most() > burst + 1), text);
        }
    }
}

BOOST_AUTO_TEST_CASE(handshakes_above_the_limit_are_closed_without_tls) {
    Given given;
    Served served({}, limited({{}, {}, small, {}}));
    std::uint32_t connected = 0;
    std::uint32_t closed = 0;
    for (int i = 0; i < 200 && closed < 10; ++i) {
        Client const client(served.port());
        ++(client.connected() ? connected : closed);
    }
    BOOST_TEST_REQUIRE(closed == 10u);
    BOOST_TEST(connected >= burst);
    BOOST_TEST(connected <= given.most());
    served.log.await(R"("msg":"handshakes_limited","peer":"127.0.0.0","closed":1)");
}

BOOST_AUTO_TEST_SUITE_END()
