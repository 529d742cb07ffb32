#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/secret_box.hpp>

#include <sodium.h>

namespace ocop::crypto {

SecretBox::SecretBox(Random& random) {
    static_assert(sizeof key_ == crypto_secretbox_KEYBYTES);
    OCOP_ASSERT(sodium_init() >= 0);
    random.fill(key_);
}

SecretBox::~SecretBox() {
    sodium_memzero(key_.data(), key_.size());
}

std::string SecretBox::seal(std::string_view plain, Random& random) const {
    Bytes out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size());
    random.fill(std::span(out).first(crypto_secretbox_NONCEBYTES));
    crypto_secretbox_easy(
        out.data() + crypto_secretbox_NONCEBYTES,
        as_bytes(plain).data(),
        plain.size(),
        out.data(),
        key_.data()
    );
    return to_base64url(out);
}

Result<std::string> SecretBox::open(std::string_view box) const {
    Error const broken(Errc::malformed, "box_broken");
    auto const bytes = from_base64url(box);
    if (!bytes || bytes->size() < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES) {
        return broken;
    }
    auto const body = ByteView(*bytes).subspan(crypto_secretbox_NONCEBYTES);
    std::string plain(body.size() - crypto_secretbox_MACBYTES, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(plain.data());
    if (crypto_secretbox_open_easy(out, body.data(), body.size(), bytes->data(), key_.data()) !=
        0) {
        return broken;
    }
    return plain;
}

}  // namespace ocop::crypto
