#include "crypto/openssl.hpp"

#include <ocop/crypto/aes.hpp>

namespace ocop::crypto {

namespace {

EVP_CIPHER const* aes128_blocks() {
    static EVP_CIPHER const* const cipher = EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr);
    return cipher;
}

}  // namespace

struct Aes128::Context {
    CipherCtx cipher{EVP_CIPHER_CTX_new()};
};

Aes128::Aes128(AesKey const& key) : context_(std::make_unique<Context>()) {
    auto* const c = context_->cipher.get();
    must(EVP_EncryptInit_ex2(c, aes128_blocks(), key.data(), nullptr, nullptr) == 1);
    must(EVP_CIPHER_CTX_set_padding(c, 0) == 1);
}

Aes128::~Aes128() = default;

AesBlock Aes128::encrypt(AesBlock const& block) {
    AesBlock out{};
    int size = 0;
    must(EVP_EncryptUpdate(context_->cipher.get(), out.data(), &size, block.data(), 16) == 1);
    OCOP_ASSERT(size == 16);
    return out;
}

}  // namespace ocop::crypto
