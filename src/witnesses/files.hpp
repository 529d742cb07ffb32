#pragma once

#include <ocop/base/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

// Small files that are on disk when they are said to be.
namespace ocop::witnesses {

// Makes the folder (0700) where it is not there; its parent must be. unavailable "file_unwritable".
Result<void> make_folder(std::filesystem::path const& folder);

// Puts `text` in the file's place, mode 0600, whole or not at all. When it fails, the old or the
// new text may be what a crash leaves. unavailable "file_unwritable", naming the file.
Result<void> replace_file(std::filesystem::path const& file, std::string_view text);

// Absent where there is no such file. unavailable "file_unreadable", naming it.
Result<std::optional<std::string>> read_file_if_there(std::filesystem::path const& file);

// Held from construction to destruction: this process alone works in the folder.
class FolderLock {
  public:
    // unavailable "folder_locked" while another holds it; "file_unwritable".
    static Result<FolderLock> take(std::filesystem::path const& folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;

  private:
    explicit FolderLock(int handle) : handle_(handle) {}

    int handle_;
};

}  // namespace ocop::witnesses
