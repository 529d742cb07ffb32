#include "pages/question.hpp"

#include <boost/test/unit_test.hpp>

using namespace ocop;
using Kind = verdicts::Question::Kind;

namespace {

std::optional<pages::Enquiry> read_typed(std::string query) {
    http::Request request;
    request.path = "/v";
    request.query = std::move(query);
    return pages::read_typed_enquiry(request);
}

pages::Enquiry read_link(std::string path) {
    http::Request request;
    request.path = std::move(path);
    request.query = "s=1";
    request.headers = {{"Host", "tem.example"}};
    return pages::read_link_enquiry(request);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(question)

BOOST_AUTO_TEST_CASE(a_typed_field_takes_a_serial_or_a_link) {
    auto const serial = read_typed("serial=+4f2k-x7m0-qp9z%0A&lang=en");
    BOOST_TEST_REQUIRE(serial.has_value());
    BOOST_TEST((serial->question.kind == Kind::typed_serial));
    BOOST_TEST(serial->question.text == "4f2k-x7m0-qp9z");
    BOOST_TEST(serial->typed == "4f2k-x7m0-qp9z");
    auto const uri_of = [](std::string query) {
        auto const enquiry = read_typed(std::move(query));
        return enquiry->question.kind == Kind::uri ? enquiry->question.text : "not a link";
    };
    BOOST_TEST(uri_of("serial=https://a.example/01/1?s%3D2") == "https://a.example/01/1?s=2");
    BOOST_TEST(uri_of("serial=a.example/01/1") == "https://a.example/01/1");
    BOOST_TEST(uri_of("uri=a") == "https://a");
    BOOST_TEST(uri_of("uri=https://a.example/v/01/1%3Fs=2") == "https://a.example/v/01/1?s=2");
    BOOST_TEST(uri_of("uri=https://a.example/w/v/01/1") == "https://a.example/w/v/01/1");
    BOOST_TEST(uri_of("serial=a.example/v/01/1") == "https://a.example/v/01/1");
}

BOOST_AUTO_TEST_CASE(a_query_that_asks_nothing_and_one_that_cannot_be_read_differ) {
    BOOST_TEST(!read_typed("").has_value());
    BOOST_TEST(!read_typed("lang=en").has_value());
    for (auto const* query : {"serial=%zz", "serial=a&serial=b", "serial=%ff", "serial="}) {
        auto const enquiry = read_typed(query);
        BOOST_TEST_REQUIRE(enquiry.has_value());
        BOOST_TEST((enquiry->question.kind == Kind::typed_serial));
        BOOST_TEST(enquiry->question.text.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_path_is_taken_raw_with_and_without_the_page_s_own_parts) {
    for (auto const* path : {"/01/1/10/A%2FB", "/v/01/1/10/A%2FB", "/v/01/1/10/A%2FB/check"}) {
        auto const enquiry = read_link(path);
        BOOST_TEST((enquiry.question.kind == Kind::target));
        BOOST_TEST(enquiry.question.text == "/01/1/10/A%2FB");
        BOOST_TEST(enquiry.question.query == "s=1");
        BOOST_TEST(enquiry.question.host == "tem.example");
        BOOST_TEST(enquiry.path == "/v/01/1/10/A%2FB");
    }
}

BOOST_AUTO_TEST_SUITE_END()
