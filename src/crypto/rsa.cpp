#include "crypto/openssl.hpp"

#include <ocop/crypto/hash.hpp>
#include <ocop/crypto/rsa.hpp>

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace ocop::crypto {

namespace {

using Params = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using ParamsBuilder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;

constexpr int bits_min = 2048;
constexpr int bits_max = 8192;

Error key_malformed() {
    return {Errc::malformed, "key_malformed"};
}

Bignum number_of(ByteView bytes) {
    Bignum out(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    must(out != nullptr);
    return out;
}

bool is_admitted(BIGNUM const* modulus, BIGNUM const* exponent) {
    auto const bits = BN_num_bits(modulus);
    auto const exponent_bits = BN_num_bits(exponent);
    return bits >= bits_min && bits <= bits_max && BN_is_odd(modulus) != 0 && exponent_bits > 16 &&
           exponent_bits <= 32 && BN_is_odd(exponent) != 0;
}

}  // namespace

struct RsaPublicKey::Key {
    Pkey pkey;
    std::size_t size = 0;  // of the modulus and of every signature
};

Result<RsaPublicKey> RsaPublicKey::from_numbers(ByteView modulus, ByteView exponent) {
    ErrorScope const errors;
    bool const padded = modulus.empty() || modulus[0] == 0 || exponent.empty() || exponent[0] == 0;
    if (padded || modulus.size() > bits_max / 8 || exponent.size() > 4) {
        return key_malformed();
    }
    auto const n = number_of(modulus);
    auto const e = number_of(exponent);
    if (!is_admitted(n.get(), e.get())) {
        return key_malformed();
    }
    ParamsBuilder const builder(OSSL_PARAM_BLD_new());
    must(
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1
    );
    Params const params(OSSL_PARAM_BLD_to_param(builder.get()));
    PkeyCtx const ctx(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    must(EVP_PKEY_fromdata_init(ctx.get()) == 1);
    if (EVP_PKEY_fromdata(ctx.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        return key_malformed();
    }
    return RsaPublicKey(std::make_shared<Key>(Key{Pkey(key), modulus.size()}));
}

bool RsaPublicKey::verify(ByteView message, ByteView signature) const {
    if (signature.size() != key_->size) {
        return false;
    }
    ErrorScope const errors;
    auto const digest = sha256(message);
    PkeyCtx const ctx(EVP_PKEY_CTX_new(key_->pkey.get(), nullptr));
    must(EVP_PKEY_verify_init(ctx.get()) == 1);
    must(EVP_PKEY_CTX_set_rsa_padding(ctx.get(), RSA_PKCS1_PADDING) == 1);
    must(EVP_PKEY_CTX_set_signature_md(ctx.get(), EVP_sha256()) == 1);
    return EVP_PKEY_verify(
               ctx.get(), signature.data(), signature.size(), digest.data(), digest.size()
           ) == 1;
}

}  // namespace ocop::crypto
