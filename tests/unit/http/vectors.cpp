#include "vectors.hpp"

namespace ocop::http::test {

namespace {

using namespace std::string_literals;

std::string post(std::string const& headers, std::string const& rest = "") {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + rest;
}

std::string get(std::string const& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

std::string with(std::string const& headers) {
    return "GET /hello HTTP/1.1\r\n" + headers + "\r\n";
}

std::vector<BadRequest> codings() {
    auto const chunks = "5\r\nhello\r\n0\r\n\r\n"s;
    return {
        {"chunked", post("Transfer-Encoding: chunked\r\n", chunks), 411},
        {"chunked in capitals", post("TRANSFER-ENCODING: CHUNKED\r\n", chunks), 411},
        {"coding before length",
         post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", chunks),
         400},
        {"length before coding",
         post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunks),
         400},
        {"identity", post("Transfer-Encoding: identity\r\nContent-Length: 5\r\n", "hello"), 411},
        {"gzip with length",
         post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "hello"),
         411},
        {"xchunked", post("Transfer-Encoding: xchunked\r\n", chunks), 411},
        {"quoted list", post("Transfer-Encoding: \"chunked, identity\"\r\n", chunks), 411},
        {"chunked, identity", post("Transfer-Encoding: chunked, identity\r\n", chunks), 411},
        {"identity, chunked", post("Transfer-Encoding: identity, chunked\r\n", chunks), 411},
        {"chunked twice",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks),
         400},
        {"tab before coding", post("Transfer-Encoding:\tchunked\r\n", chunks), 411},
        {"space after coding", post("Transfer-Encoding: chunked \r\n", chunks), 411},
        {"empty coding", post("Transfer-Encoding:\r\nContent-Length: 5\r\n", "hello"), 411},
        {"chunked on 1.0",
         "POST /echo HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
         411},
        {"space before colon of coding", post("Transfer-Encoding : chunked\r\n", chunks), 400},
        {"folded coding", post("Transfer-Encoding:\r\n chunked\r\n", chunks), 400},
        {"vertical tab before coding",
         post(
             "Transfer-Encoding: \x0b"
             "chunked\r\n",
             chunks
         ),
         400},
        {"coding after bare LF", post("X: y\nTransfer-Encoding: chunked\r\n", chunks), 400},
        {"coding after bare CR", post("X: y\rTransfer-Encoding: chunked\r\n", chunks), 400},
        {"coding with leading space", post(" Transfer-Encoding: chunked\r\n", chunks), 400},
    };
}

