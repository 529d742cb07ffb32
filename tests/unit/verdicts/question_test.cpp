#include "verdicts/question.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace ocop;
using Kind = verdicts::Question::Kind;

std::vector<std::string> const hosts{"id.ocop.vn", "localhost:8443"};

verdicts::Question ask(std::string_view uri) {
    return verdicts::read_question(uri, hosts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdicts_question)

BOOST_AUTO_TEST_CASE(the_address_of_a_verdict_page_asks_for_its_stamp) {
    auto const question = ask("https://id.ocop.vn/v/01/09520000100018/10/L1?s=1&x=%2F");
    BOOST_TEST((question.kind == Kind::uri));
    BOOST_TEST(question.text == "https://id.ocop.vn/01/09520000100018/10/L1?s=1&x=%2F");
}

BOOST_AUTO_TEST_CASE(the_address_of_a_look_up_asks_what_was_looked_up) {
    auto const typed = ask("https://localhost:8443/v?lang=en&serial=0CPC-KHNR%2DQS5Y#top");
    BOOST_TEST((typed.kind == Kind::typed_serial));
    BOOST_TEST(typed.text == "0CPC-KHNR-QS5Y");
    auto const link = ask("https://id.ocop.vn/v?uri=https%3A%2F%2Fevil.example%2F01%2F0");
    BOOST_TEST((link.kind == Kind::uri));
    BOOST_TEST(link.text == "https://evil.example/01/0");
}

BOOST_AUTO_TEST_CASE(a_page_on_another_host_is_never_taken_for_what_it_points_to) {
    for (auto const* uri :
         {"https://evil.example/v?uri=https%3A%2F%2Fid.ocop.vn%2F01%2F09520000100018",
          "https://id.ocop.vn.evil.example/v?serial=0CPC-KHNR-QS5Y",
          "https://id.ocop.vn@evil.example/v/01/09520000100018",
          "https://id-ocop.vn/v/01/09520000100018"}) {
        BOOST_TEST((ask(uri).kind == Kind::uri));
        BOOST_TEST(ask(uri).text == uri);
    }
}

BOOST_AUTO_TEST_CASE(everything_else_is_the_question_itself) {
    for (auto const* uri :
         {"",
          "://",
          "https://",
          "https://id.ocop.vn",
          "https://id.ocop.vn/v",
          "0CPC-KHNR-QS5Y",
          "https://id.ocop.vn/v?",
          "https://id.ocop.vn/v?serialx=1",
          "https://id.ocop.vn/v?uri",
          "https://id.ocop.vn/v?uri=%zz",
          "https://id.ocop.vn/v?uri=a&serial=0CPC-KHNR-QS5Y",
          "https://id.ocop.vn/v?serial=a&serial=b",
          "https://id.ocop.vn/v/02/1",
          "/v/01/1",
          "https://id.ocop.vn/01/09520000100018/10/v?s=1"}) {
        BOOST_TEST(ask(uri).text == uri);
    }
}

BOOST_AUTO_TEST_SUITE_END()
