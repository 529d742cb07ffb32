#pragma once

#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>
#include <ocop/crypto/box.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

// The keys of the blobs' owners, in one file outside the database and the blobs' folder, with
// backups of its own that live for 30 days: a key dropped here is gone when those are.
//
// The file: one line an owner, "owner base64url(32 bytes)\n", sorted; mode 0600; replaced whole.
namespace ocop::blobs {

class OwnerKeys {
  public:
    // An absent file is no keys; it is made when the first key is. forbidden "key_file_open" when
    // group or others have any right; corrupt "blobs_key_malformed".
    static Result<std::unique_ptr<OwnerKeys>> open(std::filesystem::path file, Random& random);

    // Any thread.
    std::optional<crypto::BoxKey> find(std::string_view owner) const;
    // Made on first use, and on disk before it is given. unavailable "blobs_unwritable".
    Result<crypto::BoxKey> find_or_make(std::string_view owner);
    // Off the disk when it returns; an owner without a key is no error. unavailable
    // "blobs_unwritable".
    Result<void> drop(std::string_view owner);

    ~OwnerKeys();
    OwnerKeys(OwnerKeys const&) = delete;
    OwnerKeys& operator=(OwnerKeys const&) = delete;

  private:
    using Keys = std::map<std::string, crypto::BoxKey, std::less<>>;

    OwnerKeys(std::filesystem::path file, Random& random, Keys keys)
        : file_(std::move(file)), random_(random), keys_(std::move(keys)) {}

    Result<void> replace(Keys keys);  // with the mutex held

    std::filesystem::path const file_;
    Random& random_;
    mutable std::mutex mutex_;  // guards keys_ and the file
    Keys keys_;
};

// 1 to 64 of [0-9a-z-]: what may name a folder and stand in a line of the file.
bool is_owner(std::string_view owner);

}  // namespace ocop::blobs
