#include "vectors/load.hpp"

#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>
#include <ocop/stamp/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

using namespace ocop;
using namespace ocop::stamp;

namespace {

// Decimal by schoolbook: the number is a string, doubled bit by bit.
std::string naive_decimal(crypto::P256Signature const& bytes) {
    std::string digits(signature_digits, '0');
    for (auto byte : bytes) {
        for (int bit = 7; bit >= 0; --bit) {
            int carry = (byte >> bit) & 1;
            for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
                int const doubled = (*at - '0') * 2 + carry;
                *at = static_cast<char>('0' + doubled % 10);
                carry = doubled / 10;
            }
        }
    }
    return digits;
}

// Adds one to a decimal.
std::string successor(std::string digits) {
    for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
        if (*at != '9') {
            ++*at;
            return digits;
        }
        *at = '0';
    }
    return digits;
}

crypto::P256Signature random_bytes(std::mt19937_64& random) {
    crypto::P256Signature out{};
    auto const zeros = random() % 4 == 0 ? random() % 64 : 0;
    for (std::size_t i = zeros; i < out.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(random());
    }
    return out;
}

Stamp golden_stamp(json::value const& file) {
    return {
        vectors::text(file, "gtin"),
        vectors::text(file, "lot"),
        *parse_serial(vectors::text(file, "serial"))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(payload)

BOOST_AUTO_TEST_CASE(the_golden_stamp_is_signed_and_written_as_published) {
    auto const file = vectors::golden("stamp-1.json");
    auto const stamp = golden_stamp(file);
    auto const kid = *parse_kid(vectors::text(file, "kid"));
    Signature const signature{kid, vectors::array_of<64>(vectors::hex(file, "signature"))};
    BOOST_TEST(to_hex(signed_bytes(kid, stamp)) == vectors::text(file, "payload"));
    BOOST_TEST(encode_stamp_digits(signature) == vectors::text(file, "digits"));
    BOOST_TEST((decode_stamp_digits(vectors::text(file, "digits")) == signature));
    auto const url = write_stamp_url(vectors::text(file, "host"), stamp, signature);
    BOOST_TEST(url == vectors::text(file, "url"));
    BOOST_TEST(url.size() == 222U);
    auto const key = crypto::P256PrivateKey::from_scalar(vectors::hex(file, "private_scalar"));
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(to_hex(key->public_key().point()) == vectors::text(file, "public_point"));
}

BOOST_AUTO_TEST_CASE(digits_agree_with_schoolbook_arithmetic) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 300; ++i) {
        auto const bytes = random_bytes(random);
        auto const digits = encode_signature(bytes);
        BOOST_TEST_REQUIRE(digits == naive_decimal(bytes));
        BOOST_TEST_REQUIRE((decode_signature(digits) == bytes));
    }
}

BOOST_AUTO_TEST_CASE(single_bits_and_limb_borders_round_trip) {
    for (std::size_t bit = 0; bit < 512; ++bit) {
        crypto::P256Signature bytes{};
        bytes[63 - bit / 8] = static_cast<std::uint8_t>(1U << (bit % 8));
        BOOST_TEST_REQUIRE((decode_signature(encode_signature(bytes)) == bytes));
    }
}

BOOST_AUTO_TEST_CASE(two_to_the_512_and_above_is_no_signature) {
    crypto::P256Signature top{};
    top.fill(0xFF);
    auto const largest = encode_signature(top);
    BOOST_TEST((decode_signature(largest) == top));
    auto above = successor(largest);
    for (int i = 0; i < 20; ++i) {
        BOOST_TEST(!decode_signature(above));
        above = successor(above);
    }
    BOOST_TEST(!decode_signature(std::string(155, '9')));
    BOOST_TEST((decode_signature(std::string(155, '0')) == crypto::P256Signature{}));
}

BOOST_AUTO_TEST_CASE(other_lengths_and_characters_are_no_signature) {
    auto const digits = vectors::text(vectors::golden("stamp-1.json"), "digits");
    for (std::size_t length = 0; length < digits.size(); ++length) {
        BOOST_TEST(!decode_stamp_digits(std::string_view(digits).substr(0, length)));
    }
    BOOST_TEST(!decode_stamp_digits(digits + "0"));
    for (std::size_t at = 0; at < digits.size(); ++at) {
        for (char c : {' ', '+', '-', 'a', '\0', '/', ':'}) {
            auto wrong = digits;
            wrong[at] = c;
            BOOST_TEST_REQUIRE(!decode_stamp_digits(wrong));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_kid_is_exactly_four_digits) {
    BOOST_TEST(to_text(Kid{0}) == "0000");
    BOOST_TEST(to_text(Kid{9999}) == "9999");
    BOOST_TEST(parse_kid("0042")->number == 42);
    for (auto const bad : {"", "1", "001", "00001", "-001", "+001", "00a1", " 001"}) {
        BOOST_TEST(!parse_kid(bad), bad);
    }
}

BOOST_AUTO_TEST_CASE(different_stamps_never_have_the_same_signed_bytes) {
    // Were the parts not parted, lot "A" with what follows could be read as another lot.
    std::uint64_t const serial = *parse_serial("2ZAPQ5E7JE");
    auto const base = signed_bytes({1}, {"09520000100018", "A", serial});
    BOOST_TEST((base != signed_bytes({1}, {"09520000100018", "A21", serial})));
    BOOST_TEST((base != signed_bytes({1}, {"09520000100018", "A", serial + 1})));
    BOOST_TEST((base != signed_bytes({1}, {"09520000100025", "A", serial})));
    BOOST_TEST((base != signed_bytes({2}, {"09520000100018", "A", serial})));
}

BOOST_AUTO_TEST_CASE(hosts_that_may_be_printed) {
    for (auto const good :
         {"id.ocop.vn", "localhost", "localhost:8443", "127.0.0.1:8443", "a-b.vn"}) {
        BOOST_TEST(check_stamp_host(good).has_value(), good);
    }
    for (auto const bad :
         {"",
          "ID.ocop.vn",
          "id.ocop.vn.",
          ".ocop.vn",
          "id..vn",
          "-id.vn",
          "id_x.vn",
          "id.ocop.vn:",
          "id.ocop.vn:0",
          "id.ocop.vn:443",
          "id.ocop.vn:65536",
          "id.ocop.vn:99999999",
          "a@b.vn",
          "id.ocop.vn/",
          "truyxuat-nguongoc.phutho.ocop.gov.vn"}) {
        BOOST_TEST(!check_stamp_host(bad), bad);
    }
}

BOOST_AUTO_TEST_CASE(lots_are_one_to_twenty_of_a_small_alphabet) {
    BOOST_TEST(is_lot("L2611A"));
    BOOST_TEST(is_lot("-"));
    BOOST_TEST(is_lot(std::string(20, 'Z')));
    for (auto const& bad :
         {std::string(),
          std::string(21, 'A'),
          std::string("a"),
          std::string("A B"),
          std::string("A/B"),
          std::string("Ấ"),
          std::string(1, '\0')}) {
        BOOST_TEST(!is_lot(bad));
    }
}

BOOST_AUTO_TEST_SUITE_END()
