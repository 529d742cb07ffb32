#include <ocop/base/encoding.hpp>
#include <ocop/crypto/aes.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

using namespace ocop;
using namespace ocop::crypto;

namespace {

AesBlock block(std::string_view text) {
    auto const bytes = from_hex(text);
    AesBlock out{};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(aes)

BOOST_AUTO_TEST_CASE(fips_197_appendix_b_and_c) {
    Aes128 b(block("2b7e151628aed2a6abf7158809cf4f3c"));
    BOOST_TEST(
        to_hex(b.encrypt(block("3243f6a8885a308d313198a2e0370734"))) ==
        "3925841d02dc09fbdc118597196a0b32"
    );
    Aes128 c(block("000102030405060708090a0b0c0d0e0f"));
    BOOST_TEST(
        to_hex(c.encrypt(block("00112233445566778899aabbccddeeff"))) ==
        "69c4e0d86a7b0430d8cdb78070b4c55a"
    );
}

BOOST_AUTO_TEST_CASE(sp_800_38a_ecb_blocks_in_a_row) {
    // F.1.1: one object, four blocks; no state is carried over.
    Aes128 aes(block("2b7e151628aed2a6abf7158809cf4f3c"));
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(
            to_hex(aes.encrypt(block("6bc1bee22e409f96e93d7e117393172a"))) ==
            "3ad77bb40d7a3660a89ecaf32466ef97"
        );
        BOOST_TEST(
            to_hex(aes.encrypt(block("ae2d8a571e03ac9c9eb76fac45af8e51"))) ==
            "f5d3d58503b9699de785895a96fdbaaf"
        );
        BOOST_TEST(
            to_hex(aes.encrypt(block("30c81c46a35ce411e5fbc1191a0a52ef"))) ==
            "43b1cd7f598ece23881b00e3ed030688"
        );
        BOOST_TEST(
            to_hex(aes.encrypt(block("f69f2445df4f9b17ad2b417be66c3710"))) ==
            "7b0c785e27e8ad3f8223207104725dd4"
        );
    }
}

BOOST_AUTO_TEST_CASE(different_blocks_stay_different) {
    Aes128 aes(AesKey{});
    std::set<AesBlock> seen;
    for (unsigned i = 0; i < 1000; ++i) {
        AesBlock in{};
        in[0] = static_cast<std::uint8_t>(i);
        in[1] = static_cast<std::uint8_t>(i >> 8);
        seen.insert(aes.encrypt(in));
    }
    BOOST_TEST(seen.size() == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
