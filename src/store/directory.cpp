#include "store/directory.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace ocop::store {

namespace fs = std::filesystem;

namespace {

Error system_error(fs::path const& path, std::string const& reason) {
    return {Errc::unavailable, "store_unreadable", "", path.string() + ": " + reason};
}

Error last_error(fs::path const& path) {
    return system_error(path, std::generic_category().message(errno));
}

Result<void> sync(fs::path const& path) {
    auto const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return last_error(path);
    }
    auto const result = ::fsync(file);
    auto const error = last_error(path);
    ::close(file);
    return result == 0 ? Result<void>() : error;
}

Result<void> sync_all(fs::path const& directory) {
    std::error_code ec;
    for (auto at = fs::directory_iterator(directory, ec); !ec && at != fs::directory_iterator();
         at.increment(ec)) {
        if (auto const synced = sync(at->path()); !synced) {
            return synced.error();
        }
    }
    return ec ? system_error(directory, ec.message()) : sync(directory);
}

void copy_or_link(fs::path const& from, fs::path const& to, std::error_code& ec) {
    if (from.extension() == ".sst") {
        fs::create_hard_link(from, to, ec);
        if (!ec) {
            return;
        }
    }
    fs::copy_file(from, to, ec);
}

}  // namespace

Paths::Paths(fs::path const& directory)
    : root(directory),
      database(directory / "db"),
      mark(directory / "mark"),
      lock(directory / "lock"),
      copy(directory / "db.copy"),
      damaged(directory / "db.damaged") {}

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(Paths const& paths) {
    std::error_code ec;
    fs::create_directory(paths.root, ec);
    if (ec) {
        return system_error(paths.root, ec.message());
    }
    auto const file = ::open(paths.lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return last_error(paths.lock);
    }
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
        return std::unique_ptr<DirectoryLock>(new DirectoryLock(file));
    }
    bool const taken = errno == EWOULDBLOCK;
    auto const error = last_error(paths.lock);
    ::close(file);
    if (taken) {
        return Error(
            Errc::unavailable, "store_locked", "", paths.root.string() + " is open already"
        );
    }
    return error;
}

DirectoryLock::~DirectoryLock() {
    ::close(file_);
}

Result<void> copy_database(Paths const& paths) {
    std::error_code ec;
    fs::remove_all(paths.copy, ec);
    if (!ec) {
        fs::create_directory(paths.copy, ec);
    }
    auto from = ec ? fs::directory_iterator() : fs::directory_iterator(paths.database, ec);
    while (!ec && from != fs::directory_iterator()) {
        if (from->is_regular_file(ec) && from->path().filename() != "LOCK") {
            copy_or_link(from->path(), paths.copy / from->path().filename(), ec);
        }
        if (!ec) {
            from.increment(ec);
        }
    }
    return ec ? system_error(paths.copy, ec.message()) : Result<void>();
}

Result<void> swap_in_copy(Paths const& paths) {
    if (auto const synced = sync_all(paths.copy); !synced) {
        return synced.error();
    }
    std::error_code ec;
    fs::remove_all(paths.damaged, ec);
    if (!ec) {
        fs::rename(paths.database, paths.damaged, ec);
    }
    if (!ec) {
        fs::rename(paths.copy, paths.database, ec);
    }
    return ec ? system_error(paths.database, ec.message()) : sync(paths.root);
}

Result<void> undo_swap(Paths const& paths) {
    std::error_code ec;
    if (fs::exists(paths.database, ec) || !fs::exists(paths.copy, ec) ||
        !fs::exists(paths.damaged, ec)) {
        return ec ? system_error(paths.root, ec.message()) : Result<void>();
    }
    fs::rename(paths.damaged, paths.database, ec);
    return ec ? system_error(paths.database, ec.message()) : sync(paths.root);
}

}  // namespace ocop::store
