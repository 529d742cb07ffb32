#include <ocop/base/assert.hpp>
#include <ocop/crypto/sealed.hpp>

#include <sodium.h>

#include <array>

namespace ocop::crypto {

namespace {

constexpr std::string_view magic = "OCOPSEAL1";
using Salt = std::array<std::uint8_t, crypto_pwhash_SALTBYTES>;
using Nonce = std::array<std::uint8_t, crypto_secretbox_NONCEBYTES>;

class Key {
  public:
    Key(std::string_view passphrase, std::uint8_t const* salt) {
        OCOP_ASSERT(sodium_init() >= 0);
        OCOP_ASSERT(
            crypto_pwhash(
                bytes_.data(),
                bytes_.size(),
                passphrase.data(),
                passphrase.size(),
                salt,
                crypto_pwhash_OPSLIMIT_INTERACTIVE,
                crypto_pwhash_MEMLIMIT_INTERACTIVE,
                crypto_pwhash_ALG_ARGON2ID13
            ) == 0
        );
    }

    ~Key() { sodium_memzero(bytes_.data(), bytes_.size()); }

    Key(Key const&) = delete;
    Key& operator=(Key const&) = delete;

    std::uint8_t const* data() const { return bytes_.data(); }

  private:
    std::array<std::uint8_t, crypto_secretbox_KEYBYTES> bytes_{};
};

}  // namespace

std::string seal(std::string_view plain, std::string_view passphrase, Random& random) {
    Salt salt{};
    Nonce nonce{};
    random.fill(salt);
    random.fill(nonce);
    Key const key(passphrase, salt.data());
    Bytes box(plain.size() + crypto_secretbox_MACBYTES);
    crypto_secretbox_easy(
        box.data(), as_bytes(plain).data(), plain.size(), nonce.data(), key.data()
    );
    return ByteWriter().text(magic).bytes(salt).bytes(nonce).bytes(box).take();
}

Result<std::string> open_seal(std::string_view sealed, std::string_view passphrase) {
    Error const broken(Errc::malformed, "seal_broken");
    ByteReader in(sealed);
    auto const found = in.take(magic.size());
    auto const salt = as_bytes(in.take(crypto_pwhash_SALTBYTES));
    auto const nonce = as_bytes(in.take(crypto_secretbox_NONCEBYTES));
    auto const box = as_bytes(in.rest());
    if (in.failed() || found != magic || box.size() < crypto_secretbox_MACBYTES) {
        return broken;
    }
    Key const key(passphrase, salt.data());
    std::string plain(box.size() - crypto_secretbox_MACBYTES, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(plain.data());
    if (crypto_secretbox_open_easy(out, box.data(), box.size(), nonce.data(), key.data()) != 0) {
        return broken;
    }
    return plain;
}

}  // namespace ocop::crypto
