#include "accounts/totp.hpp"

#include "fixture.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::accounts {

namespace {

// The secret of the vectors of both RFCs.
TotpSecret rfc_secret() {
    TotpSecret secret{};
    std::string_view const text = "12345678901234567890";
    std::copy(text.begin(), text.end(), secret.begin());
    return secret;
}

constexpr Instant at_second(std::int64_t seconds) {
    return {seconds * 1000};
}

std::string code_at(std::int64_t step) {
    return hotp(rfc_secret(), static_cast<std::uint64_t>(step));
}

std::int64_t matched(std::string_view code, Instant now, std::int64_t last_step = -1) {
    return match_totp(rfc_secret(), code, now, last_step).value_or(-1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(totp)

BOOST_AUTO_TEST_CASE(codes_are_those_of_rfc_4226) {
    // Appendix D.
    std::vector<std::string> const known{
        "755224",
        "287082",
        "359152",
        "969429",
        "338314",
        "254676",
        "287922",
        "162583",
        "399871",
        "520489",
    };
    for (std::size_t counter = 0; counter < known.size(); ++counter) {
        BOOST_TEST(hotp(rfc_secret(), counter) == known[counter]);
    }
}

BOOST_AUTO_TEST_CASE(times_have_the_codes_of_rfc_6238) {
    struct Row {
        std::int64_t seconds;
        std::int64_t step;
        std::string code;  // of eight digits; ours are the last six
    };

    // Appendix B, rows of SHA-1.
    for (auto const& row : std::vector<Row>{
             {59, 0x1, "94287082"},
             {1111111109, 0x23523EC, "07081804"},
             {1111111111, 0x23523ED, "14050471"},
             {1234567890, 0x273EF07, "89005924"},
             {2000000000, 0x3F940AA, "69279037"},
             {20000000000, 0x27BC86AA, "65353130"}}) {
        BOOST_TEST(totp_step(at_second(row.seconds)) == row.step);
        BOOST_TEST(code_at(row.step) == row.code.substr(2));
        BOOST_TEST(matched(row.code.substr(2), at_second(row.seconds)) == row.step);
    }
}

BOOST_AUTO_TEST_CASE(a_step_is_thirty_seconds_long) {
    BOOST_TEST(totp_step({0}) == 0);
    BOOST_TEST(totp_step({29'999}) == 0);
    BOOST_TEST(totp_step({30'000}) == 1);
}

BOOST_AUTO_TEST_CASE(asvs_6_5_1_a_code_works_once_and_within_one_step_of_its_own) {
    auto const now = at_second(1111111111);
    auto const present = totp_step(now);
    for (std::int64_t step = present - 5; step <= present + 5; ++step) {
        bool const near = step >= present - 1 && step <= present + 1;
        BOOST_TEST(matched(code_at(step), now) == (near ? step : -1), step - present);
        // Once used, neither it nor one before it.
        for (std::int64_t last = present - 3; last <= present + 3; ++last) {
            auto const expected = near && step > last ? step : -1;
            BOOST_TEST(matched(code_at(step), now, last) == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_first_seconds_of_1970_have_no_step_before_them) {
    BOOST_TEST(matched(code_at(0), {0}) == 0);
    BOOST_TEST(matched(code_at(1), {0}) == 1);
    BOOST_TEST(matched(hotp(rfc_secret(), UINT64_MAX), {0}) == -1);
}

BOOST_AUTO_TEST_CASE(what_is_not_six_digits_is_no_code) {
    auto const now = at_second(59);
    BOOST_TEST(matched("287082", now) == 1);
    for (auto const* code :
         {"", "28708", "2870820", "94287082", " 287082", "287 082", "28708a", "+87082", "-87082"}) {
        BOOST_TEST(matched(code, now) == -1, code);
    }
    BOOST_TEST(matched("\uFF12\uFF18", now) == -1);
    for (std::size_t i = 0; i < 6; ++i) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string code = "287082";
            code[i] = digit;
            BOOST_TEST((matched(code, now) == 1) == (code == "287082"));
        }
    }
}

BOOST_AUTO_TEST_CASE(another_secret_has_other_codes) {
    test::CountedRandom random;
    auto const one = new_totp_secret(random);
    auto const other = new_totp_secret(random);
    BOOST_TEST((one != other));
    auto const now = at_second(1111111111);
    auto const code = hotp(one, static_cast<std::uint64_t>(totp_step(now)));
    BOOST_TEST(match_totp(one, code, now, -1).has_value());
    BOOST_TEST(!match_totp(other, code, now, -1).has_value());
}

BOOST_AUTO_TEST_CASE(an_app_reads_issuer_login_and_secret) {
    BOOST_TEST(
        totp_uri("OCOP Trace", rfc_secret(), "lan@htx-chè.vn") ==
        "otpauth://totp/OCOP%20Trace:lan%40htx-ch%C3%A8.vn"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=OCOP%20Trace"
        "&algorithm=SHA1&digits=6&period=30"
    );
    BOOST_TEST(
        totp_uri("a&b", rfc_secret(), "x?secret=:").substr(0, 42) ==
        "otpauth://totp/a%26b:x%3Fsecret%3D%3A?secr"
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
