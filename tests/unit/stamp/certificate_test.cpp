#include <ocop/stamp/certificate.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::stamp;

namespace {

Day day(char const* text) {
    return *parse_day(text);
}

constexpr auto is_leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate)

BOOST_AUTO_TEST_CASE(thirty_six_months_end_on_the_same_day_or_the_months_last) {
    BOOST_TEST((certificate_end(day("2023-11-22")) == day("2026-11-22")));
    BOOST_TEST((certificate_end(day("2024-02-29")) == day("2027-02-28")));
    BOOST_TEST((certificate_end(day("2025-02-28")) == day("2028-02-28")));
    BOOST_TEST((certificate_end(day("2023-12-31")) == day("2026-12-31")));
}

BOOST_AUTO_TEST_CASE(every_day_of_eight_years_ends_three_years_on) {
    for (auto d = day("2020-01-01"); d < day("2028-01-01"); d = add_days(d, 1)) {
        auto text = to_text(d);
        int const year = std::stoi(text.substr(0, 4)) + 3;
        text.replace(0, 4, std::to_string(year));
        if (text.ends_with("02-29") && !is_leap(year)) {
            text.replace(8, 2, "28");
        }
        BOOST_TEST_REQUIRE(to_text(certificate_end(d)) == text);
    }
}

BOOST_AUTO_TEST_CASE(the_last_day_is_inclusive) {
    CertificateTerm const term{day("2023-06-15"), {}, {}};
    BOOST_TEST((state_on(term, day("2023-06-14")) == CertificateState::not_yet));
    BOOST_TEST((state_on(term, day("2023-06-15")) == CertificateState::valid));
    BOOST_TEST((state_on(term, day("2026-06-15")) == CertificateState::valid));
    BOOST_TEST((state_on(term, day("2026-06-16")) == CertificateState::lapsed));
    BOOST_TEST(is_in_force(term, day("2026-06-15")));
    BOOST_TEST(!is_in_force(term, day("2026-06-16")));
    BOOST_TEST(!is_in_force(term, day("2023-06-14")));
}

BOOST_AUTO_TEST_CASE(an_extension_holds_to_its_day_and_at_most_180_days) {
    CertificateTerm const term{day("2023-06-15"), day("2026-10-01"), {}};
    BOOST_TEST((state_on(term, day("2026-06-15")) == CertificateState::valid));
    BOOST_TEST((state_on(term, day("2026-06-16")) == CertificateState::extended));
    BOOST_TEST((state_on(term, day("2026-10-01")) == CertificateState::extended));
    BOOST_TEST((state_on(term, day("2026-10-02")) == CertificateState::lapsed));
    BOOST_TEST(is_in_force(term, day("2026-10-01")));
    BOOST_TEST(!is_extension(term.issued, day("2026-06-15")));
    BOOST_TEST(is_extension(term.issued, day("2026-06-16")));
    BOOST_TEST(is_extension(term.issued, add_days(day("2026-06-15"), 180)));
    BOOST_TEST(!is_extension(term.issued, add_days(day("2026-06-15"), 181)));
    // A day before the end shortens nothing.
    CertificateTerm const odd{day("2023-06-15"), day("2024-01-01"), {}};
    BOOST_TEST((last_day(odd) == day("2026-06-15")));
}

BOOST_AUTO_TEST_CASE(a_withdrawal_counts_from_its_effective_day_whatever_the_dates) {
    CertificateTerm const term{day("2023-06-15"), {}, Withdrawal{2, day("2025-01-10"), {}}};
    BOOST_TEST((state_on(term, day("2025-01-09")) == CertificateState::valid));
    BOOST_TEST((state_on(term, day("2025-01-10")) == CertificateState::withdrawn));
    BOOST_TEST((state_on(term, day("2030-01-01")) == CertificateState::withdrawn));
    BOOST_TEST(!is_in_force(term, day("2025-01-10")));
}

BOOST_AUTO_TEST_CASE(a_reinstated_certificate_stands_within_its_dates) {
    CertificateTerm const term{
        day("2023-06-15"), {}, Withdrawal{5, day("2025-01-10"), day("2025-03-01")}};
    BOOST_TEST((state_on(term, day("2025-02-28")) == CertificateState::withdrawn));
    BOOST_TEST((state_on(term, day("2025-03-01")) == CertificateState::reinstated));
    BOOST_TEST((state_on(term, day("2026-06-15")) == CertificateState::reinstated));
    BOOST_TEST((state_on(term, day("2026-06-16")) == CertificateState::lapsed));
    BOOST_TEST(is_in_force(term, day("2025-03-01")));
}

BOOST_AUTO_TEST_SUITE_END()
