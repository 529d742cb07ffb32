#include "signer/files.hpp"
#include "signer/keyring.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::signer {

namespace {

struct BackupFile {
    std::string name;
    std::string bytes;   // base64
    std::string sha256;  // hex
};
BOOST_DESCRIBE_STRUCT(BackupFile, (), (name, bytes, sha256))

struct Backup {
    std::int64_t v = 1;
    std::vector<BackupFile> files;
};
BOOST_DESCRIBE_STRUCT(Backup, (), (v, files))

constexpr std::size_t backup_bytes_max = 16 * 1024 * 1024;

Error broken(std::string pointer, std::string reason) {
    return {Errc::malformed, "backup_broken", std::move(pointer), std::move(reason)};
}

// Names come from the backup: they may not lead out of the folder.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name[0] != '.' && name.find('/') == std::string_view::npos;
}

}  // namespace

Result<std::string> back_up_keyring(std::filesystem::path const& folder) {
    KeyFolder const files(folder);
    Backup backup;
    for (auto const& name : files.names()) {
        auto const text = files.read(name);
        if (!text) {
            return text.error();
        }
        backup.files.push_back(
            {name, to_base64(as_bytes(*text)), to_hex(crypto::sha256(as_bytes(*text)))}
        );
    }
    if (backup.files.empty()) {
        return Error(Errc::not_found, "keyring_missing", folder.string(), "holds no keys");
    }
    return json::serialize(json::write(backup));
}

Result<void> restore_keyring(
    std::filesystem::path const& folder, std::string_view text, std::string_view passphrase
) {
    auto const value = json::parse(text, {.bytes_max = backup_bytes_max, .depth_max = 4});
    if (!value) {
        return broken("", "is not JSON");
    }
    auto const backup = json::read<Backup>(*value, json::Mode::strict);
    if (!backup) {
        return Error(Errc::malformed, "backup_broken", backup.error().faults);
    }
    KeyFolder files(folder);
    if (auto ok = files.make_empty(); !ok) {
        return ok;
    }
    for (auto const& file : backup->files) {
        auto const bytes = from_base64(file.bytes);
        if (!bytes || !is_plain_name(file.name) || to_hex(crypto::sha256(*bytes)) != file.sha256) {
            return broken(file.name, "is not what was backed up");
        }
        if (auto ok = files.write(file.name, as_text(*bytes)); !ok) {
            return ok;
        }
    }
    auto const loaded = load_keyring(folder, passphrase);
    return loaded ? Result<void>() : loaded.error();
}

}  // namespace ocop::signer
