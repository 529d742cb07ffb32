#include "vectors/load.hpp"

#include <ocop/stamp/link.hpp>
#include <ocop/stamp/serial.hpp>
#include <ocop/stamp/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

using namespace ocop;
using namespace ocop::stamp;

namespace {

struct Golden {
    json::value file = vectors::golden("stamp-1.json");
    crypto::P256PublicKey key =
        *crypto::P256PublicKey::from_point(vectors::hex(file, "public_point"));
    Stamp stamp{
        vectors::text(file, "gtin"),
        vectors::text(file, "lot"),
        *parse_serial(vectors::text(file, "serial"))};
    Signature signature = *decode_stamp_digits(vectors::text(file, "digits"));
    StampVerifier verifier;

    Golden() { BOOST_TEST_REQUIRE(verifier.add_key({1}, key).has_value()); }

    bool good(Stamp const& s, Signature const& x) const {
        return verifier.verify(s, x) == SignatureState::good;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(verifier)

BOOST_FIXTURE_TEST_CASE(the_golden_stamp_is_good, Golden) {
    BOOST_TEST(good(stamp, signature));
}

BOOST_FIXTURE_TEST_CASE(what_the_program_signs_is_good, Golden) {
    auto const secret = crypto::P256PrivateKey::from_scalar(vectors::hex(file, "private_scalar"));
    for (int i = 0; i < 20; ++i) {
        Signature const fresh{{1}, secret->sign(signed_bytes({1}, stamp))};
        auto const url = write_stamp_url("id.ocop.vn", stamp, fresh);
        auto const link = read_link(url);
        BOOST_TEST_REQUIRE(link.has_value());
        BOOST_TEST(
            good({link->gtin, *link->lot, *link->serial}, *decode_stamp_digits(*link->digits))
        );
    }
}

BOOST_FIXTURE_TEST_CASE(every_changed_digit_turns_the_signature_bad, Golden) {
    auto const digits = vectors::text(file, "digits");
    for (std::size_t at = 0; at < digits.size(); ++at) {
        auto wrong = digits;
        wrong[at] = wrong[at] == '9' ? '0' : static_cast<char>(wrong[at] + 1);
        auto const read = decode_stamp_digits(wrong);
        BOOST_TEST_REQUIRE((!read || !good(stamp, *read)));
    }
}

BOOST_FIXTURE_TEST_CASE(every_changed_part_of_the_stamp_turns_the_signature_bad, Golden) {
    BOOST_TEST(!good({"09520000100025", stamp.lot, stamp.serial}, signature));
    BOOST_TEST(!good({stamp.gtin, "L2611B", stamp.serial}, signature));
    BOOST_TEST(!good({stamp.gtin, stamp.lot, stamp.serial ^ 1}, signature));
}

BOOST_FIXTURE_TEST_CASE(high_s_is_refused, Golden) {
    auto const high = decode_stamp_digits(vectors::text(file, "high_s_digits"));
    BOOST_TEST_REQUIRE(high.has_value());
    BOOST_TEST(!good(stamp, *high));
}

BOOST_FIXTURE_TEST_CASE(asvs_9_1_2_the_kid_is_signed_and_an_unknown_one_is_bad, Golden) {
    BOOST_TEST_REQUIRE(verifier.add_key({2}, key).has_value());
    BOOST_TEST(!good(stamp, {{2}, signature.bytes}));
    BOOST_TEST(!good(stamp, {{3}, signature.bytes}));
    BOOST_TEST(!verifier.has({3}));
}

BOOST_FIXTURE_TEST_CASE(a_kid_has_one_key, Golden) {
    BOOST_TEST(verifier.add_key({1}, key).has_value());
    auto const other = verifier.add_key({1}, crypto::P256PrivateKey::generate().public_key());
    BOOST_TEST_REQUIRE(!other);
    BOOST_TEST(other.error().slug == "kid_taken");
    BOOST_TEST(good(stamp, signature));
}

BOOST_FIXTURE_TEST_CASE(threads_verify_together, Golden) {
    std::vector<int> right(4);
    std::vector<std::thread> threads;
    for (auto& count : right) {
        threads.emplace_back([this, &count] {
            for (int i = 0; i < 25; ++i) {
                count += good(stamp, signature) ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(right == std::vector<int>(4, 25), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(wycheproof_agrees_but_for_high_s) {
    auto const file =
        vectors::load(OCOP_REFERENCE_DIR "/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json");
    if (!file) {
        BOOST_TEST_MESSAGE("no reference data: skipped");
        return;
    }
    int agreed = 0;
    int high_s = 0;
    for (auto const& group : file->at("testGroups").as_array()) {
        StampVerifier verifier;
        auto const point = vectors::hex(group.at("publicKey"), "uncompressed");
        auto const key = crypto::P256PublicKey::from_point(point);
        BOOST_TEST_REQUIRE((key && verifier.add_key({7}, *key)));
        for (auto const& test : group.at("tests").as_array()) {
            auto const bytes = vectors::hex(test, "sig");
            bool const valid = test.at("result").as_string() == "valid";
            bool good = false;
            bool low = false;
            if (bytes.size() == 64) {
                auto const signature = vectors::array_of<64>(bytes);
                good = verifier.verify_bytes({7}, vectors::hex(test, "msg"), signature) ==
                       SignatureState::good;
                low = crypto::is_canonical(signature);
            }
            BOOST_TEST(good == (valid && low), "tcId " << test.at("tcId").as_int64());
            agreed += good == valid ? 1 : 0;
            high_s += valid && !low ? 1 : 0;
        }
    }
    BOOST_TEST(agreed > 150);
    BOOST_TEST(high_s > 0);
}

BOOST_AUTO_TEST_SUITE_END()
