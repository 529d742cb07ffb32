#include "http/client.hpp"
#include "outbound.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <thread>

// The client against our own server, and against peers that do what servers should not.
namespace ocop::http {

namespace {

using test::FixedResolver;
using test::Identity;
using test::ip;
using test::localhost;
using test::make_identity;
using test::open_route;
using test::Peer;
using test::QuietListener;
using test::Script;
using test::Served;
using test::server_options;

ClientOptions named_peer(std::string trusted_pem = localhost().certificate_pem) {
    ClientOptions out;
    out.policy = {AddressPolicy::Reach::configured, {}, true};
    out.trusted_pem = std::move(trusted_pem);
    return out;
}

ClientOptions strangers_peer(std::uint16_t port) {
    auto out = named_peer();
    out.policy = {AddressPolicy::Reach::public_only, {port}, true};
    return out;
}

std::string url(
    std::uint16_t port, std::string const& path, std::string const& host = "localhost"
) {
    return "https://" + host + ":" + std::to_string(port) + path;
}

// "status body", or the slug.
std::string said(Result<ClientResponse> const& outcome) {
    if (!outcome) return std::string(outcome.error().slug);
    return std::to_string(outcome->status) + " " + outcome->body;
}

struct Asking {
    FixedResolver resolver;
    Client client{named_peer(), resolver};

    std::string ask(std::string const& url) const {
        ClientRequest request;
        request.url = url;
        return said(client.send(request));
    }

