#include "http/message.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cookies)

using namespace ocop::http;

namespace {

std::string find(std::vector<Header> headers, std::string_view name = "sid") {
    Request request;
    request.headers = std::move(headers);
    return std::string(find_cookie(request, name));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_cookie_is_found_wherever_it_stands) {
    BOOST_TEST(find({{"Cookie", "sid=abc"}}) == "abc");
    BOOST_TEST(find({{"Host", "x"}, {"cookie", "a=1; sid=abc; b=2"}}) == "abc");
    BOOST_TEST(find({{"Cookie", "a=1;sid=abc"}}) == "abc");
    BOOST_TEST(find({{"Cookie", ";; \tsid\t= abc \t;"}}) == "abc");
    BOOST_TEST(find({{"Cookie", "sid=a=b=="}}) == "a=b==");
    BOOST_TEST(find({{"Cookie", "sid=\"abc\""}}) == "\"abc\"");
    BOOST_TEST(find({{"Cookie", "__Host-sid=abc"}}, "__Host-sid") == "abc");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_it_is_not_found) {
    for (auto const* line :
         {"",
          ";",
          "=",
          "=abc",
          "sid",
          "sid;",
          "sid=",
          "SID=abc",
          "xsid=abc",
          "sidx=abc",
          "a=sid=abc",
          "a=\"; b=2",
          "sid =",
          "sid abc=1"}) {
        BOOST_TEST(find({{"Cookie", line}}) == "", line);
    }
    BOOST_TEST(find({}) == "");
    BOOST_TEST(find({{"Set-Cookie", "sid=abc"}}) == "");
}

BOOST_AUTO_TEST_CASE(what_is_there_twice_counts_as_absent) {
    BOOST_TEST(find({{"Cookie", "sid=abc; sid=def"}}) == "");
    BOOST_TEST(find({{"Cookie", "sid=abc; a=1; sid=abc"}}) == "");
    BOOST_TEST(find({{"Cookie", "sid=; sid=abc"}}) == "");
    BOOST_TEST(find({{"Cookie", "sid=abc"}, {"Cookie", "a=1"}}) == "");
    BOOST_TEST(find({{"Cookie", ""}, {"cookie", "sid=abc"}}) == "");
    BOOST_TEST(find({{"Cookie", "a=1; a=2; sid=abc"}}) == "abc");
}

BOOST_AUTO_TEST_CASE(no_cut_of_a_header_reads_beyond_it) {
    std::string const whole = "a=1; sid=abc; b=\"2\"";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        auto const found = find({{"Cookie", whole.substr(0, size)}});
        BOOST_TEST(std::string_view("abc").substr(0, found.size()) == found);
        BOOST_TEST(found.size() == (size < 9 ? 0 : std::min<std::size_t>(size - 9, 3)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
