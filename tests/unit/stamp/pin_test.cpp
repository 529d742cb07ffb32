#include "temporary_directory.hpp"

#include <ocop/stamp/pin.hpp>

#include <boost/test/unit_test.hpp>

namespace ocop::stamp {

BOOST_AUTO_TEST_SUITE(pin)

// Of H. Michael Damm's thesis, by way of every description of the algorithm: 572 has digit 4.
BOOST_AUTO_TEST_CASE(the_check_digit_is_damms) {
    BOOST_TEST(damm_digit("572") == '4');
    BOOST_TEST(damm_digit("5724") == '0');
    BOOST_TEST(damm_digit("") == '0');
}

// Exhaustive over what the quasigroup sees: any state, any two digits.
BOOST_AUTO_TEST_CASE(one_wrong_digit_and_two_exchanged_ones_are_always_seen) {
    int unseen = 0;
    for (std::uint32_t number = 0; number < 1000; ++number) {
        auto const good = format_pin(number * 100'003 % pin_number_end);
        for (std::size_t at = 0; at < pin_digits; ++at) {
            for (char digit = '0'; digit <= '9'; ++digit) {
                auto bad = good;
                bad[at] = digit;
                unseen += bad != good && parse_pin(bad) ? 1 : 0;
            }
            auto swapped = good;
            if (at > 0) {
                std::swap(swapped[at - 1], swapped[at]);
            }
            unseen += swapped != good && parse_pin(swapped) ? 1 : 0;
        }
    }
    BOOST_TEST(unseen == 0);
}

BOOST_AUTO_TEST_CASE(a_pin_is_read_as_it_is_printed_and_as_people_type) {
    auto const pin = format_pin(1'234'567);
    BOOST_TEST(pin.substr(0, 8) == "01234567");
    auto const printed = group_pin(pin);
    BOOST_TEST(printed.substr(0, 8) == "012 345 ");
    for (auto const& typed : {pin, printed, " " + pin + "\x20", "0123-4567-" + pin.substr(8)}) {
        auto const read = parse_pin(typed);
        BOOST_TEST_REQUIRE(test::reason_of(read) == "", typed);
        BOOST_TEST(*read == pin);
    }
}

BOOST_AUTO_TEST_CASE(what_has_not_the_form_is_told_from_a_slip) {
    for (auto const* text :
         {"", "1", "12345678", "1234567890", "12345678a", "１２３４５６７８９"}) {
        BOOST_TEST(test::slug_of(parse_pin(text)) == "pin_malformed", text);
    }
    auto slip = format_pin(7);
    slip[8] = slip[8] == '9' ? '0' : static_cast<char>(slip[8] + 1);
    BOOST_TEST(test::slug_of(parse_pin(slip)) == "pin_check_wrong");
    // What was typed is told to nobody.
    for (auto const& fault : parse_pin(slip).error().faults) {
        BOOST_TEST(fault.reason.find(slip) == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamp
