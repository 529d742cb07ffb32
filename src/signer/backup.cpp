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

Error broken(std::string pointer, std::string reason) {
    return {Errc::malformed, "backup_broken", std::move(pointer), std::move(reason)};
}

Error too_large() {
    auto const most = std::to_string(backup_bytes_max);
    return {Errc::too_large, "backup_too_large", "", "must have at most " + most + " bytes"};
}

// Names come from the backup: they may not lead out of the folder.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name[0] != '.' && name.find('/') == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

using Files = std::map<std::string, Bytes>;

// By name, all of them checked; without the journal.
Result<Files> read_backup(std::string_view text) {
    if (text.size() > backup_bytes_max) {
        return too_large();
    }
    auto const value = json::parse(text, {.bytes_max = backup_bytes_max, .depth_max = 4});
    if (!value) {
        return broken("", "is not JSON");
    }
    auto const backup = json::read<Backup>(*value, json::Mode::strict);
    if (!backup) {
        return Error(Errc::malformed, "backup_broken", backup.error().faults);
    }
    Files files;
    for (auto const& file : backup->files) {
        auto bytes = from_base64(file.bytes);
        if (!bytes || !is_plain_name(file.name) || to_hex(crypto::sha256(*bytes)) != file.sha256 ||
            !files.emplace(file.name, std::move(*bytes)).second) {
            return broken(file.name, "is not what was backed up");
        }
    }
    files.erase(std::string(journal_file));
    return files;
}

Result<void> write_and_load(
    KeyFolder& folder, std::filesystem::path const& path, Files const& files, std::string_view with
) {
    if (auto ok = folder.make_empty(); !ok) {
        return ok;
    }
    for (auto const& [name, bytes] : files) {
        if (auto ok = folder.write(name, as_text(bytes)); !ok) {
            return ok;
        }
    }
    auto const loaded = load_keyring(path, with);
    return loaded ? Result<void>() : loaded.error();
}

}  // namespace

Result<std::string> back_up_keyring(std::filesystem::path const& folder) {
    KeyFolder const files(folder);
    Backup backup;
    for (auto const& name : files.names()) {
        if (name == journal_file || !is_plain_name(name)) {
            continue;
        }
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
    auto text = json::serialize(json::write(backup));
    if (text.size() > backup_bytes_max) {
        return too_large();
    }
    return text;
}

Result<void> restore_keyring(
    std::filesystem::path const& folder, std::string_view text, std::string_view passphrase
) {
    auto const files = read_backup(text);
    if (!files) {
        return files.error();
    }
    // "keys/" is the folder "keys".
    auto const target = folder.has_filename() ? folder : folder.parent_path();
    if (auto ok = KeyFolder(target).check_empty(); !ok) {
        return ok;
    }
    std::filesystem::path const beside = target.string() + ".new";
    KeyFolder unfinished(beside);
    unfinished.remove();
    auto restored = write_and_load(unfinished, beside, *files, passphrase);
    if (restored) {
        restored = unfinished.move_to(target);
    }
    if (!restored) {
        unfinished.remove();
    }
    return restored;
}

}  // namespace ocop::signer
