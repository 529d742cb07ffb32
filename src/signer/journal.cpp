#include "signer/journal.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/json.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ocop::signer {

BOOST_DESCRIBE_STRUCT(ApprovedOrder, (), (order, gtin, lot, kid, epoch, first, count))

namespace {

Error corrupt(std::size_t line) {
    return {
        Errc::corrupt,
        "journal_corrupt",
        "line " + std::to_string(line),
        "does not continue the chain"};
}

struct Line {
    std::string text;
    Hash chain;
};

Line next_line(Hash const& chain, ApprovedOrder const& order) {
    auto value = json::write(order);
    auto const body = json::canonical(value);
    auto const next = crypto::Sha256().add(chain).add(as_bytes(body)).finish();
    value.get_object()["chain"] = to_hex(next);
    return {json::canonical(value), next};
}

// What a line says, whether or not it continues the chain.
Result<ApprovedOrder> read_line(std::string_view text) {
    auto value = json::parse(text);
    if (!value) {
        return value.error();
    }
    if (auto* line = value->if_object()) {
        line->erase("chain");
    }
    return json::read<ApprovedOrder>(*value, json::Mode::strict);
}

bool same(ApprovedOrder const& a, ApprovedOrder const& b) {
    return json::canonical(json::write(a)) == json::canonical(json::write(b));
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fdatasync(file) == 0;
}

Result<std::string> read_all(int file) {
    std::string text;
    std::array<char, 65536> buffer{};
    for (;;) {
        auto const got = ::read(file, buffer.data(), buffer.size());
        if (got < 0) {
            return Error(Errc::unavailable, "journal_unavailable");
        }
        if (got == 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

// For this process and its owner alone.
Result<void> take(int file, std::filesystem::path const& path) {
    struct stat info {};

    if (::fstat(file, &info) != 0) {
        return Error(Errc::unavailable, "journal_unavailable");
    }
    if ((info.st_mode & 077) != 0) {
        return Error(
            Errc::forbidden, "key_file_open", path.string(), "may be read by others; chmod 600 it"
        );
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        return Error(Errc::unavailable, "journal_unavailable", path.string(), "is in use");
    }
    return {};
}

// The name of a new file lasts only once its folder is on disk.
bool sync_folder(std::filesystem::path const& folder) {
    int const handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool const ok = handle >= 0 && ::fsync(handle) == 0;
    if (handle >= 0) {
        ::close(handle);
    }
    return ok;
}

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(std::filesystem::path const& file) {
    Error const unavailable(Errc::unavailable, "journal_unavailable");
    int const handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (handle < 0) {
        return unavailable;
    }
    std::unique_ptr<Journal> journal(new Journal(handle));
    if (auto const taken = take(handle, file); !taken) {
        return taken.error();
    }
    if (!sync_folder(file.parent_path())) {
        return unavailable;
    }
    auto const text = read_all(handle);
    if (!text) {
        return text.error();
    }
    auto const kept = journal->replay(*text);
    if (!kept) {
        return kept.error();
    }
    if (*kept < text->size() &&
        (::ftruncate(handle, static_cast<off_t>(*kept)) != 0 || ::fsync(handle) != 0)) {
        return unavailable;
    }
    return journal;
}

Journal::~Journal() {
    ::close(file_);
}

// Reads complete lines; gives the length of what they take.
Result<std::size_t> Journal::replay(std::string_view text) {
    std::size_t at = 0;
    for (std::size_t line = 1;; ++line) {
        auto const end = text.find('\n', at);
        if (end == std::string_view::npos) {
            return at;
        }
        auto const order = read_line(text.substr(at, end - at));
        if (!order) {
            return corrupt(line);
        }
        auto const due = next_line(chain_, *order);
        if (due.text != text.substr(at, end - at) || !remember(*order)) {
            return corrupt(line);
        }
        chain_ = due.chain;
        at = end + 1;
    }
}

Result<void> Journal::remember(ApprovedOrder const& order) {
    Error const refused(Errc::refused, "range_not_approved");
    if (order.count == 0) {
        return refused;
    }
    auto const last = order.first + order.count - 1;
    auto const next = ranges_.lower_bound({order.epoch, order.first});
    if (next != ranges_.end() && next->first.first == order.epoch && next->second.first <= last) {
        return same(next->second, order) ? Result<void>() : refused;
    }
    ranges_.emplace(std::pair(order.epoch, last), order);
    return {};
}

Result<void> Journal::claim(ApprovedOrder const& order) {
    std::lock_guard const lock(mutex_);
    auto const known = ranges_.size();
    if (auto ok = remember(order); !ok) {
        return ok;
    }
    if (ranges_.size() == known) {
        return {};
    }
    auto const line = next_line(chain_, order);
    if (broken_ || !write_all(file_, line.text + "\n")) {
        // What reached the disk is unknown: nothing more is written after it; a restart decides.
        broken_ = true;
        ranges_.erase({order.epoch, order.first + order.count - 1});
        return Error(Errc::unavailable, "signer_unavailable");
    }
    chain_ = line.chain;
    return {};
}

}  // namespace ocop::signer
