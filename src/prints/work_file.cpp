#include "prints/work_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ocop::prints {

namespace {

Error failed(std::filesystem::path const& path) {
    if (errno == ENOSPC || errno == EDQUOT) {
        return {Errc::storage_full, "storage_full"};
    }
    return {Errc::unavailable, "print_file_unwritable", "", path.filename().string()};
}

}  // namespace

struct WorkFile::State {
    State(std::filesystem::path p, int h) : path(std::move(p)), handle(h) {}

    State(State const&) = delete;
    State& operator=(State const&) = delete;

    ~State() { ::close(handle); }

    std::filesystem::path path;
    int handle;
    std::uint64_t length = 0;
};

WorkFile::WorkFile(std::unique_ptr<State> state) : state_(std::move(state)) {}

WorkFile::WorkFile(WorkFile&&) noexcept = default;
WorkFile& WorkFile::operator=(WorkFile&&) noexcept = default;
WorkFile::~WorkFile() = default;

Result<WorkFile> WorkFile::open(std::filesystem::path const& path, std::uint64_t length) {
    int const handle = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle < 0) {
        return failed(path);
    }
    auto state = std::make_unique<State>(path, handle);

    struct stat now {};

    if (::fstat(handle, &now) != 0) {
        return failed(path);
    }
    if (static_cast<std::uint64_t>(now.st_size) < length) {
        return Error(Errc::corrupt, "print_file_short", "", path.filename().string());
    }
    if (::ftruncate(handle, static_cast<off_t>(length)) != 0 ||
        ::lseek(handle, static_cast<off_t>(length), SEEK_SET) < 0) {
        return failed(path);
    }
    state->length = length;
    return WorkFile(std::move(state));
}

Result<void> WorkFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(state_->handle, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return failed(state_->path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
        state_->length += static_cast<std::uint64_t>(written);
    }
    return {};
}

Result<void> WorkFile::sync() {
    return ::fsync(state_->handle) == 0 ? Result<void>() : failed(state_->path);
}

std::uint64_t WorkFile::length() const {
    return state_->length;
}

}  // namespace ocop::prints
