#include "gs1/checks.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ocop::gs1;

namespace {

struct Case {
    Check check;
    std::string_view good;
    std::string_view bad;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(gs1_checks)

BOOST_AUTO_TEST_CASE(each_check_takes_a_good_text_and_refuses_a_bad_one) {
    Case const cases[] = {
        {Check::csum, "12345670", "12345671"},
        {Check::csumalpha, "12345_ABCDEFGHIJKLMCP", "12345_ABCDEFGHIJKLMCQ"},
        {Check::yymmdd, "280229", "270229"},
        {Check::yymmd0, "270200", "270230"},
        {Check::yyyymmdd, "20000229", "21000229"},
        {Check::hh, "23", "24"},
        {Check::mi, "59", "60"},
        {Check::ss, "00", "60"},
        {Check::hhmi, "2359", "2360"},
        {Check::iso3166, "704", "999"},
        {Check::iso3166999, "999", "998"},
        {Check::iso3166alpha2, "VN", "VX"},
        {Check::iso4217, "704", "705"},
        {Check::iso5218, "9", "3"},
        {Check::iban, "GB98MIDL07009312345678", "GB98MIDL07009312345679"},
        {Check::latitude, "1800000000", "1800000001"},
        {Check::longitude, "3600000000", "3600000001"},
        {Check::mediatype, "10", "11"},
        {Check::pcenc, "C%C3%A0 ph%C3%AA", "100%"},
        {Check::pieceoftotal, "0202", "0302"},
        {Check::posinseqslash, "9/10", "10/9"},
        {Check::importeridx, "_", "="},
        {Check::gcppos1, "8935X", "893X5"},
        {Check::gcppos2, "08935X", "0893X5"},
        {Check::hyphen, "-", "+"},
        {Check::nonzero, "001", "000"},
        {Check::nozeroprefix, "0", "01"},
        {Check::winding, "9", "2"},
        {Check::yesno, "1", "2"},
        {Check::zero, "0", "1"},
        {Check::couponcode, "012345612345611110123", "01234561234561111012"},
        {Check::couponposoffer, "001234561234560123456", "201234561234560123456"},
    };
    for (auto const& one : cases) {
        BOOST_TEST(fault_of(one.check, one.good) == nullptr, one.good);
        BOOST_TEST(fault_of(one.check, one.bad) != nullptr, one.bad);
    }
    BOOST_TEST(fault_of(Check::none, "anything") == nullptr);
}

BOOST_AUTO_TEST_CASE(no_check_trips_over_an_empty_or_strange_text) {
    std::string const texts[] = {
        "",
        "0",
        "/",
        "%",
        "1/",
        "/1",
        "01/2",
        std::string(3, '\0'),
        "\xFF\xFE",
        std::string(200, '9'),
        "VNVN",
        "700"};
    for (auto check = 0; check <= static_cast<int>(Check::couponposoffer); ++check) {
        for (auto const& text : texts) {
            auto const* fault = fault_of(static_cast<Check>(check), text);
            BOOST_TEST((fault == nullptr || std::string_view(fault).size() > 5));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_changed_character_breaks_the_check_pair) {
    std::string const good = "1987654Ad4X4bL5ttr2310c2K";
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto changed = good;
        changed[at] = good[at] == 'Z' ? 'Y' : 'Z';
        BOOST_TEST(fault_of(Check::csumalpha, changed) != nullptr, changed);
    }
}

BOOST_AUTO_TEST_CASE(coupons_are_read_field_by_field) {
    std::string const plain = "012345612345611110123";
    for (auto const* rest : {"1011012390", "110110123", "1010110123"}) {
        BOOST_TEST(coupon_code_fault(plain + rest) != nullptr, rest);
    }
    BOOST_TEST(
        coupon_code_fault(
            plain + "1"
                    "0"
                    "1"
                    "1"
                    "0"
                    "123"
                    "9"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "1"
                    "0"
                    "1"
                    "1"
                    "0"
                    "123"
                    "0"
                    "123456"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "2"
                    "1"
                    "1"
                    "0"
                    "123"
                    "9"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "3"
                    "261231"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "3"
                    "261232"
        ) != nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "3"
                    "261231"
                    "4"
                    "261231"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "3"
                    "261230"
                    "4"
                    "261231"
        ) != nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "5"
                    "0"
                    "123456"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "6"
                    "1"
                    "1234567"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "9"
                    "0"
                    "0"
                    "0"
                    "0"
        ) == nullptr
    );
    BOOST_TEST(
        coupon_code_fault(
            plain + "9"
                    "3"
                    "0"
                    "0"
                    "0"
        ) != nullptr
    );
    BOOST_TEST(coupon_code_fault(plain + "7") != nullptr);
    for (std::size_t size = 0; size < plain.size(); ++size) {
        BOOST_TEST(coupon_code_fault(plain.substr(0, size)) != nullptr, size);
    }
}

BOOST_AUTO_TEST_SUITE_END()
