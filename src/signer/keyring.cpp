#include "signer/keyring.hpp"

#include "signer/files.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/crypto/sealed.hpp>
#include <ocop/stamp/trust.hpp>

#include <optional>

namespace ocop::signer {

namespace {

// What secrets.sealed holds.
struct SerialSecret {
    std::uint8_t epoch = 0;
    std::string key;  // hex, 16 bytes
};
BOOST_DESCRIBE_STRUCT(SerialSecret, (), (epoch, key))

struct Secrets {
    std::int64_t v = 1;
    std::string mark_seed;  // hex, 32 bytes
    std::vector<SerialSecret> serials;
    // Hex, 32 bytes each.
    std::optional<std::string> pin_key;
    std::optional<std::string> checkpoint_seed;
    std::optional<std::string> answer_scalar;
};
BOOST_DESCRIBE_STRUCT(Secrets, (), (v, mark_seed, serials, pin_key, checkpoint_seed, answer_scalar))

constexpr std::string_view index_file = "keyring.json";
constexpr std::string_view list_file = "list.pem";
constexpr std::string_view certificate_file = "list-certificate.json";
constexpr std::string_view root_public_file = "root.pub.pem";
constexpr std::string_view root_file = "root.pem";
constexpr std::string_view secrets_file = "secrets.sealed";

std::string stamp_file(stamp::Kid kid) {
    return "stamp-" + stamp::to_text(kid) + ".pem";
}

Error corrupt(std::string reason) {
    return {Errc::corrupt, "keyring_corrupt", "", std::move(reason)};
}

Result<void> check_passphrase(std::string_view passphrase) {
    if (passphrase.size() < passphrase_bytes_min) {
        auto const least = std::to_string(passphrase_bytes_min);
        return Error(
            Errc::malformed, "passphrase_too_short", "", "must have at least " + least + " bytes"
        );
    }
    return {};
}

template <class T>
Result<T> read_json(std::string_view text) {
    auto const value = json::parse(text, {.bytes_max = text.size(), .depth_max = 8});
    if (!value) {
        return value.error();
    }
    return json::read<T>(*value, json::Mode::lenient);
}

StampKeyEntry describe_key(
    stamp::Kid kid, crypto::P256PrivateKey const& key, NewKeyring const& request
) {
    StampKeyEntry entry;
    entry.kid = kid;
    entry.authority = request.authority;
    entry.public_key = to_base64url(key.public_key().point());
    entry.logged_from = request.now;
    entry.logged_until = {request.now.ms + request.days * 86'400'000};
    entry.demo = request.demo;
    return entry;
}

Secrets new_secrets(Random& random) {
    Secrets secrets;
    crypto::Ed25519Seed seed{};
    crypto::AesKey serial{};
    random.fill(seed);
    random.fill(serial);
    secrets.mark_seed = to_hex(seed);
    secrets.serials.push_back({0, to_hex(serial)});
    PinKey pin{};
    random.fill(pin);
    secrets.pin_key = to_hex(pin);
    random.fill(seed);
    secrets.checkpoint_seed = to_hex(seed);
    do {
        random.fill(seed);
    } while (!crypto::P256PrivateKey::from_scalar(seed));
    secrets.answer_scalar = to_hex(seed);
    return secrets;
}

template <std::size_t size>
Result<std::array<std::uint8_t, size>> fixed_bytes(std::string_view hex) {
    auto const bytes = from_hex(hex);
    if (!bytes || bytes->size() != size) {
        return corrupt("a secret has the wrong length");
    }
    std::array<std::uint8_t, size> out{};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

// Of the 32 bytes under `hex`, or, in a keyring without, derived under `label`.
Result<std::array<std::uint8_t, 32>> read_secret(
    std::optional<std::string> const& hex,
    crypto::Ed25519Seed const& mark_seed,
    std::string_view label
) {
    if (hex) {
        return fixed_bytes<32>(*hex);
    }
    auto const message = "OCOP " + std::string(label) + " of a keyring without one";
    return crypto::hmac_sha256(mark_seed, as_bytes(message));
}

Result<crypto::P256PrivateKey> load_key(
    KeyFolder const& files, std::string_view name, std::string_view passphrase
) {
    auto const pem = files.read(name);
    if (!pem) {
        return pem.error();
    }
    return crypto::P256PrivateKey::from_encrypted_pem(*pem, passphrase);
}

Result<std::map<stamp::Kid, crypto::P256PrivateKey>> load_stamp_keys(
    KeyFolder const& files, KeyringIndex const& index, std::string_view passphrase
) {
    std::map<stamp::Kid, crypto::P256PrivateKey> keys;
    for (auto const& entry : index.stamp_keys) {
        auto key = load_key(files, stamp_file(entry.kid), passphrase);
        if (!key) {
            return key.error();
        }
        if (to_base64url(key->public_key().point()) != entry.public_key) {
            return corrupt("key " + stamp::to_text(entry.kid) + " is not the one of keyring.json");
        }
        keys.emplace(entry.kid, std::move(*key));
    }
    return keys;
}

}  // namespace

Result<void> make_keyring(
    std::filesystem::path const& folder,
    std::string_view passphrase,
    NewKeyring const& request,
    Random& random
) {
    if (auto ok = check_passphrase(passphrase); !ok) {
        return ok;
    }
    KeyFolder files(folder);
    if (auto ok = files.make_empty(); !ok) {
        return ok;
    }
    auto const root = crypto::P256PrivateKey::generate();
    auto const list = crypto::P256PrivateKey::generate();
    auto const first = crypto::P256PrivateKey::generate();
    stamp::ListKey certificate;
    certificate.kid = "list-1";
    certificate.public_key = to_base64url(list.public_key().point());
    certificate.not_before = request.now;
    certificate.not_after = {request.now.ms + (request.days + list_key_days) * 86'400'000};
    auto const certified = stamp::sign_list_key(certificate, "root-1", [&](ByteView bytes) {
        return Result<crypto::P256Signature>(root.sign(bytes));
    });
    if (!certified) {
        return certified.error();
    }
    KeyringIndex index;
    index.list_kid = certificate.kid;
    index.stamp_keys.push_back(describe_key({1}, first, request));
    auto const secrets = json::serialize(json::write(new_secrets(random)));
    // The index last: a folder without it is no keyring.
    std::vector<std::pair<std::string, std::string>> const contents{
        {std::string(root_file), root.to_encrypted_pem(passphrase)},
        {std::string(root_public_file), root.public_key().to_pem()},
        {std::string(list_file), list.to_encrypted_pem(passphrase)},
        {std::string(certificate_file), *certified},
        {stamp_file({1}), first.to_encrypted_pem(passphrase)},
        {std::string(secrets_file), crypto::seal(secrets, passphrase, random)},
        {std::string(index_file), json::serialize(json::write(index))},
    };
    for (auto const& [name, text] : contents) {
        if (auto ok = files.write(name, text); !ok) {
            return ok;
        }
    }
    return {};
}

Result<stamp::Kid> add_stamp_key(
    std::filesystem::path const& folder, std::string_view passphrase, NewKeyring const& request
) {
    auto keyring = load_keyring(folder, passphrase);
    if (!keyring) {
        return keyring.error();
    }
    auto const next = static_cast<std::uint16_t>(keyring->stamp_keys.rbegin()->first.number + 1);
    auto const kid = stamp::parse_kid(stamp::to_text({next}));
    if (!kid) {
        return kid.error();
    }
    auto const key = crypto::P256PrivateKey::generate();
    KeyFolder files(folder);
    if (auto ok = files.write(stamp_file(*kid), key.to_encrypted_pem(passphrase)); !ok) {
        return ok.error();
    }
    keyring->index.stamp_keys.push_back(describe_key(*kid, key, request));
    auto const index = json::serialize(json::write(keyring->index));
    if (auto ok = files.write(index_file, index); !ok) {
        return ok.error();
    }
    return *kid;
}

Result<Keyring> load_keyring(std::filesystem::path const& folder, std::string_view passphrase) {
    if (auto const ok = check_passphrase(passphrase); !ok) {
        return ok.error();
    }
    KeyFolder const files(folder);
    auto const index_text = files.read(index_file);
    if (!index_text) {
        return index_text.error();
    }
    auto const index = read_json<KeyringIndex>(*index_text);
    if (!index || index->stamp_keys.empty()) {
        return corrupt("keyring.json is damaged");
    }
    auto stamp_keys = load_stamp_keys(files, *index, passphrase);
    if (!stamp_keys) {
        return stamp_keys.error();
    }
    auto list = load_key(files, list_file, passphrase);
    auto const certificate = files.read(certificate_file);
    auto const root = files.read(root_public_file);
    auto const sealed = files.read(secrets_file);
    for (auto const* part : {&certificate, &root, &sealed}) {
        if (!*part) {
            return part->error();
        }
    }
    if (!list) {
        return list.error();
    }
    auto const opened = crypto::open_seal(*sealed, passphrase);
    if (!opened) {
        return opened.error();
    }
    auto const secrets = read_json<Secrets>(*opened);
    auto const seed = secrets ? fixed_bytes<32>(secrets->mark_seed)
                              : Result<crypto::Ed25519Seed>(corrupt("secrets.sealed is damaged"));
    if (!seed) {
        return seed.error();
    }
    stamp::SerialKeys serials;
    for (auto const& secret : secrets->serials) {
        auto const key = fixed_bytes<16>(secret.key);
        if (!key || secret.epoch >= stamp::epoch_count || serials.has(secret.epoch)) {
            return corrupt("a serial key is damaged");
        }
        serials.add(secret.epoch, *key);
    }
    if (!serials.has(index->epoch)) {
        return corrupt("the current epoch has no serial key");
    }
    auto const pin_key = read_secret(secrets->pin_key, *seed, "PIN key");
    auto const checkpoint = read_secret(secrets->checkpoint_seed, *seed, "checkpoint key");
    auto const scalar = read_secret(secrets->answer_scalar, *seed, "answer key");
    for (auto const* secret : {&pin_key, &checkpoint, &scalar}) {
        if (!*secret) {
            return secret->error();
        }
    }
    auto answer = crypto::P256PrivateKey::from_scalar(*scalar);
    if (!answer) {
        return corrupt("the answer key is damaged");
    }
    return Keyring{
        *index,
        std::move(*stamp_keys),
        std::move(*list),
        *certificate,
        *root,
        crypto::Ed25519PrivateKey(*seed),
        std::move(serials),
        *pin_key,
        crypto::Ed25519PrivateKey(*checkpoint),
        std::move(*answer)};
}

}  // namespace ocop::signer