    std::string ask_plain(Script script, std::size_t body_bytes_max = 64 * 1024) const {
        Peer const peer(std::move(script));
        ClientRequest request;
        request.url = "http://localhost:" + std::to_string(peer.port()) + "/";
        request.body_bytes_max = body_bytes_max;
        return said(client.send(request));
    }
};

std::string ok(std::string const& rest) {
    return "HTTP/1.1 200 OK\r\n" + rest;
}

Identity const& other_identity() {
    static auto const identity = make_identity("other.example");
    return identity;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_send)

BOOST_FIXTURE_TEST_CASE(a_request_arrives_and_its_answer_comes_back, Asking) {
    Served served({open_route(Method::post, "/show", [](Request const& request) {
        auto const host = std::string(request.header("host"));
        auto const mine = std::string(request.header("x-mine"));
        auto const close = std::string(request.header("connection"));
        auto const body = request.target + " " + host + " " + mine + " " + close + " ";
        return text_response(201, "text/plain", body + request.body).with("X-Answer", "yes");
    })});
    ClientRequest request;
    request.method = Method::post;
    request.url = url(served.port(), "/show?a=b%20c");
    request.headers = {{"X-Mine", "value"}};
    request.body = std::string(40'000, 'x');
    auto const outcome = client.send(request);
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->status == 201);
    BOOST_TEST(outcome->header("x-answer") == "yes");
    auto const port = std::to_string(served.port());
    BOOST_TEST(outcome->body == "/show?a=b%20c localhost:" + port + " value close " + request.body);
    BOOST_TEST(resolver.asked() == 1U);
}

BOOST_FIXTURE_TEST_CASE(get_head_and_an_empty_post_are_framed_right, Asking) {
    Served served;
    BOOST_TEST(ask(url(served.port(), "/hello")) == "200 hello");
    ClientRequest request;
    request.url = url(served.port(), "/hello");
    request.method = Method::head;
    BOOST_TEST(said(client.send(request)) == "200 ");
    request.method = Method::post;
    request.url = url(served.port(), "/echo");
    BOOST_TEST(said(client.send(request)) == "200 ");
}

BOOST_FIXTURE_TEST_CASE(the_peer_must_prove_the_name_in_the_url, Asking) {
    Served served;
    BOOST_TEST(ask(url(served.port(), "/hello", "example.vn")) == "peer_untrusted");
    BOOST_TEST(ask(url(served.port(), "/hello", "127.0.0.1")) == "peer_untrusted");
    BOOST_TEST(served.log.lines().empty());
}

BOOST_AUTO_TEST_CASE(the_certificate_must_be_trusted) {
    Served served;
    FixedResolver resolver;
    for (auto const& trusted : {other_identity().certificate_pem, std::string()}) {
        Client const client(named_peer(trusted), resolver);
        ClientRequest request;
        request.url = url(served.port(), "/hello");
        BOOST_TEST(said(client.send(request)) == "peer_untrusted");
    }
    auto const both = other_identity().certificate_pem + localhost().certificate_pem;
    Client const client(named_peer(both), resolver);
    ClientRequest request;
    request.url = url(served.port(), "/hello");
    BOOST_TEST(said(client.send(request)) == "200 hello");
}

BOOST_AUTO_TEST_CASE(a_bundle_that_does_not_load_is_refused_at_the_start) {
    FixedResolver resolver;
    auto const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (std::string const& trusted :
         {std::string("no PEM"), localhost().key_pem, localhost().certificate_pem + broken}) {
        BOOST_CHECK_THROW(Client(named_peer(trusted), resolver), std::runtime_error);
    }
}

BOOST_AUTO_TEST_CASE(an_address_in_the_url_is_proven_by_one_in_the_certificate) {
    auto const identity = make_identity("127.0.0.1");
    auto options = server_options();
    options.hosts = {"127.0.0.1"};
    options.certificate_pem = identity.certificate_pem;
    options.key_pem = identity.key_pem;
    Served served({}, std::move(options));
    FixedResolver resolver;
    Client const client(named_peer(identity.certificate_pem), resolver);
    ClientRequest request;
    request.url = url(served.port(), "/hello", "127.0.0.1");
    BOOST_TEST(said(client.send(request)) == "200 hello");
    BOOST_TEST(resolver.asked() == 0U);
}

BOOST_FIXTURE_TEST_CASE(asvs_1_3_6_a_redirect_is_an_answer_and_not_followed, Asking) {
    QuietListener elsewhere;
    auto const target = url(elsewhere.port(), "/");
    Served served({open_route(Method::get, "/moved", [&](Request const&) {
        return text_response(302, "text/plain", "").with("Location", target);
    })});
    ClientRequest request;
    request.url = url(served.port(), "/moved");
    auto const outcome = client.send(request);
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->status == 302);
    BOOST_TEST(outcome->header("location") == target);
    BOOST_TEST(!elsewhere.touched());
}

BOOST_AUTO_TEST_CASE(asvs_1_3_6_one_forbidden_address_among_the_answers_forbids_them_all) {
    for (auto const* forbidden :
         {"127.0.0.1",
          "10.0.0.1",
          "169.254.169.254",
          "::1",
          "::ffff:127.0.0.1",
          "64:ff9b::7f00:1",
          "fd00::1"}) {
        QuietListener listener;
        std::vector<IpAddress> answers{ip("127.0.0.1"), ip("8.8.8.8"), ip(forbidden)};
        for (int turn = 0; turn < 3; ++turn) {
            FixedResolver resolver({answers});
            Client const client(strangers_peer(listener.port()), resolver);
            ClientRequest request;
            request.url = url(listener.port(), "/", "hooks.example.vn");
            BOOST_TEST(said(client.send(request)) == "address_refused", forbidden);
            BOOST_TEST(resolver.asked() == 1U);
            std::rotate(answers.begin(), answers.begin() + 1, answers.end());
        }
        BOOST_TEST(!listener.touched());
    }
}

BOOST_AUTO_TEST_CASE(asvs_1_3_6_addresses_in_the_url_are_judged_too) {
    QuietListener listener;
    FixedResolver resolver;
    Client const client(strangers_peer(listener.port()), resolver);
    for (auto const* host :
         {"127.0.0.1",
          "[::1]",
          "[::ffff:127.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[2002:7f00:1::]",
          "169.254.169.254",
          "0.0.0.0",
          "[::]"}) {
        ClientRequest request;
        request.url = url(listener.port(), "/", host);
        BOOST_TEST(said(client.send(request)) == "address_refused", host);
    }
    for (auto const* host : {"127.1", "0x7f000001", "2130706433", "0177.0.0.1", "localhost."}) {
        ClientRequest request;
        request.url = url(listener.port(), "/", host);
        BOOST_TEST(said(client.send(request)) == "url_malformed", host);
    }
    BOOST_TEST(resolver.asked() == 0U);
    BOOST_TEST(!listener.touched());
}

// The name says 127.0.0.2, where nothing listens, and from the second question on the address of
// a listener: a client that asked again to connect would reach it.
BOOST_AUTO_TEST_CASE(asvs_1_3_6_a_name_that_changes_its_answer_gains_nothing) {
    QuietListener listener;
    FixedResolver resolver({{ip("127.0.0.2")}, {ip("127.0.0.1")}});
    Client const client(named_peer(), resolver);
    ClientRequest request;
    request.url = url(listener.port(), "/");
    BOOST_TEST(said(client.send(request)) == "peer_unreachable");
    BOOST_TEST(resolver.asked() == 1U);
    BOOST_TEST(!listener.touched());
}

BOOST_AUTO_TEST_CASE(the_next_address_is_tried_when_one_does_not_answer) {
    Served served;
    FixedResolver resolver({{ip("::1"), ip("127.0.0.2"), ip("127.0.0.1")}});
    Client const client(named_peer(), resolver);
    ClientRequest request;
    request.url = url(served.port(), "/hello");
    BOOST_TEST(said(client.send(request)) == "200 hello");
}

BOOST_AUTO_TEST_CASE(scheme_and_port_must_be_allowed) {
    QuietListener listener;
    FixedResolver resolver;
    auto options = named_peer();
    options.policy = {};
    Client const client(options, resolver);
    for (auto const* text :
         {"http://example.vn/", "http://example.vn:443/", "https://example.vn:22/"}) {
        ClientRequest request;
        request.url = text;
        BOOST_TEST(said(client.send(request)) == "url_refused", text);
    }
    BOOST_TEST(resolver.asked() == 0U);
}

BOOST_FIXTURE_TEST_CASE(headers_that_would_change_the_framing_are_refused, Asking) {
    for (auto const& header :
         {Header{"Host", "other"},
          Header{"content-length", "5"},
          Header{"Transfer-Encoding", "chunked"},
          Header{"Connection", "keep-alive"},
          Header{"X-Mine", "a\r\nHost: other"},
          Header{"X-Mine", std::string("a\0b", 3)},
          Header{"X Mine", "a"},
          Header{"X-Mine:", "a"},
          Header{"", "a"}}) {
        ClientRequest request;
        request.url = "https://localhost/";
        request.headers = {header};
        BOOST_TEST(said(client.send(request)) == "header_malformed", header.name);
    }
    BOOST_TEST(resolver.asked() == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_body_may_be_as_large_as_said_and_no_larger, Asking) {
    Served served({
        open_route(
            Method::get,
            "/sized",
            [](Request const&) { return text_response(200, "text/plain", std::string(1000, 'x')); }
        ),
        open_route(
            Method::get,
            "/chunked",
            [](Request const&) {
                Response out;
                auto const left = std::make_shared<int>(10);
                out.body = [left]() -> Result<std::optional<std::string>> {
                    if ((*left)-- == 0) return std::optional<std::string>();
                    return std::optional<std::string>(std::string(100, 'x'));
                };
                return out;
            }
        ),
    });
    for (auto const* path : {"/sized", "/chunked"}) {
        ClientRequest request;
        request.url = url(served.port(), path);
        request.body_bytes_max = 1000;
        BOOST_TEST(said(client.send(request)) == "200 " + std::string(1000, 'x'));
        request.body_bytes_max = 999;
        BOOST_TEST(said(client.send(request)) == "response_too_large", path);
    }
}

BOOST_FIXTURE_TEST_CASE(responses_end_where_their_framing_says, Asking) {
    using End = Script::End;
    BOOST_TEST(ask_plain({ok("Content-Length: 2\r\n\r\nhi"), End::hold}) == "200 hi");
    BOOST_TEST(ask_plain({ok("Content-Length: 2\r\n\r\nhi, more")}) == "200 hi");
    BOOST_TEST(ask_plain({ok("\r\nuntil the end")}) == "200 until the end");
    BOOST_TEST(ask_plain({"HTTP/1.0 200 OK\r\n\r\nold"}) == "200 old");
    auto const chunked = ok("Transfer-Encoding: chunked\r\n\r\n");
    BOOST_TEST(ask_plain({chunked + "2;a=b\r\nhi\r\n0\r\nT: x\r\n\r\n", End::hold}) == "200 hi");
    BOOST_TEST(ask_plain({"HTTP/1.1 204 No Content\r\n\r\n", End::hold}) == "204 ");
    std::string const hint = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    BOOST_TEST(ask_plain({hint + hint + ok("Content-Length: 1\r\n\r\nx"), End::hold}) == "200 x");
}

BOOST_FIXTURE_TEST_CASE(responses_of_uncertain_end_or_form_are_refused, Asking) {
    auto const chunked = ok("Transfer-Encoding: chunked\r\n\r\n");
    std::string const hint = "HTTP/1.1 103 Early Hints\r\n\r\n";
    for (auto const& bytes :
         {ok("Content-Length: 3\r\n\r\nhi"),
          ok("Content-Length: 3, 2\r\n\r\nhi"),
          ok("Content-Length: -1\r\n\r\nhi"),
          ok("Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!"),
          ok("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          chunked + "2\r\nhi\r\n",
          chunked + "2\r\nhi",
          chunked + "x\r\nhi\r\n0\r\n\r\n",
          chunked + "2\r\nhi!\r\n0\r\n\r\n",
          chunked + "fffffffffffffffff\r\nhi",
          ok("Content-Le"),
          ok("no colon\r\n\r\n"),
          ok("X : y\r\n\r\n"),
          std::string("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
          std::string("HTTP/1.1 099 Low\r\n\r\n"),
          std::string("HTTP/1.1 600 High\r\nContent-Length: 0\r\n\r\n"),
          std::string("HTTP/2.0 200 OK\r\n\r\n"),
          std::string("SSH-2.0-OpenSSH_9.2\r\n"),
          hint + hint + hint + hint + hint + ok("Content-Length: 0\r\n\r\n")}) {
        BOOST_TEST(ask_plain({bytes}) == "response_malformed", bytes);
    }
    BOOST_TEST(ask_plain({""}) == "peer_unreachable");
}

BOOST_FIXTURE_TEST_CASE(padding_around_a_response_has_a_limit, Asking) {
    auto const field = "X: " + std::string(1000, 'x') + "\r\n";
    std::string head;
    for (int i = 0; i < 17; ++i) {
        head += field;
    }
    BOOST_TEST(ask_plain({ok(head + "\r\n")}) == "response_too_large");
    std::string trailers;
    for (int i = 0; i < 200; ++i) {
        trailers += field;
    }
    auto const chunked = ok("Transfer-Encoding: chunked\r\n\r\n");
    BOOST_TEST(
        ask_plain({chunked + "0\r\n" + trailers, Script::End::hold}, 1000) == "response_too_large"
    );
    auto const extension = "1;" + std::string(200'000, 'e') + "\r\n";
    BOOST_TEST(ask_plain({chunked + extension, Script::End::hold}, 1000) == "response_too_large");
}

BOOST_FIXTURE_TEST_CASE(over_tls_the_end_of_a_connection_must_be_meant, Asking) {
    auto const asked = [&](std::string const& bytes, Script::End end) {
        Peer const peer({bytes, end}, &localhost());
        return ask(url(peer.port(), "/"));
    };
    BOOST_TEST(asked(ok("\r\nuntil the end"), Script::End::close) == "200 until the end");
    BOOST_TEST(asked(ok("\r\nuntil the cut"), Script::End::cut) == "response_malformed");
    BOOST_TEST(asked(ok("Content-Length: 2\r\n\r\nhi"), Script::End::cut) == "200 hi");
}

BOOST_AUTO_TEST_CASE(slow_peers_are_cut_at_every_step) {
    FixedResolver resolver;
    auto options = named_peer();
    options.handshake = std::chrono::milliseconds(50);
    {
        QuietListener silent;
        Client const client(options, resolver);
        ClientRequest request;
        request.url = url(silent.port(), "/");
        BOOST_TEST(said(client.send(request)) == "peer_too_slow");
        BOOST_TEST(silent.touched());
    }
    options.total = std::chrono::milliseconds(200);
    Client const client(options, resolver);
    for (auto const& script :
         {Script{"", Script::End::hold},
          Script{ok("Content-Length: 3\r\n\r\nhi"), Script::End::hold},
          Script{"HTTP/1.1 200 OK\r\nX-Endless-Field: x", Script::End::drip}}) {
        Peer const peer(script);
        ClientRequest request;
        request.url = "http://localhost:" + std::to_string(peer.port()) + "/";
        BOOST_TEST(said(client.send(request)) == "peer_too_slow");
        BOOST_TEST(!peer.request().empty());
    }
}

BOOST_FIXTURE_TEST_CASE(many_threads_share_a_client, Asking) {
    Served served;
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 5; ++turn) {
                right += ask(url(served.port(), "/hello")) == "200 hello" ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(right == 20);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::http
