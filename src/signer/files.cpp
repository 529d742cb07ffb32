#include "signer/files.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace ocop::signer {

namespace {

Error unwritable(std::string_view name) {
    return {Errc::unavailable, "keyring_unwritable", std::string(name), "cannot be written"};
}

Error not_empty(std::filesystem::path const& folder) {
    return {Errc::conflict, "keyring_exists", folder.string(), "is not empty"};
}

// Owns a file descriptor.
class File {
  public:
    explicit File(int handle) : handle_(handle) {}

    ~File() {
        if (handle_ >= 0) {
            ::close(handle_);
        }
    }

    File(File const&) = delete;
    File& operator=(File const&) = delete;

    int handle() const { return handle_; }

  private:
    int handle_;
};

bool write_synced(std::filesystem::path const& path, std::string_view text) {
    File const file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    while (file.handle() >= 0 && !text.empty()) {
        auto const written = ::write(file.handle(), text.data(), text.size());
        if (written <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return file.handle() >= 0 && ::fsync(file.handle()) == 0;
}

bool sync_folder(std::filesystem::path const& folder) {
    File const handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return handle.handle() >= 0 && ::fsync(handle.handle()) == 0;
}

std::filesystem::path parent_of(std::filesystem::path const& folder) {
    return folder.has_parent_path() ? folder.parent_path() : std::filesystem::path(".");
}

}  // namespace

Result<void> KeyFolder::make_empty() {
    std::error_code ec;
    std::filesystem::create_directories(folder_, ec);
    if (ec || ::chmod(folder_.c_str(), 0700) != 0) {
        return unwritable(folder_.string());
    }
    if (!std::filesystem::is_empty(folder_, ec) || ec) {
        return not_empty(folder_);
    }
    return {};
}

Result<void> KeyFolder::check_empty() const {
    std::error_code ec;
    bool const free =
        !std::filesystem::exists(folder_, ec) || (std::filesystem::is_directory(folder_, ec) &&
                                                  std::filesystem::is_empty(folder_, ec) && !ec);
    return free ? Result<void>() : not_empty(folder_);
}

Result<void> KeyFolder::write(std::string_view name, std::string_view text) {
    auto const path = folder_ / name;
    auto const temporary = folder_ / (std::string(name) + ".new");
    if (!write_synced(temporary, text) || ::rename(temporary.c_str(), path.c_str()) != 0 ||
        !sync_folder(folder_)) {
        return unwritable(name);
    }
    return {};
}

Result<std::string> KeyFolder::read(std::string_view name) const {
    auto const path = folder_ / name;

    struct stat info {};

    std::ifstream in(path, std::ios::binary);
    if (!in || ::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
        return Error(Errc::not_found, "keyring_missing", std::string(name), "cannot be read");
    }
    if ((info.st_mode & 077) != 0) {
        return Error(
            Errc::forbidden, "key_file_open", path.string(), "may be read by others; chmod 600 it"
        );
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<void> KeyFolder::move_to(std::filesystem::path const& target) {
    // rename() puts a folder in the place of an empty one only.
    if (::rename(folder_.c_str(), target.c_str()) != 0) {
        return errno == ENOTEMPTY || errno == EEXIST ? not_empty(target)
                                                     : unwritable(target.string());
    }
    return sync_folder(parent_of(target)) ? Result<void>() : unwritable(target.string());
}

void KeyFolder::remove() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::string> KeyFolder::names() const {
    std::vector<std::string> out;
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(folder_, ec)) {
        if (entry.is_regular_file(ec)) {
            out.push_back(entry.path().filename().string());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace ocop::signer
