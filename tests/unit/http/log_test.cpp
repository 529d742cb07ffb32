#include "http/log.hpp"

#include "http/access_log.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/text.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>

BOOST_AUTO_TEST_SUITE(log_lines)

using namespace ocop::http;

namespace {

std::string line_with(std::string_view value) {
    std::array const fields{LogField{"value", value}, LogField{"count", std::int64_t{-7}}};
    return log_line(ocop::Instant{1}, LogLevel::warning, "said", fields);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_line_is_one_object) {
    BOOST_TEST(
        line_with("a \"b\" \\ \xc4\x91") ==
        "{\"at\":\"1970-01-01T00:00:00.001Z\",\"level\":\"warning\",\"msg\":\"said\","
        "\"value\":\"a \\\"b\\\" \\\\ \xc4\x91\",\"count\":-7}"
    );
}

BOOST_AUTO_TEST_CASE(asvs_16_2_5_no_bytes_break_a_line_or_steer_a_terminal) {
    std::vector<std::string> values{
        "a\r\n{\"msg\":\"forged\"}",
        "\x1b[2J\x1b]0;x\x07",
        "\xc2\x9b"
        "31m",
        "\xe2\x80\xa8",
        "\xff\xfe",
        "\xc2",
        "\xe2\x80",
        std::string(3, '\0')};
    for (int first = 0; first < 256; ++first) {
        for (auto const second : {0x00, 0x22, 0x5c, 0x7f, 0x80, 0xa8, 0xff}) {
            values.push_back({static_cast<char>(first), static_cast<char>(second)});
        }
    }
    for (auto const& value : values) {
        auto const line = line_with(value);
        BOOST_TEST(std::none_of(line.begin(), line.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        }));
        BOOST_TEST(line.find("\xc2\x9b") == std::string::npos);
        BOOST_TEST(line.find("\xe2\x80\xa8") == std::string::npos);
        BOOST_TEST(ocop::is_utf8(line));
        auto const read = ocop::json::parse(line);
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST(read->as_object().size() == 5u);
    }
}

BOOST_AUTO_TEST_CASE(asvs_14_2_1_a_path_loses_query_and_serial) {
    BOOST_TEST(redact_path("/v/01/1/10/L/21/ABC?s=1") == "/v/01/1/10/L/21/*");
    BOOST_TEST(redact_path("/v/01/1/21/ABC/check") == "/v/01/1/21/*/check");
    BOOST_TEST(redact_path("/orders/7/stamps/ABC/qr.svg") == "/orders/7/stamps/*/qr.svg");
    BOOST_TEST(redact_path("/p/nBv3-token") == "/p/*");
    BOOST_TEST(redact_path("/lots/p/7") == "/lots/p/7");
    BOOST_TEST(redact_path("/orders/7/stamps") == "/orders/7/stamps");
    BOOST_TEST(redact_path("/orders/7/stamps/") == "/orders/7/stamps/");
    BOOST_TEST(redact_path("/?x=/21/ABC") == "/");
    BOOST_TEST(redact_path("") == "");
}

BOOST_AUTO_TEST_CASE(asvs_14_2_1_a_path_loses_the_token_of_a_receipt) {
    BOOST_TEST(redact_path("/v/receipts/TOKEN?lang=en") == "/v/receipts/*");
    BOOST_TEST(redact_path("/api/v1/receipts/TOKEN") == "/api/v1/receipts/*");
    BOOST_TEST(redact_path("/api/v1/receipts/TOKEN/") == "/api/v1/receipts/*/");
    BOOST_TEST(redact_path("/api/v1/receipts") == "/api/v1/receipts");
}

BOOST_AUTO_TEST_CASE(an_address_is_cut_to_its_network) {
    BOOST_TEST(truncate_address("192.0.2.55") == "192.0.2.0");
    BOOST_TEST(truncate_address("2001:db8:1:2:3:4:5:6") == "2001:db8:1::");
    BOOST_TEST(truncate_address("::1") == "::");
    BOOST_TEST(truncate_address("") == "-");
    BOOST_TEST(truncate_address("evil") == "-");
}

BOOST_AUTO_TEST_CASE(the_log_of_a_process_takes_lines_until_it_ends) {
    ocop::SystemClock const clock;
    auto const log = make_stderr_log(clock);
    log->write(LogLevel::info, "log_test", {});
}

BOOST_AUTO_TEST_SUITE_END()
