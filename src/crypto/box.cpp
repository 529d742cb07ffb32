#include <ocop/base/assert.hpp>
#include <ocop/crypto/box.hpp>

#include <sodium.h>

namespace ocop::crypto {

namespace {

constexpr std::string_view magic = "OCOPBOX1";
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(sizeof(BoxKey) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

}  // namespace

std::string seal_with_key(
    std::string_view plain, BoxKey const& key, std::string_view associated, Random& random
) {
    OCOP_ASSERT(sodium_init() >= 0);
    std::array<std::uint8_t, nonce_bytes> nonce{};
    random.fill(nonce);
    Bytes box(plain.size() + tag_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        box.data(),
        nullptr,
        as_bytes(plain).data(),
        plain.size(),
        as_bytes(associated).data(),
        associated.size(),
        nullptr,
        nonce.data(),
        key.data()
    );
    return ByteWriter().text(magic).bytes(nonce).bytes(box).take();
}

Result<std::string> open_with_key(
    std::string_view box, BoxKey const& key, std::string_view associated
) {
    OCOP_ASSERT(sodium_init() >= 0);
    Error const broken(Errc::malformed, "box_broken");
    ByteReader in(box);
    auto const found = in.take(magic.size());
    auto const nonce = as_bytes(in.take(nonce_bytes));
    auto const sealed = as_bytes(in.rest());
    if (in.failed() || found != magic || sealed.size() < tag_bytes) {
        return broken;
    }
    std::string plain(sealed.size() - tag_bytes, '\0');
    auto const opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char*>(plain.data()),
        nullptr,
        nullptr,
        sealed.data(),
        sealed.size(),
        as_bytes(associated).data(),
        associated.size(),
        nonce.data(),
        key.data()
    );
    if (opened != 0) {
        return broken;
    }
    return plain;
}

}  // namespace ocop::crypto
