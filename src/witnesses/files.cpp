#include "witnesses/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ocop::witnesses {

namespace {

Error unwritable(std::filesystem::path const& path) {
    return {Errc::unavailable, "file_unwritable", path.string(), "cannot be written"};
}

bool write_all(int handle, std::string_view text) {
    while (!text.empty()) {
        auto const written = ::write(handle, text.data(), text.size());
        if (written <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(handle) == 0;
}

bool sync_folder(std::filesystem::path const& folder) {
    auto const* const name = folder.empty() ? "." : folder.c_str();
    int const handle = ::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) {
        return false;
    }
    bool const synced = ::fsync(handle) == 0;
    ::close(handle);
    return synced;
}

}  // namespace

Result<void> make_folder(std::filesystem::path const& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) {
        return sync_folder(folder.parent_path()) ? Result<void>() : unwritable(folder);
    }
    return errno == EEXIST ? Result<void>() : unwritable(folder);
}

Result<void> replace_file(std::filesystem::path const& file, std::string_view text) {
    auto const temporary = file.string() + ".new";
    int const handle = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (handle < 0) {
        return unwritable(file);
    }
    bool const written = write_all(handle, text);
    ::close(handle);
    if (!written || ::rename(temporary.c_str(), file.c_str()) != 0) {
        return unwritable(file);
    }
    return sync_folder(file.parent_path()) ? Result<void>() : unwritable(file);
}

Result<std::optional<std::string>> read_file_if_there(std::filesystem::path const& file) {
    Error const unreadable(Errc::unavailable, "file_unreadable", file.string(), "cannot be read");
    std::error_code ec;
    auto const status = std::filesystem::status(file, ec);
    if (status.type() == std::filesystem::file_type::not_found) {
        return std::optional<std::string>();
    }
    std::ifstream in(file, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in || status.type() != std::filesystem::file_type::regular) {
        return unreadable;
    }
    return std::optional<std::string>(std::move(text));
}

Result<FolderLock> FolderLock::take(std::filesystem::path const& folder) {
    auto const file = folder / "lock";
    FolderLock out(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (out.handle_ < 0) {
        return unwritable(file);
    }
    if (::flock(out.handle_, LOCK_EX | LOCK_NB) != 0) {
        return Error(Errc::unavailable, "folder_locked", folder.string(), "is in use");
    }
    return out;
}

FolderLock::~FolderLock() {
    if (handle_ >= 0) {
        ::close(handle_);
    }
}

FolderLock::FolderLock(FolderLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

}  // namespace ocop::witnesses
