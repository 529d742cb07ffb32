#include "http/guard.hpp"

#include "vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

// Method: bytes go through scan, parser and guard exactly as a connection drives them, whole and
// one byte at a time.
BOOST_AUTO_TEST_SUITE(guard)

namespace {

using namespace ocop::http;

constexpr std::size_t header_bytes = 16 * 1024;

struct Outcome {
    int refused = 0;  // status
    Admitted admitted;
    Head head;
    bool complete = false;
};

Outcome judge(std::string const& bytes, std::size_t step) {
    static Hosts const ours({"localhost"});
    BlockScan scan(header_bytes);
    Outcome out;
    for (std::size_t size = 0; size < bytes.size();) {
        size = std::min(size + step, bytes.size());
        auto const found = scan.scan(std::string_view(bytes).substr(0, size));
        if (auto const* refusal = std::get_if<Refusal>(&found)) {
            out.refused = refusal->status;
            return out;
        }
        auto const* block = std::get_if<Block>(&found);
        if (!block) continue;
        out.complete = true;
        auto const parsed =
            parse_head(std::string_view(bytes).substr(block->begin, block->end - block->begin));
        if (auto const* refusal = std::get_if<Refusal>(&parsed)) {
            out.refused = refusal->status;
            return out;
        }
        out.head = std::get<Head>(parsed);
        auto const checked = check_head(out.head, ours);
        if (auto const* refusal = std::get_if<Refusal>(&checked)) {
            out.refused = refusal->status;
        } else {
            out.admitted = std::get<Admitted>(checked);
        }
        return out;
    }
    return out;
}

std::string request(std::string const& headers) {
    return "POST /a/b?c=d HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

}  // namespace

BOOST_AUTO_TEST_CASE(asvs_4_2_1_every_bad_request_is_refused_with_its_status) {
    auto const all = test::bad_requests();
    BOOST_TEST(all.size() >= 64);
    for (auto const& bad : all) {
        BOOST_TEST_CONTEXT(bad.name) {
            BOOST_TEST(judge(bad.bytes, bad.bytes.size()).refused == bad.status);
            BOOST_TEST(judge(bad.bytes, 1).refused == bad.status);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_plain_request_is_admitted_as_it_was_sent) {
    auto const bytes = request("Content-Length: 12\r\nX-Text: \tb c \r\nx-text: again\r\n");
    for (auto const step : {bytes.size(), std::size_t{1}, std::size_t{7}}) {
        auto const out = judge(bytes, step);
        BOOST_TEST(out.refused == 0);
        BOOST_TEST(out.head.method == "POST");
        BOOST_TEST(out.head.target == "/a/b?c=d");
        BOOST_TEST_REQUIRE(out.head.headers.size() == 4u);
        BOOST_TEST(out.head.headers[2].name == "X-Text");
        BOOST_TEST(out.head.headers[2].value == "b c");
        BOOST_TEST((out.admitted.method == Method::post));
        BOOST_TEST(out.admitted.content_length == 12u);
        BOOST_TEST(out.admitted.keep_alive);
        BOOST_TEST(!out.admitted.expects_continue);
    }
}

BOOST_AUTO_TEST_CASE(no_prefix_of_a_request_is_a_request) {
    auto const bytes = request("Content-Length: 12\r\n");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        BlockScan scan(header_bytes);
        BOOST_TEST(std::holds_alternative<std::monostate>(scan.scan(bytes.substr(0, size))));
    }
}

BOOST_AUTO_TEST_CASE(a_control_character_anywhere_in_a_block_is_refused) {
    auto const bytes = request("X-Text: abc\r\n");
    std::string const controls("\x00\x01\x08\x0b\x0c\x0e\x1b\x1f\x7f", 9);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (auto const control : controls) {
            auto changed = bytes;
            changed[i] = control;
            BOOST_TEST(judge(changed, changed.size()).refused == 400);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_empty_line_before_a_request_is_skipped) {
    BOOST_TEST(judge("\r\n" + request(""), 1).refused == 0);
}

BOOST_AUTO_TEST_CASE(the_bytes_after_a_block_are_left_alone) {
    auto const bytes = request("Content-Length: 5\r\n");
    BlockScan scan(header_bytes);
    auto const found = scan.scan(bytes + "he\nlo\x01");
    BOOST_TEST_REQUIRE(std::holds_alternative<Block>(found));
    BOOST_TEST(std::get<Block>(found).end == bytes.size());
}

BOOST_AUTO_TEST_CASE(a_block_may_be_as_large_as_the_limit_and_no_larger) {
    auto const empty = request("X: \r\n").size();
    auto const fits = request("X: " + std::string(header_bytes - empty, 'a') + "\r\n");
    auto const not_quite = request("X: " + std::string(header_bytes - empty + 1, 'a') + "\r\n");
    BOOST_TEST(fits.size() == header_bytes);
    BOOST_TEST(judge(fits, fits.size()).refused == 0);
    BOOST_TEST(judge(not_quite, not_quite.size()).refused == 431);
}

BOOST_AUTO_TEST_CASE(a_connection_stays_open_unless_it_says_otherwise) {
    BOOST_TEST(!judge(request("Connection: close\r\n"), 99).admitted.keep_alive);
    BOOST_TEST(!judge(request("Connection: TE, CLOSE\r\n"), 99).admitted.keep_alive);
    BOOST_TEST(!judge(request("Connection: x\r\nConnection: close\r\n"), 99).admitted.keep_alive);
    BOOST_TEST(judge(request("Connection: closed\r\n"), 99).admitted.keep_alive);
    auto const old = "GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";
    BOOST_TEST(judge(old, 99).refused == 0);
    BOOST_TEST(!judge(old, 99).admitted.keep_alive);
}

BOOST_AUTO_TEST_CASE(only_a_1_1_client_expects_to_be_told_to_continue) {
    auto const headers = "Host: localhost\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n";
    BOOST_TEST(
        judge(std::string("PUT / HTTP/1.1\r\n") + headers, 9).admitted.expects_continue == true
    );
    BOOST_TEST(
        judge(std::string("PUT / HTTP/1.0\r\n") + headers, 9).admitted.expects_continue == false
    );
}

BOOST_AUTO_TEST_CASE(every_method_of_the_list_is_known) {
    for (auto const* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        auto const out = judge(method + std::string(" / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 99);
        BOOST_TEST(out.refused == 0);
        BOOST_TEST(method_name(out.admitted.method) == method);
    }
}

BOOST_AUTO_TEST_CASE(a_host_is_ours_with_any_port_or_with_the_one_named) {
    Hosts const any({"Trace.example.vn", "[::1]", "127.0.0.1"});
    for (auto const* host :
         {"trace.example.vn",
          "TRACE.example.VN:8443",
          "trace.example.vn:443",
          "[::1]",
          "[::1]:8443",
          "127.0.0.1:1"}) {
        BOOST_TEST(any.contains(host), host);
    }
    for (auto const* host : {"", "example.vn", "::1", "[::1", "[::1]8443", "127.0.0.1:", "[]"}) {
        BOOST_TEST(!any.contains(host), host);
    }
    Hosts const one({"trace.example.vn:8443", "b.example.vn:443"});
    BOOST_TEST(one.contains("trace.example.vn:8443"));
    BOOST_TEST(!one.contains("trace.example.vn"));
    BOOST_TEST(!one.contains("trace.example.vn:8444"));
    BOOST_TEST(one.contains("b.example.vn"));
    BOOST_CHECK_THROW(Hosts({}), std::runtime_error);
    BOOST_CHECK_THROW(Hosts({"https://localhost"}), std::runtime_error);
    BOOST_CHECK_THROW(Hosts({"localhost:99999"}), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
