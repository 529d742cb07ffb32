#include "vectors/load.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/ed25519.hpp>
#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

using namespace ocop;
using namespace ocop::crypto;

namespace {

struct Rfc8032 {
    char const* seed;
    char const* public_key;
    char const* message;
    char const* signature;
};

// RFC 8032 §7.1, tests 1 to 3.
constexpr Rfc8032 known[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
     "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
     "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
     "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6594a7c15e9716ed28dc027beceea1ec40a"},
};

template <std::size_t N>
std::array<std::uint8_t, N> bytes(std::string_view hex) {
    return vectors::array_of<N>(*from_hex(hex));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ed25519)

BOOST_AUTO_TEST_CASE(rfc_8032_known_answers) {
    for (auto const& k : known) {
        Ed25519PrivateKey const key(bytes<32>(k.seed));
        auto const message = *from_hex(k.message);
        BOOST_TEST(to_hex(key.public_key()) == k.public_key);
        BOOST_TEST(to_hex(key.seed()) == k.seed);
        BOOST_TEST(to_hex(key.sign(message)) == k.signature);
        BOOST_TEST(verify_ed25519(bytes<32>(k.public_key), message, bytes<64>(k.signature)));
    }
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_of_a_signature_is_bad) {
    auto const key = bytes<32>(known[2].public_key);
    auto const message = *from_hex(known[2].message);
    auto const right = bytes<64>(known[2].signature);
    for (std::size_t bit = 0; bit < 512; ++bit) {
        auto wrong = right;
        wrong[bit / 8] = static_cast<std::uint8_t>(wrong[bit / 8] ^ (1U << (bit % 8)));
        BOOST_TEST_REQUIRE(!verify_ed25519(key, message, wrong));
    }
    BOOST_TEST(!verify_ed25519(key, *from_hex("af83"), right));
    BOOST_TEST(!verify_ed25519(bytes<32>(known[1].public_key), message, right));
}

BOOST_AUTO_TEST_CASE(generated_keys_sign_and_differ) {
    SystemRandom random;
    auto const a = Ed25519PrivateKey::generate(random);
    auto const b = Ed25519PrivateKey::generate(random);
    BOOST_TEST((a.public_key() != b.public_key()));
    auto const signature = a.sign(as_bytes("checkpoint"));
    BOOST_TEST(verify_ed25519(a.public_key(), as_bytes("checkpoint"), signature));
    BOOST_TEST(!verify_ed25519(b.public_key(), as_bytes("checkpoint"), signature));
}

BOOST_AUTO_TEST_CASE(wycheproof_agrees) {
    auto const file = vectors::load(OCOP_REFERENCE_DIR "/wycheproof/ed25519_test.json");
    if (!file) {
        BOOST_TEST_MESSAGE("no reference data: skipped");
        return;
    }
    int checked = 0;
    for (auto const& group : file->at("testGroups").as_array()) {
        auto const key = vectors::array_of<32>(vectors::hex(group.at("publicKey"), "pk"));
        for (auto const& test : group.at("tests").as_array()) {
            auto const signature = vectors::hex(test, "sig");
            bool const valid = test.at("result").as_string() == "valid";
            bool const good =
                signature.size() == 64 &&
                verify_ed25519(key, vectors::hex(test, "msg"), vectors::array_of<64>(signature));
            BOOST_TEST(good == valid, "tcId " << test.at("tcId").as_int64());
            ++checked;
        }
    }
    BOOST_TEST(checked > 100);
}

BOOST_AUTO_TEST_SUITE_END()
