#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>
#include <ocop/crypto/ed25519.hpp>
#include <ocop/crypto/p256.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// All keys of one installation, in a folder of their own:
//   keyring.json       what is public: kids, their public keys and windows, the current epoch
//   stamp-NNNN.pem     issuing keys, encrypted PKCS#8
//   list.pem           the trust list's key, encrypted PKCS#8
//   list-certificate.json  what the root says of the list key
//   root.pub.pem       the root's public half; its private half is not here in an installation
//   root.pem           …but is in a development keyring, encrypted (keys/README.md)
//   secrets.sealed     serial keys by epoch, the seeds of the mark and the checkpoint key,
//                      the answer key and the PIN key
//   journal.jsonl      what the signer signed (journal.hpp); in no backup of the keys
// Files are made with mode 0600; loading refuses any that others may read.
namespace ocop::signer {

inline constexpr std::string_view journal_file = "journal.jsonl";
inline constexpr std::size_t passphrase_bytes_min = 8;
inline constexpr std::size_t backup_bytes_max = 16 * 1024 * 1024;

struct StampKeyEntry {
    stamp::Kid kid;
    std::string authority;
    std::string public_key;  // base64url of the 65-byte point
    Instant logged_from;
    Instant logged_until;
    bool demo = false;
};
BOOST_DESCRIBE_STRUCT(
    StampKeyEntry, (), (kid, authority, public_key, logged_from, logged_until, demo)
)

struct KeyringIndex {
    std::int64_t v = 1;
    std::uint8_t epoch = 0;  // new orders take counters here
    std::string list_kid;
    std::vector<StampKeyEntry> stamp_keys;
};
BOOST_DESCRIBE_STRUCT(KeyringIndex, (), (v, epoch, list_kid, stamp_keys))

using PinKey = std::array<std::uint8_t, 32>;

// Loaded keys. Immutable; any thread.
struct Keyring {
    KeyringIndex index;
    std::map<stamp::Kid, crypto::P256PrivateKey> stamp_keys;
    crypto::P256PrivateKey list_key;
    std::string list_certificate;
    std::string root_pem;  // public
    crypto::Ed25519PrivateKey mark_key;
    stamp::SerialKeys serials;
    // A keyring made before there was one of these has none in its files: it is then derived from
    // the mark key's seed, so that a backup made before or after gives the same.
    PinKey pin_key{};
    crypto::Ed25519PrivateKey checkpoint_key;  // signs the public log's checkpoints
    crypto::P256PrivateKey answer_key;         // signs what a check was answered
};

inline constexpr std::int64_t issuing_key_days = 90;
// Past the end of the first issuing key's window.
inline constexpr std::int64_t list_key_days = 3 * 366;

// An issuing key to be made, and with it the rest of a new keyring.
struct NewKeyring {
    std::string authority;  // whose stamps it signs
    bool demo = false;
    Instant now;
    std::int64_t days = issuing_key_days;  // length of its window
};

// Makes a whole keyring in a folder that must be empty or absent. malformed "passphrase_too_short"
// below passphrase_bytes_min; conflict "keyring_exists"; unavailable "keyring_unwritable".
Result<void> make_keyring(
    std::filesystem::path const& folder,
    std::string_view passphrase,
    NewKeyring const& request,
    Random& random
);

// Adds an issuing key with the next kid. not_found "keyring_missing" and the errors of
// load_keyring; unavailable "keyring_unwritable".
Result<stamp::Kid> add_stamp_key(
    std::filesystem::path const& folder, std::string_view passphrase, NewKeyring const& request
);

// not_found "keyring_missing"; forbidden "key_file_open" when others may read a file; malformed
// "passphrase_too_short", and "key_malformed" or "seal_broken" for a wrong passphrase or changed
// bytes; corrupt "keyring_corrupt" when the parts do not belong together.
Result<Keyring> load_keyring(std::filesystem::path const& folder, std::string_view passphrase);

// The folder's files as one JSON text, still encrypted under the passphrase. Left out are the
// journal, which grows without end, would be out of date when restored, and is saved beside the
// database; and hidden files. not_found "keyring_missing"; forbidden "key_file_open"; too_large
// "backup_too_large".
Result<std::string> back_up_keyring(std::filesystem::path const& folder);

// Puts a backup into a folder that must be empty or absent, and no mount point. Each file's name
// and SHA-256 are checked first; all is written into a folder beside it, of its name with ".new"
// (replaced if there is one), loaded, and renamed: a restore that fails leaves neither. A journal
// in the backup is not restored. too_large "backup_too_large"; malformed "backup_broken"; conflict
// "keyring_exists"; unavailable "keyring_unwritable"; the errors of load_keyring.
Result<void> restore_keyring(
    std::filesystem::path const& folder, std::string_view backup, std::string_view passphrase
);

}  // namespace ocop::signer
