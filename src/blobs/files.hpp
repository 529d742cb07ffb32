#pragma once

#include <ocop/base/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

// Files that are on disk when they are said to be.
namespace ocop::blobs {

// Owns a file descriptor.
class File {
  public:
    explicit File(int handle) : handle_(handle) {}

    ~File();
    File(File const&) = delete;
    File& operator=(File const&) = delete;

    int handle() const { return handle_; }

    explicit operator bool() const { return handle_ >= 0; }

    bool write(std::string_view bytes) const;
    bool sync() const;

  private:
    int handle_;
};

// Errors here: unavailable "blobs_unwritable" or storage_full "storage_full", by errno.
Error write_error(std::filesystem::path const& path);

// A new file of mode 0600; there must be none of that name.
File create_file(std::filesystem::path const& path);
bool sync_folder(std::filesystem::path const& folder);
// Makes one folder (0700) if it is not there, durably.
Result<void> make_folder(std::filesystem::path const& folder);
// Absent is an empty optional. unavailable "blobs_unreadable".
Result<std::optional<std::string>> read_whole(std::filesystem::path const& path);

}  // namespace ocop::blobs
