#include <ocop/base/encoding.hpp>
#include <ocop/crypto/rsa.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ocop;
using namespace ocop::crypto;

namespace {

// RFC 7515 A.2: a key, what it signed, and the signature.
constexpr std::string_view rfc_modulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4"
    "d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5re"
    "xMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxX"
    "FvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
constexpr std::string_view rfc_message =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmN"
    "vbS9pc19yb290Ijp0cnVlfQ";
constexpr std::string_view rfc_signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb"
    "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO"
    "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

Bytes const modulus = *from_base64url(rfc_modulus);
Bytes const exponent{1, 0, 1};
Bytes const signature = *from_base64url(rfc_signature);

RsaPublicKey rfc_key() {
    return *RsaPublicKey::from_numbers(modulus, exponent);
}

bool is_key(ByteView n, ByteView e) {
    return RsaPublicKey::from_numbers(n, e).has_value();
}

// An odd number of that many bits.
Bytes odd_number(std::size_t bits) {
    Bytes out((bits + 7) / 8, 0xa5);
    out.front() = static_cast<std::uint8_t>(1U << ((bits - 1) % 8));
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rsa)

BOOST_AUTO_TEST_CASE(the_example_of_rfc_7515_verifies) {
    BOOST_TEST(rfc_key().verify(as_bytes(rfc_message), signature));
    BOOST_TEST(!rfc_key().verify(as_bytes(rfc_message.substr(1)), signature));
    BOOST_TEST(!rfc_key().verify(as_bytes(""), signature));
}

BOOST_AUTO_TEST_CASE(every_flipped_byte_of_a_signature_is_bad) {
    auto const key = rfc_key();
    for (std::size_t at = 0; at < signature.size(); ++at) {
        auto wrong = signature;
        wrong[at] ^= 1;
        BOOST_TEST_REQUIRE(!key.verify(as_bytes(rfc_message), wrong));
    }
}

BOOST_AUTO_TEST_CASE(a_signature_is_as_long_as_the_modulus) {
    auto longer = signature;
    longer.insert(longer.begin(), 0);
    BOOST_TEST(!rfc_key().verify(as_bytes(rfc_message), longer));
    for (std::size_t length = 0; length < signature.size(); length += 15) {
        BOOST_TEST(!rfc_key().verify(as_bytes(rfc_message), ByteView(signature).first(length)));
    }
    BOOST_TEST(!rfc_key().verify(as_bytes(rfc_message), Bytes(256, 0)));
    BOOST_TEST(!rfc_key().verify(as_bytes(rfc_message), Bytes(256, 0xff)));
    BOOST_TEST(!rfc_key().verify(as_bytes(rfc_message), modulus));
}

BOOST_AUTO_TEST_CASE(weak_and_absurd_keys_are_refused) {
    BOOST_TEST(is_key(odd_number(2048), exponent));
    BOOST_TEST(is_key(odd_number(8192), exponent));
    BOOST_TEST(!is_key(odd_number(2047), exponent));
    BOOST_TEST(!is_key(odd_number(1024), exponent));
    BOOST_TEST(!is_key(odd_number(8193), exponent));
    BOOST_TEST(!is_key(odd_number(80'000), exponent));
    BOOST_TEST(!is_key({}, exponent));
    auto even = modulus;
    even.back() ^= 1;
    BOOST_TEST(!is_key(even, exponent));
    auto padded = modulus;
    padded.insert(padded.begin(), 0);
    BOOST_TEST(!is_key(padded, exponent));
    for (auto const& wrong :
         {Bytes{},
          Bytes{1},
          Bytes{3},
          Bytes{0xff, 0xff},
          Bytes{1, 0, 2},
          Bytes{0, 1, 0, 1},
          Bytes{1, 0, 0, 0, 1}}) {
        BOOST_TEST(!is_key(modulus, wrong));
    }
    BOOST_TEST(is_key(modulus, Bytes{0xff, 0xff, 0xff, 0xff}));
}

BOOST_AUTO_TEST_CASE(another_key_s_signature_is_bad) {
    auto const other = RsaPublicKey::from_numbers(odd_number(2048), exponent);
    BOOST_TEST_REQUIRE(other.has_value());
    BOOST_TEST(!other->verify(as_bytes(rfc_message), signature));
}

BOOST_AUTO_TEST_SUITE_END()
