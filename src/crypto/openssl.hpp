#pragma once

#include <ocop/base/assert.hpp>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace ocop::crypto {

template <auto free_function>
struct OpensslFree {
    template <class T>
    void operator()(T* p) const {
        free_function(p);
    }
};

using Pkey = std::unique_ptr<EVP_PKEY, OpensslFree<EVP_PKEY_free>>;
using PkeyCtx = std::unique_ptr<EVP_PKEY_CTX, OpensslFree<EVP_PKEY_CTX_free>>;
using Bio = std::unique_ptr<BIO, OpensslFree<BIO_free_all>>;
using Bignum = std::unique_ptr<BIGNUM, OpensslFree<BN_clear_free>>;
using EcdsaSig = std::unique_ptr<ECDSA_SIG, OpensslFree<ECDSA_SIG_free>>;
using EcGroup = std::unique_ptr<EC_GROUP, OpensslFree<EC_GROUP_free>>;
using EcPoint = std::unique_ptr<EC_POINT, OpensslFree<EC_POINT_free>>;
using MdCtx = std::unique_ptr<EVP_MD_CTX, OpensslFree<EVP_MD_CTX_free>>;
using CipherCtx = std::unique_ptr<EVP_CIPHER_CTX, OpensslFree<EVP_CIPHER_CTX_free>>;
using Certificate = std::unique_ptr<X509, OpensslFree<X509_free>>;

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
