#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

using namespace ocop;
using namespace ocop::crypto;

namespace {

Bytes hex(std::string_view text) {
    return *from_hex(text);
}

std::string digest(std::string_view text) {
    return to_hex(sha256(as_bytes(text)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hash)

BOOST_AUTO_TEST_CASE(sha256_known_answers) {
    // FIPS 180-4 examples, and the empty message.
    BOOST_TEST(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(
        digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    );
    BOOST_TEST(
        digest(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    );
}

BOOST_AUTO_TEST_CASE(other_hashes_known_answers) {
    auto const other = [](OtherHash algorithm, std::string_view text) {
        return to_hex(hash_with(algorithm, as_bytes(text)));
    };
    // FIPS 180-4 and FIPS 202 examples of "abc", and the empty message.
    BOOST_TEST(
        other(OtherHash::sha384, "abc") ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
        "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    );
    BOOST_TEST(
        other(OtherHash::sha512, "abc") ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    );
    BOOST_TEST(
        other(OtherHash::sha3_256, "abc") ==
        "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"
    );
    BOOST_TEST(
        other(OtherHash::sha3_256, "") ==
        "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"
    );
}

BOOST_AUTO_TEST_CASE(pieces_hash_as_their_sum_at_every_cut) {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text.push_back(static_cast<char>(i));
    }
    auto const whole = sha256(as_bytes(text));
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        Sha256 pieces;
        pieces.add(as_bytes(std::string_view(text).substr(0, cut)));
        pieces.add(as_bytes(std::string_view(text).substr(cut)));
        BOOST_TEST_REQUIRE((pieces.finish() == whole));
    }
}

BOOST_AUTO_TEST_CASE(hmac_known_answers) {
    // RFC 4231, cases 1, 2, 3, 6 and 7.
    Bytes const twenty(20, 0x0b);
    Bytes const aa20(20, 0xaa);
    Bytes const dd50(50, 0xdd);
    Bytes const aa131(131, 0xaa);
    BOOST_TEST(
        to_hex(hmac_sha256(twenty, as_bytes("Hi There"))) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    );
    BOOST_TEST(
        to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    BOOST_TEST(
        to_hex(hmac_sha256(aa20, dd50)) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    );
    BOOST_TEST(
        to_hex(
            hmac_sha256(aa131, as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))
        ) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
    BOOST_TEST(
        to_hex(hmac_sha256(
            aa131,
            as_bytes("This is a test using a larger than block-size key and a larger than "
                     "block-size data. The key needs to be hashed before being used by the HMAC "
                     "algorithm.")
        )) == "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    );
}

BOOST_AUTO_TEST_CASE(hmac_sha1_known_answers) {
    // RFC 2202, cases 1, 2, 3 and 6.
    BOOST_TEST(
        to_hex(hmac_sha1(Bytes(20, 0x0b), as_bytes("Hi There"))) ==
        "b617318655057264e28bc0b6fb378c8ef146be00"
    );
    BOOST_TEST(
        to_hex(hmac_sha1(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    );
    BOOST_TEST(
        to_hex(hmac_sha1(Bytes(20, 0xaa), Bytes(50, 0xdd))) ==
        "125d7342b9ac11cd91a39af48aa17b4f63f175d3"
    );
    BOOST_TEST(
        to_hex(hmac_sha1(
            Bytes(80, 0xaa), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")
        )) == "aa4ae5e15272d00e95705637ce8a3b55ed402112"
    );
}

BOOST_AUTO_TEST_CASE(an_empty_key_and_message_have_an_hmac) {
    BOOST_TEST(to_hex(hmac_sha1({}, {})) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
    BOOST_TEST(
        to_hex(hmac_sha256({}, {})) ==
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    );
}

BOOST_AUTO_TEST_CASE(asvs_11_2_4_secrets_compare_by_content) {
    BOOST_TEST(equal_secret(hex("0011"), hex("0011")));
    BOOST_TEST(!equal_secret(hex("0011"), hex("0012")));
    BOOST_TEST(!equal_secret(hex("0011"), hex("001122")));
    BOOST_TEST(equal_secret({}, {}));
}

// A comparison that stops at the first difference is thousands of times faster at the front of a
// megabyte than at its end; no noise of a busy machine comes near.
BOOST_AUTO_TEST_CASE(asvs_11_2_4_where_secrets_differ_does_not_show_in_the_time) {
    Bytes const secret(1 << 20, 7);
    auto const quickest = [&](std::size_t at) {
        auto other = secret;
        other[at] ^= 1;
        auto out = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 50; ++i) {
            auto const began = std::chrono::steady_clock::now();
            BOOST_TEST_REQUIRE(!equal_secret(secret, other));
            out = std::min(out, std::chrono::steady_clock::now() - began);
        }
        return out;
    };
    auto const front = quickest(0);
    auto const end = quickest(secret.size() - 1);
    BOOST_TEST((front < 4 * end));
    BOOST_TEST((end < 4 * front));
}

BOOST_AUTO_TEST_CASE(random_bytes_do_not_repeat) {
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        std::array<std::uint8_t, 16> out{};
        random.fill(out);
        seen.insert(to_hex(out));
    }
    BOOST_TEST(seen.size() == 200U);
}

BOOST_AUTO_TEST_SUITE_END()
