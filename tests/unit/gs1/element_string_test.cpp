#include <ocop/gs1/element_string.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::gs1;

namespace {

DigitalLink sample() {
    DigitalLink link;
    link.key = {"01", "08935012345677"};
    link.qualifiers = {{"10", "A(1)"}, {"21", "S"}};
    link.attributes = {{"17", "261231"}, {"3103", "000195"}};
    link.parameters = {{"s", "1"}};
    return link;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gs1_element_string)

BOOST_AUTO_TEST_CASE(a_link_is_written_as_element_strings) {
    BOOST_TEST(bracketed(sample()) == "(01)08935012345677(10)A\\(1)(21)S(17)261231(3103)000195");
    BOOST_TEST(
        unbracketed(sample()) ==
        "010893501234567710A(1)\x1D"
        "21S\x1D"
        "172612313103000195"
    );
}

BOOST_AUTO_TEST_CASE(the_bracketed_form_is_read_back) {
    auto const elements = parse_bracketed(bracketed(sample()));
    BOOST_TEST_REQUIRE(elements.has_value());
    BOOST_TEST(elements->size() == 5U);
    BOOST_TEST(elements->at(1).ai == "10");
    BOOST_TEST(elements->at(1).value == "A(1)");
    BOOST_TEST(parse_bracketed("")->empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_bracketed_form_is_refused) {
    for (auto const* text :
         {"01", "(", "()", "()1", "(01", "(01)", "(01)(10)A", "(x1)A", "A(01)1"}) {
        auto const elements = parse_bracketed(text);
        BOOST_TEST_REQUIRE(!elements.has_value(), text);
        BOOST_TEST(elements.error().slug == "element_string_malformed");
    }
}

BOOST_AUTO_TEST_SUITE_END()
