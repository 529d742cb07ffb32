#include <ocop/gs1/check_digit.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ocop;
using namespace ocop::gs1;

namespace {

// The rule as people do it by hand: weights 3 and 1 alternating, so that the last digit weighs 1
// and the weighted sum of all digits ends in 0.
bool sums_to_ten(std::string const& digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int const weight = (digits.size() - i) % 2 == 0 ? 3 : 1;
        sum += weight * (digits[i] - '0');
    }
    return sum % 10 == 0;
}

std::string_view slug_of(std::string_view text) {
    auto const gtin = parse_gtin(text);
    return gtin ? std::string_view() : gtin.error().slug;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gs1_check_digit)

BOOST_AUTO_TEST_CASE(known_numbers_have_their_check_digits) {
    BOOST_TEST(check_digit("952012345678") == '8');
    BOOST_TEST(check_digit("0893501234567") == '7');
    BOOST_TEST(check_digit("00614141123456789") == '0');
    BOOST_TEST(check_digit("0000000") == '0');
    BOOST_TEST(check_digit("") == '0');
    BOOST_TEST(has_check_digit("12345670"));
    BOOST_TEST(!has_check_digit("12345671"));
    BOOST_TEST(!has_check_digit("0"));
    BOOST_TEST(!has_check_digit(""));
    BOOST_TEST(!has_check_digit("1234567O"));
}

BOOST_AUTO_TEST_CASE(every_short_number_has_exactly_one_right_last_digit) {
    for (int body = 0; body < 10000; ++body) {
        auto digits = std::to_string(10000 + body).substr(1);
        int right = 0;
        for (char last = '0'; last <= '9'; ++last) {
            auto const all = digits + last;
            BOOST_REQUIRE(has_check_digit(all) == sums_to_ten(all));
            right += has_check_digit(all) ? 1 : 0;
        }
        BOOST_REQUIRE(right == 1);
        BOOST_REQUIRE(has_check_digit(digits + check_digit(digits)));
    }
}

BOOST_AUTO_TEST_CASE(any_changed_digit_is_seen) {
    std::string const gtin = "08935012345677";
    for (std::size_t at = 0; at < gtin.size(); ++at) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto changed = gtin;
            changed[at] = digit;
            BOOST_TEST(has_check_digit(changed) == (digit == gtin[at]));
        }
    }
}

BOOST_AUTO_TEST_CASE(gtins_of_every_length_come_out_with_fourteen_digits) {
    BOOST_TEST(*parse_gtin("12345670") == "00000012345670");
    BOOST_TEST(*parse_gtin("614141000036") == "00614141000036");
    BOOST_TEST(*parse_gtin("8935012345677") == "08935012345677");
    BOOST_TEST(*parse_gtin("08935012345677") == "08935012345677");
}

BOOST_AUTO_TEST_CASE(a_gtin_of_another_form_is_refused_by_name) {
    for (auto const* text : {"", "1", "1234567", "123456789", "6141410000361", "089350123456770"}) {
        BOOST_TEST(slug_of(text) != "", text);
    }
    BOOST_TEST(slug_of("1234567") == "gtin_malformed");
    BOOST_TEST(slug_of("0893501234567A") == "gtin_malformed");
    BOOST_TEST(slug_of(" 8935012345677") == "gtin_malformed");
    BOOST_TEST(slug_of("0893501234567\xC2\xB2") == "gtin_malformed");
    BOOST_TEST(slug_of("08935012345678") == "check_digit_wrong");
    auto const wrong = parse_gtin("08935012345678");
    BOOST_TEST(wrong.error().faults.at(0).pointer == "01");
    BOOST_TEST(wrong.error().faults.at(0).reason == "the last digit should be 7");
}

BOOST_AUTO_TEST_CASE(glns_and_ssccs_are_told_by_length_and_check_digit) {
    BOOST_TEST(is_gln("9520123456788"));
    BOOST_TEST(!is_gln("9520123456789"));
    BOOST_TEST(!is_gln("09520123456788"));
    BOOST_TEST(!is_gln(""));
    BOOST_TEST(is_sscc("006141411234567890"));
    BOOST_TEST(!is_sscc("006141411234567891"));
    BOOST_TEST(!is_sscc("9520123456788"));
}

BOOST_AUTO_TEST_SUITE_END()
