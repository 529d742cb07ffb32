#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>

#include <boost/test/unit_test.hpp>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <memory>
#include <string>

// A device of a test, written from bundle/FORMAT.md with OpenSSL alone.
namespace ocop::test {

class SigningDevice {
  public:
    SigningDevice() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) { BOOST_TEST_REQUIRE(key_); }

    // base64url of the point.
    std::string public_key() const {
        std::array<unsigned char, 65> point{};
        std::size_t size = 0;
        BOOST_TEST_REQUIRE(
            EVP_PKEY_get_octet_string_param(
                key_.get(), "encoded-pub-key", point.data(), point.size(), &size
            ) == 1
        );
        BOOST_TEST_REQUIRE(size == point.size());
        return to_base64url(point);
    }

    // base64url of r ‖ s over what a device signs; the other s of the pair with `high`.
    std::string sign(
        std::string const& device,
        std::string const& idempotency_key,
        std::string const& body,
        bool high = false
    ) const {
        auto message = "OCOP-DEVICE-1" + std::string(1, '\0') + device + std::string(1, '\0') +
                       idempotency_key + std::string(1, '\0');
        std::array<unsigned char, 32> digest{};
        SHA256(as_bytes(body).data(), body.size(), digest.data());
        message += as_text(digest);
        std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(
            EVP_MD_CTX_new(), EVP_MD_CTX_free
        );
        std::array<unsigned char, 80> der{};
        auto size = der.size();
        BOOST_TEST_REQUIRE(
            EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1
        );
        BOOST_TEST_REQUIRE(
            EVP_DigestSign(
                context.get(), der.data(), &size, as_bytes(message).data(), message.size()
            ) == 1
        );
        return to_base64url(raw_of(der.data(), size, high));
    }

  private:
    static std::array<std::uint8_t, 64> raw_of(
        unsigned char const* der, std::size_t size, bool high
    ) {
        std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> const pair(
            d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size)), ECDSA_SIG_free
        );
        std::unique_ptr<EC_GROUP, void (*)(EC_GROUP*)> const curve(
            EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), EC_GROUP_free
        );
        std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> const other(BN_new(), BN_free);
        auto const* const order = EC_GROUP_get0_order(curve.get());
        auto const* s = ECDSA_SIG_get0_s(pair.get());
        BN_sub(other.get(), order, s);
        bool const is_high = BN_cmp(s, other.get()) > 0;
        s = is_high == high ? s : other.get();
        std::array<std::uint8_t, 64> out{};
        BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out.data(), 32);
        BN_bn2binpad(s, out.data() + 32, 32);
        return out;
    }

    std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace ocop::test
