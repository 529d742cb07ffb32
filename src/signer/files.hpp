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
    // conflict "keyring_exists" when there is anything but an empty folder.
    Result<void> check_empty() const;
    // Through a temporary file and a rename, both synced. unavailable "keyring_unwritable".
    Result<void> write(std::string_view name, std::string_view text);
    // not_found "keyring_missing", also for what is no file; forbidden "key_file_open" when group
    // or others have any right.
    Result<std::string> read(std::string_view name) const;
    std::vector<std::string> names() const;  // of files; sorted
    // Takes the place of `target`, which must be empty or absent. conflict "keyring_exists";
    // unavailable "keyring_unwritable". This object names what is no more there then.
    Result<void> move_to(std::filesystem::path const& target);
    // Whatever is there, and the folder.
    void remove();

  private:
    std::filesystem::path const folder_;
};

}  // namespace ocop::signer
