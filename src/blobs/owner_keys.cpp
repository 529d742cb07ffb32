#include "blobs/owner_keys.hpp"

#include "blobs/files.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>
#include <cstdio>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ocop::blobs {

namespace {

constexpr std::size_t owner_chars_max = 64;

Error malformed(std::filesystem::path const& file, std::size_t line) {
    return {
        Errc::corrupt,
        "blobs_key_malformed",
        file.string(),
        "line " + std::to_string(line) + " is no owner and key"};
}

std::string write_keys(std::map<std::string, crypto::BoxKey, std::less<>> const& keys) {
    std::string out;
    for (auto const& [owner, key] : keys) {
        out += owner + ' ' + to_base64url(key) + '\n';
    }
    return out;
}

}  // namespace

bool is_owner(std::string_view owner) {
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz-";
    return !owner.empty() && owner.size() <= owner_chars_max &&
           owner.find_first_not_of(letters) == std::string_view::npos;
}

Result<std::unique_ptr<OwnerKeys>> OwnerKeys::open(std::filesystem::path file, Random& random) {
    struct stat info {};

    if (::stat(file.c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
        return Error(
            Errc::forbidden, "key_file_open", file.string(), "may be read by others; chmod 600 it"
        );
    }
    auto const read = read_whole(file);
    if (!read) {
        return read.error();
    }
    Keys keys;
    std::string_view text = *read ? std::string_view(**read) : std::string_view();
    for (std::size_t number = 1; !text.empty(); ++number) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        auto const space = line.find(' ');
        if (end == std::string_view::npos || space == std::string_view::npos) {
            return malformed(file, number);
        }
        crypto::BoxKey key{};
        auto const bytes = from_base64url(line.substr(space + 1));
        auto const owner = line.substr(0, space);
        if (!bytes || bytes->size() != key.size() || !is_owner(owner)) {
            return malformed(file, number);
        }
        std::copy(bytes->begin(), bytes->end(), key.begin());
        keys[std::string(owner)] = key;
        text.remove_prefix(end + 1);
    }
    return std::unique_ptr<OwnerKeys>(new OwnerKeys(std::move(file), random, std::move(keys)));
}

OwnerKeys::~OwnerKeys() {
    for (auto& [owner, key] : keys_) {
        sodium_memzero(key.data(), key.size());
    }
}

std::optional<crypto::BoxKey> OwnerKeys::find(std::string_view owner) const {
    std::lock_guard const lock(mutex_);
    auto const found = keys_.find(owner);
    return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

Result<crypto::BoxKey> OwnerKeys::find_or_make(std::string_view owner) {
    std::lock_guard const lock(mutex_);
    if (auto const found = keys_.find(owner); found != keys_.end()) {
        return found->second;
    }
    crypto::BoxKey key{};
    random_.fill(key);
    auto keys = keys_;
    keys.emplace(owner, key);
    if (auto ok = replace(std::move(keys)); !ok) {
        return ok.error();
    }
    return key;
}

Result<void> OwnerKeys::drop(std::string_view owner) {
    std::lock_guard const lock(mutex_);
    auto const found = keys_.find(owner);
    if (found == keys_.end()) {
        return {};
    }
    auto keys = keys_;
    keys.erase(std::string(owner));
    return replace(std::move(keys));
}

Result<void> OwnerKeys::replace(Keys keys) {
    auto const temporary = file_.string() + ".new";
    ::unlink(temporary.c_str());  // of a start that was cut short; its absence is no fault
    {
        auto const out = create_file(temporary);
        if (!out || !out.write(write_keys(keys)) || !out.sync()) {
            return write_error(file_);
        }
    }
    if (std::rename(temporary.c_str(), file_.c_str()) != 0 || !sync_folder(file_.parent_path())) {
        return write_error(file_);
    }
    keys_ = std::move(keys);
    return {};
}

}  // namespace ocop::blobs
