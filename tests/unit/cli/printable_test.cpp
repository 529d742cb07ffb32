#include "cli/printable.hpp"

#include <boost/test/unit_test.hpp>

namespace ocop::test {

BOOST_AUTO_TEST_SUITE(printable)

BOOST_AUTO_TEST_CASE(what_people_write_stays_as_it_is) {
    for (auto const* text : {"", "range entry 812: counters 5 to 9", "Chè Shan Tuyết, Phú Thọ"}) {
        BOOST_TEST(cli::printable(text) == text);
    }
}

BOOST_AUTO_TEST_CASE(what_moves_a_cursor_or_turns_a_line_is_spelled_out) {
    BOOST_TEST(cli::printable("a\x1b[2J\n\r\tb") == "a\\u{001B}[2J\\u{000A}\\u{000D}\\u{0009}b");
    BOOST_TEST(cli::printable("\u202Eabc\u200B\u2066") == "\\u{202E}abc\\u{200B}\\u{2066}");
    BOOST_TEST(
        cli::printable("\u0085\u2028\uE000\uFE0F\u3164\u00A0") ==
        "\\u{0085}\\u{2028}\\u{E000}\\u{FE0F}\\u{3164}\\u{00A0}"
    );
    BOOST_TEST(
        cli::printable("\x9b"
                       "0m\xc3") == "\\x9B0m\\xC3"
    );
    // Nobody can write what looks like an escape.
    BOOST_TEST(cli::printable("\\u{001B}") == "\\\\u{001B}");
}

BOOST_AUTO_TEST_CASE(a_line_has_an_end) {
    BOOST_TEST(cli::printable("abcdef", 4) == "abcd…");
    BOOST_TEST(cli::printable("abcd", 4) == "abcd");
    BOOST_TEST(cli::printable("abcế", 4) == "abc…");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::test
