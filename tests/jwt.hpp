#pragma once

#include <ocop/base/encoding.hpp>
#include <ocop/base/json.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/crypto/p256.hpp>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

// The provider's side of ID tokens: keys, key sets and compact JWS of any content, right or wrong.
namespace ocop::test {

class RsaKey {
  public:
    explicit RsaKey(unsigned bits) : key_(EVP_RSA_gen(bits), EVP_PKEY_free) {
        if (!key_) throw std::runtime_error("no RSA key");
    }

    // RSASSA-PKCS1-v1_5 with SHA-256.
    Bytes sign(std::string_view message) const {
        std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const ctx(
            EVP_MD_CTX_new(), EVP_MD_CTX_free
        );
        Bytes out(2048);
        auto size = out.size();
        auto const* const bytes = as_bytes(message).data();
        EVP_DigestSignInit(ctx.get(), nullptr, EVP_sha256(), nullptr, key_.get());
        if (EVP_DigestSign(ctx.get(), out.data(), &size, bytes, message.size()) != 1) {
            throw std::runtime_error("RSA does not sign");
        }
        out.resize(size);
        return out;
    }

    std::string modulus() const { return number(OSSL_PKEY_PARAM_RSA_N); }

    std::string exponent() const { return number(OSSL_PKEY_PARAM_RSA_E); }

    std::string public_pem() const {
        std::unique_ptr<BIO, decltype(&BIO_free)> const bio(BIO_new(BIO_s_mem()), BIO_free);
        PEM_write_bio_PUBKEY(bio.get(), key_.get());
        char* data = nullptr;
        auto const size = BIO_get_mem_data(bio.get(), &data);
        return {data, static_cast<std::size_t>(size)};
    }

  private:
    std::string number(char const* name) const {
        BIGNUM* value = nullptr;
        EVP_PKEY_get_bn_param(key_.get(), name, &value);
        Bytes bytes(static_cast<std::size_t>(BN_num_bytes(value)));
        BN_bn2bin(value, bytes.data());
        BN_free(value);
        return to_base64url(bytes);
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

inline json::object jwk_of(crypto::P256PublicKey const& key, std::string_view kid) {
    auto const point = key.point();
    ByteView const bytes(point);
    return {
        {"kty", "EC"},
        {"crv", "P-256"},
        {"kid", kid},
        {"x", to_base64url(bytes.subspan(1, 32))},
        {"y", to_base64url(bytes.subspan(33))}};
}

inline json::object jwk_of(RsaKey const& key, std::string_view kid) {
    return {
        {"kty", "RSA"},
        {"use", "sig"},
        {"alg", "RS256"},
        {"kid", kid},
        {"n", key.modulus()},
        {"e", key.exponent()}};
}

using JwtSigner = std::function<Bytes(std::string_view)>;

inline JwtSigner es256(crypto::P256PrivateKey key) {
    return [key = std::move(key)](std::string_view bytes) {
        auto const signature = key.sign(as_bytes(bytes));
        return Bytes(signature.begin(), signature.end());
    };
}

inline JwtSigner rs256(std::shared_ptr<RsaKey const> key) {
    return [key = std::move(key)](std::string_view bytes) { return key->sign(bytes); };
}

inline JwtSigner hs256(std::string secret) {
    return [secret = std::move(secret)](std::string_view bytes) {
        auto const mac = crypto::hmac_sha256(as_bytes(secret), as_bytes(bytes));
        return Bytes(mac.begin(), mac.end());
    };
}

inline JwtSigner unsigned_jwt() {
    return [](std::string_view) { return Bytes(); };
}

inline std::string jwt(std::string_view header, std::string_view claims, JwtSigner const& sign) {
    auto const bytes = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(claims));
    return bytes + "." + to_base64url(sign(bytes));
}

}  // namespace ocop::test
