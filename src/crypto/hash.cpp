#include "crypto/openssl.hpp"

#include <ocop/crypto/hash.hpp>

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace ocop::crypto {

namespace {

// Fetched once: EVP_sha256() looks the algorithm up again at every use, half the cost of hashing
// 100 bytes.
EVP_MD const* sha256_algorithm() {
    static EVP_MD const* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return algorithm;
}

EVP_MD const* sha1_algorithm() {
    static EVP_MD const* const algorithm = EVP_MD_fetch(nullptr, "SHA1", nullptr);
    return algorithm;
}

char const* name_of(OtherHash algorithm) {
    switch (algorithm) {
        case OtherHash::sha384:
            return "SHA384";
        case OtherHash::sha512:
            return "SHA512";
        case OtherHash::sha3_256:
            return "SHA3-256";
    }
    return "";
}

template <class Mac>
Mac hmac(EVP_MD const* algorithm, ByteView key, ByteView data) {
    Mac out{};
    unsigned size = 0;
    // To OpenSSL a null key means "the key of the call before", not an empty one.
    std::uint8_t const none = 0;
    must(
        HMAC(
            algorithm,
            key.empty() ? &none : key.data(),
            static_cast<int>(key.size()),
            data.data(),
            data.size(),
            out.data(),
            &size
        ) != nullptr
    );
    OCOP_ASSERT(size == out.size());
    return out;
}

}  // namespace

struct Sha256::Context {
    MdCtx md{EVP_MD_CTX_new()};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    must(EVP_DigestInit_ex(context_->md.get(), sha256_algorithm(), nullptr) == 1);
}

Sha256::~Sha256() = default;

Sha256& Sha256::add(ByteView data) {
    must(EVP_DigestUpdate(context_->md.get(), data.data(), data.size()) == 1);
    return *this;
}

Hash Sha256::finish() {
    Hash out{};
    must(EVP_DigestFinal_ex(context_->md.get(), out.data(), nullptr) == 1);
    return out;
}

Hash sha256(ByteView data) {
    return sha256(data, {});
}

Hash sha256(ByteView first, ByteView second) {
    thread_local MdCtx const md(EVP_MD_CTX_new());
    Hash out{};
    must(EVP_DigestInit_ex(md.get(), sha256_algorithm(), nullptr) == 1);
    must(EVP_DigestUpdate(md.get(), first.data(), first.size()) == 1);
    if (!second.empty()) {
        must(EVP_DigestUpdate(md.get(), second.data(), second.size()) == 1);
    }
    must(EVP_DigestFinal_ex(md.get(), out.data(), nullptr) == 1);
    return out;
}

Bytes hash_with(OtherHash algorithm, ByteView data) {
    Bytes out(EVP_MAX_MD_SIZE);
    std::size_t size = 0;
    must(
        EVP_Q_digest(
            nullptr, name_of(algorithm), nullptr, data.data(), data.size(), out.data(), &size
        ) == 1
    );
    out.resize(size);
    return out;
}

Hash hmac_sha256(ByteView key, ByteView data) {
    return hmac<Hash>(sha256_algorithm(), key, data);
}

Sha1Mac hmac_sha1(ByteView key, ByteView data) {
    return hmac<Sha1Mac>(sha1_algorithm(), key, data);
}

bool equal_secret(ByteView a, ByteView b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    must(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

}  // namespace ocop::crypto
