#include "http/codings.hpp"

#include <boost/test/unit_test.hpp>

namespace ocop::http {

BOOST_AUTO_TEST_SUITE(codings)

BOOST_AUTO_TEST_CASE(a_coding_is_taken_when_it_or_a_star_is_named_and_not_with_a_weight_of_0) {
    for (auto const* taken :
         {"gzip",
          "deflate, gzip, br",
          "br;q=1.0, GZIP;q=0.5",
          "*",
          "br, *;q=0.1",
          "gzip ;q=0.001",
          "\tgzip\t"}) {
        BOOST_TEST(accepts_coding(taken, "gzip"), taken);
    }
    for (auto const* refused :
         {"",
          "br",
          "gzip;q=0",
          "gzip; q=0.000, br",
          "*, gzip;Q=0",
          "*;q=0",
          "xgzip",
          "gzipped",
          ",,;"}) {
        BOOST_TEST(!accepts_coding(refused, "gzip"), refused);
    }
}

BOOST_AUTO_TEST_CASE(a_tag_is_found_in_a_list_strong_or_weak) {
    for (auto const* known : {"\"a\"", "W/\"a\"", "\"b\" ,\t\"a\"", "*"}) {
        BOOST_TEST(names_tag(known, "\"a\""), known);
    }
    for (auto const* other : {"", "a", "\"b\"", "\"a", "\"A\"", "\"a\"x", ","}) {
        BOOST_TEST(!names_tag(other, "\"a\""), other);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::http
