#pragma once

#include <ocop/base/assert.hpp>
#include <ocop/base/release.hpp>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace ocop::crypto {

using Pkey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using PkeyCtx = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Bignum = std::unique_ptr<BIGNUM, Release<BN_clear_free>>;
using EcdsaSig = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;
using EcGroup = std::unique_ptr<EC_GROUP, Release<EC_GROUP_free>>;
using EcPoint = std::unique_ptr<EC_POINT, Release<EC_POINT_free>>;
using MdCtx = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using CipherCtx = std::unique_ptr<EVP_CIPHER_CTX, Release<EVP_CIPHER_CTX_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;

// For calls that can fail only when memory is out or we passed nonsense.
inline void must(bool ok) {
    OCOP_ASSERT(ok);
}

// OpenSSL queues errors per thread; a refused input must not leave its own behind.
class ErrorScope {
  public:
    ErrorScope() = default;

    ~ErrorScope() { ERR_clear_error(); }

    ErrorScope(ErrorScope const&) = delete;
    ErrorScope& operator=(ErrorScope const&) = delete;
};

}  // namespace ocop::crypto
