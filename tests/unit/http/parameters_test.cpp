#include "http/message.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(parameters)

using namespace ocop::http;

BOOST_AUTO_TEST_CASE(names_and_values_are_decoded) {
    auto const all = parse_parameters("a=1&b+c=d+e&%C4%91=%26%3D%2B&empty=&bare&x==y");
    BOOST_TEST_REQUIRE(all.has_value());
    BOOST_TEST(all->size() == 6u);
    BOOST_TEST(find_parameter(*all, "a").value() == "1");
    BOOST_TEST(find_parameter(*all, "b c").value() == "d e");
    BOOST_TEST(find_parameter(*all, "\xc4\x91").value() == "&=+");
    BOOST_TEST(find_parameter(*all, "empty").value() == "");
    BOOST_TEST(find_parameter(*all, "bare").value() == "");
    BOOST_TEST(find_parameter(*all, "x").value() == "=y");
    BOOST_TEST(!find_parameter(*all, "y").has_value());
}

BOOST_AUTO_TEST_CASE(an_empty_query_has_no_parameters) {
    BOOST_TEST(parse_parameters("")->empty());
    BOOST_TEST(parse_parameters("&&")->empty());
    BOOST_TEST(parse_parameters("a=1&&b=2&")->size() == 2u);
}

BOOST_AUTO_TEST_CASE(asvs_15_3_7_a_name_given_twice_is_refused_however_it_is_written) {
    for (auto const* query : {"a=1&a=1", "a=1&b=2&a=3", "a=1&%61=2", "a&a"}) {
        auto const all = parse_parameters(query);
        BOOST_TEST_REQUIRE(!all.has_value());
        BOOST_TEST(all.error().slug == "query_malformed");
        BOOST_TEST(all.error().faults.at(0).pointer == "a");
    }
}

BOOST_AUTO_TEST_CASE(bad_escapes_and_bad_text_are_refused) {
    for (auto const* query :
         {"a=%", "a=%1", "a=%1g", "a=%%31", "%=a", "a=%00", "a=%ff", "a=%c3%28", "a=%ed%a0%80"}) {
        auto const all = parse_parameters(query);
        BOOST_TEST_REQUIRE(!all.has_value());
        BOOST_TEST(all.error().slug == "query_malformed");
    }
}

BOOST_AUTO_TEST_CASE(a_hundred_parameters_are_enough) {
    std::string query;
    for (int i = 0; i < 100; ++i) {
        query += "p" + std::to_string(i) + "=x&";
    }
    BOOST_TEST(parse_parameters(query)->size() == 100u);
    BOOST_TEST(!parse_parameters(query + "one=more").has_value());
}

BOOST_AUTO_TEST_CASE(headers_are_found_without_case) {
    Request request;
    request.headers = {{"Content-Type", "a/b"}, {"X", "1"}, {"x", "2"}};
    BOOST_TEST(request.header("content-TYPE") == "a/b");
    BOOST_TEST(request.header("x") == "1");
    BOOST_TEST(request.header("y") == "");
}

BOOST_AUTO_TEST_SUITE_END()
