#include "http/encode.hpp"

#include <ocop/base/time.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(encode)

using namespace ocop::http;

namespace {

bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_header_block_is_whole) {
    Framing framing;
    framing.security = Security::page;
    framing.request_id = "r1";
    framing.now = ocop::parse_instant("2026-11-22T03:04:05Z").value();
    auto const out = encode_head(text_response(200, "text/html; charset=utf-8", "body"), framing);
    BOOST_TEST(
        out ==
        "HTTP/1.1 200 OK\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\n"
        "Cross-Origin-Resource-Policy: same-origin\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
        "Cache-Control: no-store\r\n"
        "Date: Sun, 22 Nov 2026 03:04:05 GMT\r\n"
        "X-Request-Id: r1\r\n"
        "Content-Length: 4\r\n"
        "\r\n"
    );
}

// The column of architecture §8: scripts for the web applications alone, and nobody's but ours.
BOOST_AUTO_TEST_CASE(each_security_has_its_policies) {
    auto const head_of = [](Security security) {
        Framing framing;
        framing.security = security;
        return encode_head(text_response(200, "text/html", ""), framing);
    };
    for (auto const security : {Security::console, Security::app}) {
        auto const out = head_of(security);
        BOOST_TEST(holds(
            out,
            "Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
            "style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
            "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'\r\n"
        ));
        BOOST_TEST(
            holds(out, "Permissions-Policy: camera=(self), geolocation=(self), microphone=()\r\n")
        );
    }
    auto const documents = head_of(Security::docs);
    BOOST_TEST(holds(
        documents,
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'\r\n"
    ));
    for (auto const security : {Security::page, Security::api, Security::docs}) {
        BOOST_TEST(holds(
            head_of(security), "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
        ));
    }
    for (auto const security : {Security::page, Security::api}) {
        auto const out = head_of(security);
        BOOST_TEST(!holds(out, "script-src"));
        BOOST_TEST(!holds(out, "connect-src"));
    }
    for (auto const security :
         {Security::page, Security::api, Security::docs, Security::console, Security::app}) {
        BOOST_TEST(!holds(head_of(security), "'unsafe-"));
        BOOST_TEST(!holds(head_of(security), "http:"));
    }
}

BOOST_AUTO_TEST_CASE(a_handler_may_say_how_long_to_cache) {
    auto const response =
        text_response(200, "text/css", "").with("cache-control", "public, max-age=60");
    auto const out = encode_head(response, {});
    BOOST_TEST(holds(out, "cache-control: public, max-age=60\r\n"));
    BOOST_TEST(!holds(out, "no-store"));
}

BOOST_AUTO_TEST_CASE(who_refuses_for_a_while_says_how_long_or_half_a_minute_is_said) {
    auto const refused = [] {
        return problem_response(ocop::Error(ocop::Errc::too_many, "too_often"), "r1");
    };
    BOOST_TEST(holds(encode_head(refused(), {}), "Retry-After: 30\r\n"));
    auto const out = encode_head(refused().with("retry-after", "7"), {});
    BOOST_TEST(holds(out, "retry-after: 7\r\n"));
    BOOST_TEST(!holds(out, "Retry-After"));
    BOOST_TEST(!holds(encode_head(text_response(200, "a/b", ""), {}), "Retry-After"));
}

BOOST_AUTO_TEST_CASE(framing_follows_body_status_and_version) {
    Response stream;
    stream.body = BodySource([] { return std::optional<std::string>(); });
    BOOST_TEST(holds(encode_head(stream, {}), "Transfer-Encoding: chunked\r\n"));
    Framing old;
    old.version_10 = true;
    old.close = true;
    BOOST_TEST(!holds(encode_head(stream, old), "Transfer-Encoding"));
    BOOST_TEST(holds(encode_head(stream, old), "Connection: close\r\n"));
    for (auto const status : {204, 304}) {
        Response empty;
        empty.status = status;
        BOOST_TEST(!holds(encode_head(empty, {}), "Content-Length"));
        BOOST_TEST(!has_content(Method::get, status));
    }
    BOOST_TEST(has_content(Method::get, 404));
    BOOST_TEST(!has_content(Method::head, 200));
}

BOOST_AUTO_TEST_CASE(what_could_split_or_reframe_a_response_is_a_bug) {
    for (auto const& header : std::vector<Header>{
             {"X", "a\r\nb: c"},
             {"X", "a\nb"},
             {"X", std::string("a\0b", 3)},
             {"X", "\x7f"},
             {"X:", "a"},
             {"X Y", "a"},
             {"X\r\nY", "a"},
             {"", "a"},
             {"content-length", "1"},
             {"Transfer-Encoding", "chunked"},
             {"Connection", "keep-alive"},
             {"Date", "now"},
             {"X-Request-Id", "mine"}}) {
        Response response;
        response.headers.push_back(header);
        BOOST_CHECK_THROW(encode_head(response, {}), std::logic_error);
    }
    for (auto const status : {0, 100, 199, 600, -1}) {
        Response response;
        response.status = status;
        BOOST_CHECK_THROW(encode_head(response, {}), std::logic_error);
    }
}

BOOST_AUTO_TEST_CASE(dates_are_those_of_the_rfc) {
    // RFC 9110 §5.6.7
    BOOST_TEST(
        http_date(ocop::parse_instant("1994-11-06T08:49:37.999Z").value()) ==
        "Sun, 06 Nov 1994 08:49:37 GMT"
    );
    BOOST_TEST(
        http_date(ocop::parse_instant("2024-02-29T23:59:59Z").value()) ==
        "Thu, 29 Feb 2024 23:59:59 GMT"
    );
}

BOOST_AUTO_TEST_SUITE_END()
