#include "cli/audit_files.hpp"

#include "cli/files.hpp"

#include <ocop/ledger/checkpoint.hpp>
#include <ocop/ledger/entry.hpp>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <unistd.h>

namespace ocop::cli {

namespace {

constexpr int tries_max = 5;
constexpr int pause_ms = 250;  // doubled each time
constexpr std::size_t bundle_bytes_max = ledger::tile_width * (2 + ledger::entry_bytes_max);
constexpr std::size_t tile_bytes_max = ledger::tile_width * sizeof(Hash);

bool may_pass(Result<http::ClientResponse> const& answer) {
    if (answer) {
        return answer->status == 429 || answer->status == 503;
    }
    return answer.error().slug == "peer_unreachable" || answer.error().slug == "peer_too_slow";
}

std::filesystem::path checkpoint_file(std::filesystem::path const& file) {
    return file.string() + ".checkpoint";
}

Error broken(std::filesystem::path const& file, std::string reason) {
    return {Errc::malformed, "state_malformed", file.string(), std::move(reason)};
}

Error unwritable(std::filesystem::path const& file) {
    return {Errc::unavailable, "file_unwritable", file.string(), std::strerror(errno)};
}

// In the place of a checkpoint until the first was reached: the file beside it is ours all the
// same.
constexpr std::string_view begun = "ocoptrace audit --state: nothing is kept yet\n";

// Writes `text` at `offset`, and cuts the file behind it.
Result<void> write_at(
    std::filesystem::path const& file, std::uint64_t offset, std::string_view text
) {
    int const fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return unwritable(file);
    }
    bool good = ::ftruncate(fd, static_cast<off_t>(offset)) == 0;
    while (good && !text.empty()) {
        auto const wrote = ::pwrite(fd, text.data(), text.size(), static_cast<off_t>(offset));
        good = wrote > 0;
        text.remove_prefix(good ? static_cast<std::size_t>(wrote) : 0);
        offset += good ? static_cast<std::uint64_t>(wrote) : 0;
    }
    auto const outcome = good ? Result<void>() : unwritable(file);
    ::close(fd);
    return outcome;
}

Result<void> have_on_disk(std::filesystem::path const& file) {
    int const fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    auto const outcome = fd >= 0 && ::fsync(fd) == 0 ? Result<void>() : unwritable(file);
    if (fd >= 0) {
        ::close(fd);
    }
    return outcome;
}

}  // namespace

Result<std::string> log_prefix(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    while (url.ends_with('/')) {
        url.remove_suffix(1);
    }
    if (!url.starts_with(scheme) || url.size() == scheme.size()) {
        return Error(Errc::malformed, "url_malformed", "", "must be https://host[:port][/path]");
    }
    bool const bare = url.find('/', scheme.size()) == std::string_view::npos;
    return std::string(url) + (bare ? "/log" : "");
}

RemoteLog::RemoteLog(LogUrl const& url, std::string trusted)
    : prefix_(url.prefix + "/"), resolver_(http::make_system_resolver()) {
    using Reach = http::AddressPolicy::Reach;
    http::ClientOptions options;
    options.policy.reach = url.private_address ? Reach::configured : Reach::public_only;
    options.policy.ports.clear();
    options.trusted_pem = std::move(trusted);
    client_ = std::make_shared<http::Client>(std::move(options), *resolver_);
}

Result<RemoteLog> RemoteLog::connect(LogUrl const& url) {
    std::string trusted;
    if (url.ca_file) {
        auto pem = read_file(*url.ca_file);
        if (!pem) {
            return pem.error();
        }
        trusted = std::move(*pem);
    }
    return RemoteLog(url, std::move(trusted));
}

Result<std::string> RemoteLog::get(std::string const& path, std::size_t bytes_max) const {
    http::ClientRequest request;
    request.url = prefix_ + path;
    request.body_bytes_max = bytes_max;
    auto answer = client_->send(request);
    for (int tried = 0; tried + 1 < tries_max && may_pass(answer); ++tried) {
        ::poll(nullptr, 0, pause_ms << tried);  // a signal may end it early
        answer = client_->send(request);
    }
    if (!answer) {
        return answer.error();
    }
    if (answer->status != 200) {
        // Of a service that cannot answer now nothing follows.
        bool const later = answer->status == 429 || answer->status >= 500;
        return Error(
            later ? Errc::unavailable : Errc::refused,
            "service_refused",
            "",
            "status " + std::to_string(answer->status)
        );
    }
    return std::move(answer->body);
}

