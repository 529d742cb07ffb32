#include "signer/files.hpp"

#include <algorithm>
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

}  // namespace

Result<void> KeyFolder::make_empty() {
    std::error_code ec;
    std::filesystem::create_directories(folder_, ec);
    if (ec || ::chmod(folder_.c_str(), 0700) != 0) {
        return unwritable(folder_.string());
    }
    if (!std::filesystem::is_empty(folder_, ec) || ec) {
        return Error(Errc::conflict, "keyring_exists", folder_.string(), "is not empty");
    }
    return {};
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
    if (!in || ::stat(path.c_str(), &info) != 0) {
        return Error(Errc::not_found, "keyring_missing", std::string(name), "cannot be read");
    }
    if ((info.st_mode & 077) != 0) {
        return Error(
            Errc::forbidden, "key_file_open", path.string(), "may be read by others; chmod 600 it"
        );
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<std::string> KeyFolder::names() const {
    std::vector<std::string> out;
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(folder_, ec)) {
        out.push_back(entry.path().filename().string());
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace ocop::signer
