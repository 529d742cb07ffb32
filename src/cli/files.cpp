#include "cli/files.hpp"

#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace ocop::cli {

Result<std::string> read_file(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in) {
        return Error(Errc::not_found, "file_unreadable", file.string(), "cannot be read");
    }
    return text;
}

Result<std::string> read_secret_file(
    std::filesystem::path const& file, std::filesystem::perms refused
) {
    std::error_code ec;
    auto const mode = std::filesystem::status(file, ec).permissions();
    if (!ec && (mode & refused) != std::filesystem::perms::none) {
        return Error(Errc::forbidden, "key_file_open", file.string(), "may be read by others");
    }
    return read_file(file);
}

Result<void> write_private_file(std::filesystem::path const& file, std::string_view text) {
    Error const unwritable(
        Errc::unavailable, "file_unwritable", file.string(), "cannot be written"
    );
    auto const folder = file.parent_path();
    std::error_code ec;
    if (!folder.empty() && std::filesystem::create_directories(folder, ec)) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ec);
    }
    auto const temporary = file.string() + ".new";
    int const handle = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (handle < 0) {
        return unwritable;
    }
    bool ok = true;
    while (ok && !text.empty()) {
        auto const written = ::write(handle, text.data(), text.size());
        ok = written > 0;
        text.remove_prefix(ok ? static_cast<std::size_t>(written) : 0);
    }
    ok = ::fsync(handle) == 0 && ok;
    ::close(handle);
    if (!ok || ::rename(temporary.c_str(), file.c_str()) != 0) {
        return unwritable;
    }
    return {};
}

std::function<std::optional<api::DiskRoom>()> disk_room_of(std::filesystem::path const& folder) {
    return [folder]() -> std::optional<api::DiskRoom> {
        std::error_code failure;
        auto const space = std::filesystem::space(folder, failure);
        if (failure) {
            return std::nullopt;
        }
        return api::DiskRoom{
            static_cast<std::int64_t>(space.available), static_cast<std::int64_t>(space.capacity)};
    };
}

}  // namespace ocop::cli
