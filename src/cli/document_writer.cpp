#include "cli/document_writer.hpp"

#include <ocop/base/time.hpp>
#include <ocop/epcis/document.hpp>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ocop::cli {

namespace {

constexpr std::size_t pending_bytes_max = std::size_t{1} << 20;

// As errno has it.
Error unwritable(std::filesystem::path const& file) {
    auto const reason = std::generic_category().message(errno);
    return {Errc::unavailable, "file_unwritable", file.string(), reason};
}

// A rename is on disk once its folder is.
bool sync_folder_of(std::filesystem::path const& file) {
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    int const handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool const synced = handle >= 0 && ::fsync(handle) == 0;
    auto const code = errno;
    if (handle >= 0) {
        ::close(handle);
    }
    errno = code;
    return synced;
}

}  // namespace

Result<DocumentWriter> DocumentWriter::open(std::filesystem::path file) {
    auto part = std::filesystem::path(file.string() + ".part");
    // Said now, not after all has been fetched.
    std::error_code ec;
    if (std::filesystem::is_directory(file, ec)) {
        errno = EISDIR;
        return unwritable(file);
    }
    int const handle = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (handle < 0) {
        return unwritable(file);
    }
    return DocumentWriter(std::move(file), std::move(part), handle);
}

DocumentWriter::DocumentWriter(std::filesystem::path file, std::filesystem::path part, int handle)
    : file_(std::move(file)), part_(std::move(part)), handle_(handle) {
    pending_ = R"({"@context":[")" + std::string(epcis::epcis_context) +
               R"("],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":")" +
               to_text(SystemClock().now()) + R"(","epcisBody":{"eventList":[)";
}

DocumentWriter::DocumentWriter(DocumentWriter&& from) noexcept
    : file_(std::move(from.file_)),
      part_(std::move(from.part_)),
      handle_(std::exchange(from.handle_, -1)),
      pending_(std::move(from.pending_)),
      first_(from.first_) {}

DocumentWriter::~DocumentWriter() {
    if (handle_ >= 0) {
        ::close(handle_);
        ::unlink(part_.c_str());
    }
}

Result<void> DocumentWriter::add(json::value const& event) {
    pending_ += first_ ? "\n" : ",\n";
    pending_ += json::canonical(event);
    first_ = false;
    return pending_.size() < pending_bytes_max ? Result<void>() : write_out();
}

Result<void> DocumentWriter::write_out() {
    std::string_view rest = pending_;
    while (!rest.empty()) {
        auto const written = ::write(handle_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return unwritable(file_);
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    pending_.clear();
    return {};
}

Result<void> DocumentWriter::finish() {
    pending_ += "\n]}}\n";
    if (auto ok = write_out(); !ok) {
        return ok;
    }
    if (::fsync(handle_) != 0 || ::rename(part_.c_str(), file_.c_str()) != 0) {
        return unwritable(file_);
    }
    ::close(std::exchange(handle_, -1));
    return sync_folder_of(file_) ? Result<void>() : unwritable(file_);
}

}  // namespace ocop::cli