tlog::LogFiles RemoteLog::files() const {
    tlog::LogFiles out;
    out.read_checkpoint = [this] { return get("checkpoint", ledger::note_bytes_max); };
    out.read = [this](ledger::TilePath const& path) {
        bool const hashes = path.kind == ledger::TilePath::Kind::hashes;
        return get(ledger::to_text(path), hashes ? tile_bytes_max : bundle_bytes_max);
    };
    return out;
}

Result<KeptLog> KeptLog::open(std::filesystem::path file, ledger::NoteKey const& key) {
    KeptLog out;
    out.file_ = std::move(file);
    out.bundles_.push_back(0);
    std::error_code ec;
    bool const marked = std::filesystem::exists(checkpoint_file(out.file_), ec);
    if (!marked && std::filesystem::exists(out.file_, ec)) {
        return broken(out.file_, "is there without its .checkpoint: another file, or half of one");
    }
    if (auto loaded = marked ? out.load(key) : Result<void>(); !loaded) {
        return loaded.error();
    }
    return out;
}

Result<void> KeptLog::load(ledger::NoteKey const& key) {
    auto const note = read_file(checkpoint_file(file_));
    if (!note) {
        return note.error();
    }
    is_ours_ = true;
    if (*note == begun) {
        return {};
    }
    auto const opened = ledger::open_checkpoint(*note, key);
    if (!opened) {
        return broken(checkpoint_file(file_), describe(opened.error()));
    }
    head_ = opened->checkpoint.head;
    std::ifstream in(file_, std::ios::binary);
    ledger::Frontier frontier;
    std::string entry;
    std::uint64_t offset = 0;
    for (; frontier.size() < head_->size; frontier.append(as_bytes(entry))) {
        std::array<char, 2> length{};
        in.read(length.data(), length.size());
        ByteReader reader(std::string_view(length.data(), length.size()));
        entry.resize(reader.u16());
        in.read(entry.data(), static_cast<std::streamsize>(entry.size()));
        if (!in) {
            return broken(file_, "ends before its checkpoint's size");
        }
        offset += 2 + entry.size();
        if ((frontier.size() + 1) % ledger::tile_width == 0) {
            bundles_.push_back(offset);
        }
    }
    end_ = offset;
    return frontier.root() == head_->root ? Result<void>()
                                          : broken(file_, "does not lead to its checkpoint");
}

Result<std::string> KeptLog::read_bundle(ledger::TilePath const& path) {
    auto const at = static_cast<std::size_t>(path.tile.index);
    std::string out(static_cast<std::size_t>(bundles_[at + 1] - bundles_[at]), '\0');
    std::ifstream in(file_, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(bundles_[at]));
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    return in ? Result<std::string>(std::move(out)) : broken(file_, "cannot be read");
}

tlog::LogFiles KeptLog::before(tlog::LogFiles rest) {
    tlog::LogFiles out;
    out.read_checkpoint = rest.read_checkpoint;
    out.read = [this, read = std::move(rest.read)](ledger::TilePath const& path) {
        bool const kept = path.kind == ledger::TilePath::Kind::entries &&
                          path.width == ledger::tile_width && path.tile.index + 1 < bundles_.size();
        return kept ? read_bundle(path) : read(path);
    };
    return out;
}

void KeptLog::add(std::uint64_t index, std::string_view entry) {
    bool const is_kept = head_ && index < head_->size;
    if (is_kept || !written_) {
        return;
    }
    ledger::append_to_bundle(fresh_, entry);
    if ((index + 1) % ledger::tile_width == 0) {
        written_ = write_fresh();
    }
}

Result<void> KeptLog::write_fresh() {
    if (!is_ours_) {
        if (auto ok = write_private_file(checkpoint_file(file_), begun); !ok) {
            return ok;
        }
        is_ours_ = true;
    }
    auto const written = write_at(file_, end_, fresh_);
    end_ += fresh_.size();
    fresh_.clear();
    return written;
}

Result<void> KeptLog::save(tlog::Audited const& audited) {
    written_ = written_ ? write_fresh() : written_;
    auto const kept = written_ ? have_on_disk(file_) : written_;
    return kept ? write_private_file(checkpoint_file(file_), audited.note) : kept;
}

}  // namespace ocop::cli
