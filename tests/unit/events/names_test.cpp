#include "events/names.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(event_names)

using namespace ocop::events;

namespace {

// "place 9520000100001", or "none".
std::string said(std::string_view uri) {
    auto const name = parse_name(uri);
    if (!name) {
        return "none";
    }
    auto const kind = name->kind == NameKind::place      ? "place "
                      : name->kind == NameKind::producer ? "producer "
                                                         : "authority ";
    return kind + name->id;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_written_reads_back) {
    BOOST_TEST(place_uri("9520000100001") == "https://id.gs1.org/414/9520000100001");
    BOOST_TEST(said(place_uri("9520000100001")) == "place 9520000100001");
    BOOST_TEST(place_uri("0q7zmg2f3n8d4k1c") == "urn:ocop:place:0q7zmg2f3n8d4k1c");
    BOOST_TEST(said(place_uri("0q7zmg2f3n8d4k1c")) == "place 0q7zmg2f3n8d4k1c");
    BOOST_TEST(said(producer_uri("0q7zmg2f3n8d4k1c")) == "producer 0q7zmg2f3n8d4k1c");
    BOOST_TEST(said("urn:ocop:authority:phutho-ocop") == "authority phutho-ocop");
}

BOOST_AUTO_TEST_CASE(an_extension_of_a_gln_is_inside_the_place) {
    BOOST_TEST(said("https://id.gs1.org/414/9520000100001/254/A1") == "place 9520000100001");
}

BOOST_AUTO_TEST_CASE(what_nobody_here_writes_is_no_name_of_ours) {
    for (auto const* uri :
         {"",
          "urn:ocop:place:",
          "urn:ocop:place:A",
          "urn:ocop:place:a b",
          "urn:ocop:place:9520000100001",
          "urn:ocop:person:a",
          "URN:OCOP:place:a",
          "https://id.gs1.org/414/9520000100002",
          "https://id.gs1.org/414/9520000100001X",
          "https://id.gs1.org/414/9520000100001/255/A",
          "https://id.gs1.org/417/9520000100001",
          "https://example.org/414/9520000100001"}) {
        BOOST_TEST_CONTEXT(uri) {
            BOOST_TEST(said(uri) == "none");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
