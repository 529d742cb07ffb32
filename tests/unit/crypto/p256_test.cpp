#include "vectors/load.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/p256.hpp>

#include <boost/test/unit_test.hpp>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <set>

using namespace ocop;
using namespace ocop::crypto;

namespace {

// RFC 6979 A.2.5: the key, and a signature of "sample" (whose s is above n/2 there).
constexpr std::string_view rfc_secret =
    "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
constexpr std::string_view rfc_point =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628"
    "bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr std::string_view rfc_r =
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
constexpr std::string_view rfc_s =
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
constexpr std::string_view curve_order =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

P256Signature signature(std::string_view r, std::string_view s) {
    return vectors::array_of<64>(*from_hex(std::string(r) + std::string(s)));
}

P256PrivateKey rfc_key() {
    return *P256PrivateKey::from_scalar(*from_hex(rfc_secret));
}

// order − value, by hand.
std::string negated(std::string_view value) {
    auto const n = *from_hex(curve_order);
    auto const v = *from_hex(value);
    Bytes out(32);
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        int const digit = n[i] - v[i] - borrow;
        borrow = digit < 0 ? 1 : 0;
        out[i] = static_cast<std::uint8_t>(digit & 0xFF);
    }
    return to_hex(out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(p256)

BOOST_AUTO_TEST_CASE(a_scalar_gives_its_point) {
    BOOST_TEST(to_hex(rfc_key().public_key().point()) == rfc_point);
}

BOOST_AUTO_TEST_CASE(of_a_known_signature_only_the_low_s_is_good) {
    auto const key = rfc_key().public_key();
    auto const sample = as_bytes("sample");
    BOOST_TEST(!key.verify(sample, signature(rfc_r, rfc_s)));
    BOOST_TEST(key.verify(sample, signature(rfc_r, negated(rfc_s))));
    BOOST_TEST(!key.verify(as_bytes("Sample"), signature(rfc_r, negated(rfc_s))));
    BOOST_TEST(!is_canonical(signature(rfc_r, rfc_s)));
}

BOOST_AUTO_TEST_CASE(of_others_either_s_is_good_and_nothing_else) {
    auto const key = rfc_key().public_key();
    auto const sample = as_bytes("sample");
    std::string const zero(64, '0');
    BOOST_TEST(key.verify_either_s(sample, signature(rfc_r, rfc_s)));
    BOOST_TEST(key.verify_either_s(sample, signature(rfc_r, negated(rfc_s))));
    BOOST_TEST(!key.verify_either_s(as_bytes("Sample"), signature(rfc_r, rfc_s)));
    BOOST_TEST(!key.verify_either_s(sample, signature(negated(rfc_r), rfc_s)));
    BOOST_TEST(!key.verify_either_s(sample, signature(zero, rfc_s)));
    BOOST_TEST(!key.verify_either_s(sample, signature(rfc_r, zero)));
    BOOST_TEST(!key.verify_either_s(sample, signature(rfc_r, curve_order)));
    BOOST_TEST(!key.verify_either_s(sample, signature(curve_order, rfc_s)));
    BOOST_TEST(!key.verify_either_s(sample, signature(rfc_r, std::string(64, 'f'))));
}

BOOST_AUTO_TEST_CASE(wycheproof_agrees_with_either_s) {
    auto const file =
        vectors::load(OCOP_REFERENCE_DIR "/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json");
    if (!file) {
        BOOST_TEST_MESSAGE("reference data is not here");
        return;
    }
    std::size_t count = 0;
    for (auto const& group : file->at("testGroups").as_array()) {
        auto const point = vectors::hex(group.at("publicKey"), "uncompressed");
        auto const key = P256PublicKey::from_point(point);
        for (auto const& test : group.at("tests").as_array()) {
            auto const given = vectors::hex(test, "sig");
            bool good = false;
            if (key && given.size() == 64) {
                auto const message = vectors::hex(test, "msg");
                good = key->verify_either_s(message, vectors::array_of<64>(given));
            }
            BOOST_TEST(good == (vectors::text(test, "result") == "valid"), test.at("tcId"));
            ++count;
        }
    }
    BOOST_TEST(count > 200U);
}

BOOST_AUTO_TEST_CASE(signatures_are_good_low_and_never_the_same) {
    auto const key = P256PrivateKey::generate();
    std::set<P256Signature> seen;
    for (int i = 0; i < 40; ++i) {
        auto const made = key.sign(as_bytes("message"));
        BOOST_TEST(is_canonical(made));
        BOOST_TEST(key.public_key().verify(as_bytes("message"), made));
        seen.insert(made);
    }
    BOOST_TEST(seen.size() == 40U);
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_of_a_signature_is_bad) {
    auto const key = rfc_key();
    auto const right = key.sign(as_bytes("x"));
    for (std::size_t bit = 0; bit < 512; ++bit) {
        auto wrong = right;
        wrong[bit / 8] = static_cast<std::uint8_t>(wrong[bit / 8] ^ (1U << (bit % 8)));
        BOOST_TEST_REQUIRE(!key.public_key().verify(as_bytes("x"), wrong));
    }
}

BOOST_AUTO_TEST_CASE(r_and_s_out_of_range_are_refused) {
    std::string const zero(64, '0');
    std::string const one = std::string(63, '0') + "1";
    std::string const half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
    std::string const above_half =
        "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9";
    BOOST_TEST(is_canonical(signature(one, one)));
    BOOST_TEST(is_canonical(signature(negated(one), half)));
    BOOST_TEST(!is_canonical(signature(one, above_half)));
    BOOST_TEST(!is_canonical(signature(zero, one)));
    BOOST_TEST(!is_canonical(signature(one, zero)));
    BOOST_TEST(!is_canonical(signature(curve_order, one)));
    BOOST_TEST(!is_canonical(signature(std::string(64, 'f'), one)));
    BOOST_TEST(!is_canonical(signature(one, std::string(64, 'f'))));
    BOOST_TEST(!rfc_key().public_key().verify(as_bytes("x"), signature(zero, zero)));
}

BOOST_AUTO_TEST_CASE(scalars_out_of_range_are_no_keys) {
    BOOST_TEST(!P256PrivateKey::from_scalar(*from_hex(curve_order)));
    BOOST_TEST(!P256PrivateKey::from_scalar(Bytes(32)));
    BOOST_TEST(!P256PrivateKey::from_scalar(Bytes(32, 0xFF)));
    BOOST_TEST(!P256PrivateKey::from_scalar(Bytes(31, 1)));
    BOOST_TEST(
        P256PrivateKey::from_scalar(*from_hex(negated(std::string(63, '0') + "1"))).has_value()
    );
}

BOOST_AUTO_TEST_CASE(points_off_the_curve_and_other_forms_are_no_keys) {
    auto const right = *from_hex(rfc_point);
    BOOST_TEST(P256PublicKey::from_point(right).has_value());
    for (std::size_t length = 0; length < right.size(); ++length) {
        BOOST_TEST_REQUIRE(!P256PublicKey::from_point(ByteView(right).first(length)));
    }
    for (std::size_t at = 0; at < right.size(); ++at) {
        auto wrong = right;
        wrong[at] ^= 1;
        BOOST_TEST_REQUIRE(!P256PublicKey::from_point(wrong));
    }
    BOOST_TEST(!P256PublicKey::from_point(Bytes(65)));
    auto zero = Bytes(65);
    zero[0] = 4;
    BOOST_TEST(!P256PublicKey::from_point(zero));
}

BOOST_AUTO_TEST_CASE(pem_round_trips) {
    auto const key = rfc_key();
    auto const pem = key.public_key().to_pem();
    BOOST_TEST(pem.starts_with("-----BEGIN PUBLIC KEY-----"));
    BOOST_TEST((*P256PublicKey::from_pem(pem) == key.public_key()));
    auto const sealed = key.to_encrypted_pem("tem OCOP");
    BOOST_TEST(sealed.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    auto const opened = P256PrivateKey::from_encrypted_pem(sealed, "tem OCOP");
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST((opened->public_key() == key.public_key()));
    BOOST_TEST(key.public_key().verify(as_bytes("m"), opened->sign(as_bytes("m"))));
    BOOST_TEST(key.to_plain_pem().starts_with("-----BEGIN PRIVATE KEY-----"));
}

BOOST_AUTO_TEST_CASE(a_wrong_passphrase_or_a_broken_file_opens_nothing) {
    auto const sealed = rfc_key().to_encrypted_pem("right");
    for (auto const wrong : {"", "wrong", "Right", "right "}) {
        auto const opened = P256PrivateKey::from_encrypted_pem(sealed, wrong);
        BOOST_TEST_REQUIRE(!opened);
        BOOST_TEST(opened.error().slug == "key_malformed");
    }
    BOOST_TEST(!P256PrivateKey::from_encrypted_pem(sealed, std::string(5000, 'x')));
    BOOST_TEST(!P256PrivateKey::from_encrypted_pem(sealed.substr(0, sealed.size() / 2), "right"));
    BOOST_TEST(!P256PrivateKey::from_encrypted_pem("", "right"));
    BOOST_TEST(
        !P256PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    );
    BOOST_TEST(!P256PublicKey::from_pem(sealed));
}

BOOST_AUTO_TEST_CASE(keys_of_other_kinds_are_refused) {
    // RFC 8410's Ed25519 example key: a right SubjectPublicKeyInfo of another algorithm.
    BOOST_TEST(
        !P256PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\n"
                                 "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                                 "-----END PUBLIC KEY-----\n")
    );
}

BOOST_AUTO_TEST_CASE(a_self_signed_certificate_names_its_hosts_and_verifies) {
    auto const key = rfc_key();
    std::string_view const names[] = {"localhost", "127.0.0.1", "::1"};
    auto const pem = make_self_signed_certificate(key, names, 3, 30);
    BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* const certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BOOST_TEST_REQUIRE(certificate != nullptr);
    BOOST_TEST(X509_check_host(certificate, "localhost", 0, 0, nullptr) == 1);
    BOOST_TEST(X509_check_host(certificate, "example.com", 0, 0, nullptr) == 0);
    BOOST_TEST(X509_check_ip_asc(certificate, "127.0.0.1", 0) == 1);
    BOOST_TEST(X509_check_ip_asc(certificate, "::1", 0) == 1);
    BOOST_TEST(X509_verify(certificate, X509_get0_pubkey(certificate)) == 1);
    BOOST_TEST(X509_cmp_current_time(X509_get0_notAfter(certificate)) == 1);
    X509_free(certificate);
    BIO_free(bio);
}

BOOST_AUTO_TEST_SUITE_END()
