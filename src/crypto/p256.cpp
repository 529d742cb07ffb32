#include "crypto/openssl.hpp"

#include <ocop/crypto/hash.hpp>
#include <ocop/crypto/p256.hpp>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <algorithm>

namespace ocop::crypto {

namespace {

using Scalar = std::array<std::uint8_t, 32>;
using Params = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using ParamsBuilder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;

// The order n of the curve's group, and n/2 rounded down (FIPS 186-4 D.1.2.3).
constexpr Scalar order{0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                       0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                       0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
constexpr Scalar half_order{0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff,
                            0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b,
                            0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8};

bool is_zero(ByteView scalar) {
    return std::all_of(scalar.begin(), scalar.end(), [](auto b) { return b == 0; });
}

bool less(ByteView a, ByteView b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

// One DER INTEGER of a positive 32-byte number, appended at `out`; returns its end.
std::uint8_t* put_der_integer(std::uint8_t* out, ByteView scalar) {
    auto const first =
        std::find_if(scalar.begin(), scalar.end() - 1, [](auto b) { return b != 0; });
    bool const sign_byte = (*first & 0x80) != 0;
    *out++ = 0x02;
    *out++ = static_cast<std::uint8_t>(scalar.end() - first + (sign_byte ? 1 : 0));
    if (sign_byte) {
        *out++ = 0;
    }
    return std::copy(first, scalar.end(), out);
}

Error key_malformed() {
    return {Errc::malformed, "key_malformed"};
}

bool is_p256(EVP_PKEY const* key) {
    std::array<char, 32> name{};
    return key != nullptr && EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1 &&
           std::string_view(name.data()) == SN_X9_62_prime256v1;
}

Bio read_only(std::string_view text) {
    return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string contents(BIO* bio) {
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

struct P256PublicKey::Key {
    Pkey pkey;
};

bool is_canonical(P256Signature const& signature) {
    ByteView const r(signature.data(), 32);
    ByteView const s(signature.data() + 32, 32);
    return !is_zero(r) && !is_zero(s) && less(r, order) && !less(half_order, s);
}

Result<P256PublicKey> P256PublicKey::from_point(ByteView point) {
    ErrorScope const errors;
    if (point.size() != 65 || point[0] != 4) {
        return key_malformed();
    }
    ParamsBuilder const builder(OSSL_PARAM_BLD_new());
    must(
        OSSL_PARAM_BLD_push_utf8_string(
            builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0
        ) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(
            builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()
        ) == 1
    );
    Params const params(OSSL_PARAM_BLD_to_param(builder.get()));
    PkeyCtx const ctx(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    must(EVP_PKEY_fromdata_init(ctx.get()) == 1);
    if (EVP_PKEY_fromdata(ctx.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        return key_malformed();
    }
    Pkey owned(key);
    PkeyCtx const check(EVP_PKEY_CTX_new(key, nullptr));
    if (EVP_PKEY_public_check(check.get()) != 1) {
        return key_malformed();
    }
    return P256PublicKey(std::make_shared<Key>(Key{std::move(owned)}));
}

Result<P256PublicKey> P256PublicKey::from_pem(std::string_view pem) {
    ErrorScope const errors;
    // Without a callback OpenSSL asks the terminal when the text is an encrypted private key.
    auto refuse = [](char*, int, int, void*) { return -1; };
    Pkey key(PEM_read_bio_PUBKEY(read_only(pem).get(), nullptr, refuse, nullptr));
    if (!is_p256(key.get())) {
        return key_malformed();
    }
    return P256PublicKey(std::make_shared<Key>(Key{std::move(key)}));
}

P256Point P256PublicKey::point() const {
    P256Point out{};
    std::size_t size = 0;
    must(
        EVP_PKEY_get_octet_string_param(
            key_->pkey.get(), OSSL_PKEY_PARAM_PUB_KEY, out.data(), out.size(), &size
        ) == 1
    );
    OCOP_ASSERT(size == out.size() && out[0] == 4);
    return out;
}

std::string P256PublicKey::to_pem() const {
    Bio const bio(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_PUBKEY(bio.get(), key_->pkey.get()) == 1);
    return contents(bio.get());
}

bool P256PublicKey::verify(ByteView message, P256Signature const& signature) const {
    return is_canonical(signature) && satisfies(message, signature);
}

bool P256PublicKey::verify_either_s(ByteView message, P256Signature const& signature) const {
    ByteView const r(signature.data(), 32);
    ByteView const s(signature.data() + 32, 32);
    return !is_zero(r) && !is_zero(s) && less(r, order) && less(s, order) &&
           satisfies(message, signature);
}

// ECDSA's equation. r and s are in range.
bool P256PublicKey::satisfies(ByteView message, P256Signature const& signature) const {
    ErrorScope const errors;
    std::array<std::uint8_t, 72> der{};
    auto* end = put_der_integer(der.data() + 2, {signature.data(), 32});
    end = put_der_integer(end, {signature.data() + 32, 32});
    der[0] = 0x30;
    der[1] = static_cast<std::uint8_t>(end - der.data() - 2);
    auto const digest = sha256(message);
    PkeyCtx const ctx(EVP_PKEY_CTX_new(key_->pkey.get(), nullptr));
    must(EVP_PKEY_verify_init(ctx.get()) == 1);
    auto const size = static_cast<std::size_t>(end - der.data());
    return EVP_PKEY_verify(ctx.get(), der.data(), size, digest.data(), digest.size()) == 1;
}

P256PrivateKey P256PrivateKey::generate() {
    Pkey key(EVP_EC_gen(SN_X9_62_prime256v1));
    must(key != nullptr);
    return P256PrivateKey(std::make_shared<P256PublicKey::Key>(P256PublicKey::Key{std::move(key)}));
}

Result<P256PrivateKey> P256PrivateKey::from_scalar(ByteView scalar) {
    ErrorScope const errors;
    if (scalar.size() != 32 || is_zero(scalar) || !less(scalar, order)) {
        return key_malformed();
    }
    EcGroup const group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    EcPoint const point(EC_POINT_new(group.get()));
    Bignum const secret(BN_bin2bn(scalar.data(), 32, BN_secure_new()));
    P256Point bytes{};
    must(EC_POINT_mul(group.get(), point.get(), secret.get(), nullptr, nullptr, nullptr) == 1);
    must(
        EC_POINT_point2oct(
            group.get(),
            point.get(),
            POINT_CONVERSION_UNCOMPRESSED,
            bytes.data(),
            bytes.size(),
            nullptr
        ) == bytes.size()
    );
    ParamsBuilder const builder(OSSL_PARAM_BLD_new());
    must(
        OSSL_PARAM_BLD_push_utf8_string(
            builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0
        ) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(
            builder.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes.data(), bytes.size()
        ) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get()) == 1
    );
    Params const params(OSSL_PARAM_BLD_to_param(builder.get()));
    PkeyCtx const ctx(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    must(EVP_PKEY_fromdata_init(ctx.get()) == 1);
    must(EVP_PKEY_fromdata(ctx.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1);
    return P256PrivateKey(std::make_shared<P256PublicKey::Key>(P256PublicKey::Key{Pkey(key)}));
}

Result<P256PrivateKey> P256PrivateKey::from_encrypted_pem(
    std::string_view pem, std::string_view passphrase
) {
    ErrorScope const errors;
    auto give = [](char* buffer, int size, int, void* user) {
        auto const& given = *static_cast<std::string_view*>(user);
        if (given.size() > static_cast<std::size_t>(size)) {
            return -1;
        }
        std::copy(given.begin(), given.end(), buffer);
        return static_cast<int>(given.size());
    };
    Pkey key(PEM_read_bio_PrivateKey(read_only(pem).get(), nullptr, give, &passphrase));
    if (!is_p256(key.get())) {
        return key_malformed();
    }
    return P256PrivateKey(std::make_shared<P256PublicKey::Key>(P256PublicKey::Key{std::move(key)}));
}

std::string P256PrivateKey::to_encrypted_pem(std::string_view passphrase) const {
    Bio const bio(BIO_new(BIO_s_mem()));
    must(
        PEM_write_bio_PKCS8PrivateKey(
            bio.get(),
            key_->pkey.get(),
            EVP_aes_256_cbc(),
            passphrase.data(),
            static_cast<int>(passphrase.size()),
            nullptr,
            nullptr
        ) == 1
    );
    return contents(bio.get());
}

std::string P256PrivateKey::to_plain_pem() const {
    Bio const bio(BIO_new(BIO_s_mem()));
    must(
        PEM_write_bio_PKCS8PrivateKey(
            bio.get(), key_->pkey.get(), nullptr, nullptr, 0, nullptr, nullptr
        ) == 1
    );
    return contents(bio.get());
}

P256PublicKey P256PrivateKey::public_key() const {
    auto const point = P256PublicKey(key_).point();
    return *P256PublicKey::from_point(point);
}

P256Signature P256PrivateKey::sign(ByteView message) const {
    auto const digest = sha256(message);
    PkeyCtx const ctx(EVP_PKEY_CTX_new(key_->pkey.get(), nullptr));
    std::array<std::uint8_t, 80> der{};
    std::size_t size = der.size();
    must(EVP_PKEY_sign_init(ctx.get()) == 1);
    must(EVP_PKEY_sign(ctx.get(), der.data(), &size, digest.data(), digest.size()) == 1);
    auto const* at = der.data();
    EcdsaSig const parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
    must(parts != nullptr);
    P256Signature out{};
    must(BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), out.data(), 32) == 32);
    must(BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), out.data() + 32, 32) == 32);
    if (less(half_order, {out.data() + 32, 32})) {
        Bignum const n(BN_bin2bn(order.data(), 32, nullptr));
        Bignum const low(BN_new());
        must(BN_sub(low.get(), n.get(), ECDSA_SIG_get0_s(parts.get())) == 1);
        must(BN_bn2binpad(low.get(), out.data() + 32, 32) == 32);
    }
    return out;
}

}  // namespace ocop::crypto