std::vector<BadRequest> lengths() {
    return {
        {"two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), 400},
        {"the same length twice", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
        {"list of lengths", post("Content-Length: 5, 5\r\n", "hello"), 400},
        {"list of two lengths", post("Content-Length: 5, 6\r\n", "hello"), 400},
        {"signed length", post("Content-Length: +5\r\n", "hello"), 400},
        {"negative length", post("Content-Length: -5\r\n", "hello"), 400},
        {"hexadecimal length", post("Content-Length: 0x5\r\n", "hello"), 400},
        {"fractional length", post("Content-Length: 5.0\r\n", "hello"), 400},
        {"exponent length", post("Content-Length: 5e0\r\n", "hello"), 400},
        {"empty length", post("Content-Length:\r\n", "hello"), 400},
        {"length of letters", post("Content-Length: five\r\n", "hello"), 400},
        {"length with space inside", post("Content-Length: 1 0\r\n", "hello"), 400},
        {"length with NUL", post("Content-Length: 5\0\r\n"s, "hello"), 400},
        {"length of 2^64 + 5", post("Content-Length: 18446744073709551621\r\n", "hello"), 400},
        {"quoted length", post("Content-Length: \"5\"\r\n", "hello"), 400},
        {"space before colon of length", post("Content-Length : 5\r\n", "hello"), 400},
        {"folded length", post("Content-Length:\r\n 5\r\n", "hello"), 400},
    };
}

std::vector<BadRequest> hosts() {
    return {
        {"no host", with(""), 400},
        {"no host on 1.0", "GET /hello HTTP/1.0\r\n\r\n", 400},
        {"two hosts", with("Host: localhost\r\nHost: localhost\r\n"), 400},
        {"two different hosts", with("Host: localhost\r\nHost: evil.example\r\n"), 400},
        {"empty host", with("Host:\r\n"), 421},
        {"foreign host", with("Host: evil.example\r\n"), 421},
        {"host with user", with("Host: a@localhost\r\n"), 421},
        {"host with path", with("Host: localhost/x\r\n"), 421},
        {"host list", with("Host: localhost, localhost\r\n"), 421},
        {"host with space", with("Host: local host\r\n"), 421},
        {"host with trailing dot", with("Host: localhost.\r\n"), 421},
        {"host as suffix", with("Host: localhost.evil.example\r\n"), 421},
        {"host with empty port", with("Host: localhost:\r\n"), 421},
        {"host with letters as port", with("Host: localhost:https\r\n"), 421},
        {"host with port too large", with("Host: localhost:65536\r\n"), 421},
        {"host with two ports", with("Host: localhost:1:2\r\n"), 421},
        {"folded host", with("Host:\r\n localhost\r\n"), 400},
        {"host with URL", with("Host: https://localhost\r\n"), 421},
        {"host with escape", with("Host: %6cocalhost\r\n"), 421},
        {"host with 8-bit", with("Host: localhost\xc3\xa9\r\n"), 421},
    };
}

std::vector<BadRequest> targets() {
    return {
        {"absolute form", get("https://localhost/hello"), 400},
        {"absolute form of another host", get("http://evil.example/hello"), 400},
        {"asterisk", get("*"), 400},
        {"asterisk with OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"relative path", get("hello"), 400},
        {"query only", get("?a=b"), 400},
        {"fragment", get("/hello#x"), 400},
        {"backslash", get("/hello\\..\\x"), 400},
        {"8-bit target", get("/h\xc3\xa9llo"), 400},
        {"NUL in target", get("/he\0llo"s), 400},
        {"tab in target", get("/he\tllo"), 400},
        {"space in target", get("/he llo"), 400},
        {"DEL in target", get("/he\x7fllo"), 400},
        {"empty target", get(""), 400},
        {"target of 5,000 bytes", get("/" + std::string(5000, 'a')), 414},
    };
}

std::vector<BadRequest> lines() {
    auto const host = " HTTP/1.1\r\nHost: localhost\r\n\r\n"s;
    return {
        {"bare LF everywhere", "GET /hello HTTP/1.1\nHost: localhost\n\n", 400},
        {"bare LF after request line", "GET /hello HTTP/1.1\nHost: localhost\r\n\r\n", 400},
        {"bare CR in value", with("Host: localhost\r\nX: a\rb\r\n"), 400},
        {"NUL in value", with("Host: localhost\r\nX: a\0b\r\n"s), 400},
        {"escape in value", with("Host: localhost\r\nX: \x1b[31m\r\n"), 400},
        {"folded value", with("Host: localhost\r\nX: a\r\n\tb\r\n"), 400},
        {"no colon", with("Host: localhost\r\nX\r\n"), 400},
        {"empty name", with("Host: localhost\r\n: x\r\n"), 400},
        {"space in name", with("Host: localhost\r\nX Y: z\r\n"), 400},
        {"8-bit name", with("Host: localhost\r\nX\xc3\xa9: z\r\n"), 400},
        {"parenthesis in name", with("Host: localhost\r\nX(Y): z\r\n"), 400},
        {"leading space", " GET /hello" + host, 400},
        {"two empty lines first", "\r\n\r\nGET /hello" + host, 400},
        {"two spaces in request line", "GET  /hello" + host, 400},
        {"tab in request line", "GET\t/hello" + host, 400},
        {"trailing space in request line", "GET /hello HTTP/1.1 \r\nHost: localhost\r\n\r\n", 400},
        {"HTTP/0.9", "GET /hello\r\nHost: localhost\r\n\r\n", 400},
        {"HTTP/1.2", "GET /hello HTTP/1.2\r\nHost: localhost\r\n\r\n", 505},
        {"HTTP/2.0", "GET /hello HTTP/2.0\r\nHost: localhost\r\n\r\n", 505},
        {"HTTP/1.10", "GET /hello HTTP/1.10\r\nHost: localhost\r\n\r\n", 400},
        {"lower-case version", "GET /hello http/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"TLS inside TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
        {"response", "HTTP/1.1 200 OK\r\nHost: localhost\r\n\r\n", 400},
    };
}

std::vector<BadRequest> semantics() {
    auto const many = [] {
        std::string out = "Host: localhost\r\n";
        for (int i = 0; i < 101; ++i)
            out += "X-" + std::to_string(i) + ": y\r\n";
        return out;
    }();
    auto const host = "Host: localhost\r\n"s;
    return {
        {"CONNECT", "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
        {"TRACE", "TRACE /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
        {"lower-case method", "get /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
        {"method of 10 KB", std::string(10240, 'A') + " /hello HTTP/1.1\r\n" + host + "\r\n", 501},
        {"WebSocket",
         with(host + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"),
         501},
        {"h2c", with(host + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"), 501},
        {"upgrade without connection", with(host + "Upgrade: h2c\r\n"), 501},
        {"unknown expectation", post("Expect: 200-ok\r\nContent-Length: 5\r\n", "hello"), 417},
        {"two expectations",
         post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n", "hello"),
         400},
        {"two authorizations",
         with(host + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"),
         400},
        {"two content types",
         post("Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 5\r\n", "hello"),
         400},
        {"two cookies", with(host + "Cookie: a=1\r\nCookie: b=2\r\n"), 400},
        {"two origins", with(host + "Origin: https://localhost\r\norigin: null\r\n"), 400},
        {"two CSRF tokens", with(host + "X-CSRF-Token: a\r\nX-Csrf-Token: a\r\n"), 400},
        {"more than 100 headers", with(many), 400},
        {"header of 20 KB", with(host + "X: " + std::string(20'000, 'a') + "\r\n"), 431},
        {"name of 20 KB", with(host + std::string(20'000, 'a') + ": x\r\n"), 431},
        {"endless header", "GET /hello HTTP/1.1\r\nX: " + std::string(17'000, 'a'), 431},
    };
}

}  // namespace

std::vector<BadRequest> bad_requests() {
    std::vector<BadRequest> out;
    for (auto const& group : {codings(), lengths(), hosts(), targets(), lines(), semantics()}) {
        out.insert(out.end(), group.begin(), group.end());
    }
    return out;
}

}  // namespace ocop::http::test
