#include "accounts/recovery_codes.hpp"

#include "fixture.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <set>

namespace ocop::accounts {

namespace {

std::string normal(std::string_view typed) {
    return normalise_recovery_code(typed).value_or("none");
}

struct Fixture {
    Fixture() {
        for (auto const& code : codes) {
            hashes.push_back(hash_recovery_code(code));
        }
    }

    test::CountedRandom random;
    std::vector<std::string> const codes = new_recovery_codes(random);
    std::vector<std::string> hashes;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(recovery_codes)

BOOST_AUTO_TEST_CASE(codes_differ_and_have_one_form) {
    test::CountedRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        auto const codes = new_recovery_codes(random);
        BOOST_TEST(codes.size() == 10U);
        for (auto const& code : codes) {
            BOOST_TEST(seen.insert(code).second);
            BOOST_TEST(code.size() == 19U);
            BOOST_TEST(normal(code) == code);
        }
    }
}

BOOST_AUTO_TEST_CASE(all_eighty_bits_are_random) {
    struct Ones final : Random {
        void fill(std::span<std::uint8_t> out) override {
            std::fill(out.begin(), out.end(), std::uint8_t{0xFF});
        }
    };

    Ones ones;
    BOOST_TEST(new_recovery_codes(ones).front() == "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
}

BOOST_AUTO_TEST_CASE(a_code_is_read_as_people_type_it) {
    auto const* code = "7Q2K-0M9D-1TB4-8HZR";
    for (auto const* typed :
         {"7Q2K-0M9D-1TB4-8HZR",
          "7q2k0m9d1tb48hzr",
          " 7q2k om9d ltb4 8hzr ",
          "7Q2K-OM9D-ITB4-8HZR",
          "7-Q-2-K-0-M-9-D-1-T-B-4-8-H-Z-R"}) {
        BOOST_TEST(normal(typed) == code, typed);
    }
    for (auto const* typed :
         {"",
          "-",
          "7Q2K-0M9D-1TB4-8HZ",
          "7Q2K-0M9D-1TB4-8HZRR",
          "7Q2K-0M9D-1TB4-8HZU",
          "7Q2K_0M9D_1TB4_8HZR",
          "7Q2K-0M9D-1TB4-8HZ\xC3\xA8",
          "7Q2K.0M9D-1TB4-8HZ"}) {
        BOOST_TEST(normal(typed) == "none", typed);
    }
    BOOST_TEST(normal(std::string(100'000, '-') + code) == "none");
    BOOST_TEST(normal(code + std::string(100, ' ')) == "none");
    BOOST_TEST(normal(std::string(48, ' ') + "7q2k0m9d1tb48hzr") == code);
    BOOST_TEST(normal(std::string(49, ' ') + "7q2k0m9d1tb48hzr") == "none");
}

BOOST_FIXTURE_TEST_CASE(each_code_opens_once, Fixture) {
    for (std::size_t i = 0; i < codes.size(); ++i) {
        BOOST_TEST(use_recovery_code(hashes, codes[i]));
        BOOST_TEST(hashes.size() == codes.size() - i - 1);
        BOOST_TEST(!use_recovery_code(hashes, codes[i]));
        BOOST_TEST(hashes.size() == codes.size() - i - 1);
    }
}

BOOST_FIXTURE_TEST_CASE(the_code_that_was_used_is_taken_out_and_no_other, Fixture) {
    BOOST_TEST(use_recovery_code(hashes, codes[3]));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        auto const left = std::count(hashes.begin(), hashes.end(), hash_recovery_code(codes[i]));
        BOOST_TEST(left == (i == 3 ? 0 : 1));
    }
}

BOOST_FIXTURE_TEST_CASE(a_wrong_code_opens_nothing, Fixture) {
    auto const before = hashes;
    for (std::size_t i = 0; i < codes[0].size(); ++i) {
        auto code = codes[0];
        if (code[i] != '-') {
            code[i] = code[i] == 'Z' ? 'Y' : 'Z';
            BOOST_TEST(!use_recovery_code(hashes, code), code);
        }
    }
    BOOST_TEST(!use_recovery_code(hashes, hashes[0]));
    BOOST_TEST(!use_recovery_code(hashes, ""));
    BOOST_TEST(hashes == before, boost::test_tools::per_element());
    std::vector<std::string> none;
    BOOST_TEST(!use_recovery_code(none, codes[0]));
}

BOOST_FIXTURE_TEST_CASE(a_hash_does_not_tell_its_code, Fixture) {
    BOOST_TEST(hashes[0].size() == 64U);
    BOOST_TEST(hashes[0].find(codes[0].substr(0, 4)) == std::string::npos);
    BOOST_TEST(
        hash_recovery_code("7Q2K-0M9D-1TB4-8HZR") ==
        to_hex(crypto::sha256(as_bytes("7Q2K-0M9D-1TB4-8HZR")))
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::accounts
