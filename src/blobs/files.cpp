#include "blobs/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace ocop::blobs {

File::~File() {
    if (handle_ >= 0) {
        ::close(handle_);
    }
}

bool File::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const written = ::write(handle_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool File::sync() const {
    return ::fsync(handle_) == 0;
}

Error write_error(std::filesystem::path const& path) {
    bool const full = errno == ENOSPC || errno == EDQUOT;
    auto reason = path.string() + ": " + std::generic_category().message(errno);
    return full ? Error(Errc::storage_full, "storage_full", "", std::move(reason))
                : Error(Errc::unavailable, "blobs_unwritable", "", std::move(reason));
}

File create_file(std::filesystem::path const& path) {
    return File(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
}

bool sync_folder(std::filesystem::path const& folder) {
    auto const* const name = folder.empty() ? "." : folder.c_str();
    File const handle(::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return handle && handle.sync();
}

Result<void> make_folder(std::filesystem::path const& folder) {
    if (::mkdir(folder.c_str(), 0700) != 0) {
        // Whoever made it may have died before the sync below: so it is done again.
        if (errno != EEXIST) {
            return write_error(folder);
        }
    }
    return sync_folder(folder.parent_path()) ? Result<void>() : write_error(folder);
}

Result<std::optional<std::string>> read_whole(std::filesystem::path const& path) {
    File const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::optional<std::string>();
        }
        return Error(Errc::unavailable, "blobs_unreadable", "", path.string());
    }

    struct stat info {};

    if (::fstat(file.handle(), &info) != 0 || !S_ISREG(info.st_mode)) {
        return Error(Errc::unavailable, "blobs_unreadable", "", path.string());
    }
    std::string out(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t at = 0;
    while (at < out.size()) {
        auto const count = ::read(file.handle(), out.data() + at, out.size() - at);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return Error(Errc::unavailable, "blobs_unreadable", "", path.string());
        }
        if (count == 0) {
            break;  // shorter than it was: its reader will find the bytes damaged
        }
        at += static_cast<std::size_t>(count);
    }
    out.resize(at);
    return std::optional<std::string>(std::move(out));
}

}  // namespace ocop::blobs
