#pragma once

#include <ocop/base/result.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::signer {

// The folder that holds keys: files for the owner alone, replaced whole and synced.
class KeyFolder {
  public:
    explicit KeyFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Makes the folder with mode 0700. conflict "keyring_exists" when it holds anything;
    // unavailable "keyring_unwritable".
    Result<void> make_empty();
    // Through a temporary file and a rename, both synced. unavailable "keyring_unwritable".
    Result<void> write(std::string_view name, std::string_view text);
    // not_found "keyring_missing"; forbidden "key_file_open" when group or others have any right.
    Result<std::string> read(std::string_view name) const;
    std::vector<std::string> names() const;  // sorted

  private:
    std::filesystem::path const folder_;
};

}  // namespace ocop::signer
