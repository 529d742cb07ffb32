#include "blobs/blob_store.hpp"

#include "blobs/files.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

namespace ocop::blobs {

namespace fs = std::filesystem;

namespace {

constexpr char const* incoming_folder = ".incoming";

Error unreadable(fs::path const& path, std::error_code const& ec) {
    return {Errc::unavailable, "blobs_unreadable", "", path.string() + ": " + ec.message()};
}

std::string bound_to(BlobName const& name) {
    return ByteWriter().text_nul(name.owner).bytes(name.hash).take();
}

std::optional<Hash> hash_of(std::string_view hex) {
    Hash out{};
    auto const bytes = from_hex(hex);
    if (!bytes || bytes->size() != out.size() || to_hex(*bytes) != hex) {
        return std::nullopt;
    }
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

timespec as_timespec(Instant at) {
    return {at.ms / 1000, (at.ms % 1000) * 1'000'000};
}

class FileBlobs final : public BlobStore {
  public:
    FileBlobs(FileBlobOptions options, std::unique_ptr<OwnerKeys> keys)
        : options_(std::move(options)), keys_(std::move(keys)) {}

    Result<BlobName> put(std::string_view owner, std::string_view bytes) override;
    Result<std::string> get(BlobName const& name) const override;
    Result<bool> erase(BlobName const& name, Instant before) override;

    Result<void> forget(std::string_view owner) override { return keys_->drop(owner); }

    Result<void> scan(Visit const& visit) const override;

  private:
    fs::path path_of(BlobName const& name) const {
        auto const hex = to_hex(name.hash);
        return options_.folder / name.owner / hex.substr(0, 2) / hex;
    }

    void at(PutStep step) const {
        if (options_.at) {
            options_.at(step);
        }
    }

    bool has_room(std::size_t bytes) const;
    bool touch(fs::path const& path) const;
    Result<void> write(BlobName const& name, std::string_view box) const;
    Result<void> write_incoming(fs::path const& path, std::string_view box) const;
    Result<bool> scan_owner(fs::path const& owner, Visit const& visit) const;
    Result<bool> scan_folder(fs::path const& folder, Visit const& visit) const;

    FileBlobOptions const options_;
    std::unique_ptr<OwnerKeys> const keys_;
    std::mutex mutex_;  // put() and erase(): what one leaves the other sees
};

Result<BlobName> FileBlobs::put(std::string_view owner, std::string_view bytes) {
    if (!is_owner(owner)) {
        return Error(Errc::malformed, "blob_owner_malformed", "", "is no owner of blobs");
    }
    if (bytes.size() > blob_bytes_max) {
        return Error(
            Errc::too_large,
            "blob_too_large",
            "",
            "at most " + std::to_string(blob_bytes_max) + " bytes"
        );
    }
    BlobName name{std::string(owner), crypto::sha256(as_bytes(bytes))};
    auto const key = keys_->find_or_make(owner);
    if (!key) {
        return key.error();
    }
    at(PutStep::key);
    std::lock_guard const lock(mutex_);
    // Only what reads back is there: damage, or a file under a key that was dropped, is replaced.
    if (get(name).has_value() && touch(path_of(name))) {
        return name;
    }
    if (!has_room(bytes.size())) {
        return Error(Errc::storage_full, "storage_full");
    }
    auto const box = crypto::seal_with_key(bytes, *key, bound_to(name), options_.random);
    if (auto ok = write(name, box); !ok) {
        return ok.error();
    }
    return name;
}

bool FileBlobs::has_room(std::size_t bytes) const {
    struct statvfs info {};

    if (options_.free_bytes_min == 0 || ::statvfs(options_.folder.c_str(), &info) != 0) {
        return true;  // the write itself will say
    }
    return std::uint64_t{info.f_bavail} * info.f_frsize >= options_.free_bytes_min + bytes;
}

// A blob's age is by our clock, whatever the file system's says.
bool FileBlobs::touch(fs::path const& path) const {
    auto const now = as_timespec(options_.clock.now());
    std::array<timespec, 2> const times{now, now};
    return ::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0;
}

Result<void> FileBlobs::write_incoming(fs::path const& path, std::string_view box) const {
    auto const file = create_file(path);
    if (!file) {
        return write_error(path);
    }
    at(PutStep::created);
    auto const half = box.size() / 2;
    if (!file.write(box.substr(0, half))) {
        return write_error(path);
    }
    at(PutStep::half);
    if (!file.write(box.substr(half)) || !touch(path)) {
        return write_error(path);
    }
    at(PutStep::written);
    return file.sync() ? Result<void>() : write_error(path);
}

Result<void> FileBlobs::write(BlobName const& name, std::string_view box) const {
    auto const path = path_of(name);
    auto const folder = path.parent_path();
    for (auto const& each : {folder.parent_path(), folder}) {
        if (auto ok = make_folder(each); !ok) {
            return ok;
        }
    }
    std::array<std::uint8_t, 16> label{};
    options_.random.fill(label);
    auto const temporary = options_.folder / incoming_folder / to_hex(label);
    if (auto ok = write_incoming(temporary, box); !ok) {
        ::unlink(temporary.c_str());
        return ok;
    }
    at(PutStep::synced);
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        auto const error = write_error(path);
        ::unlink(temporary.c_str());
        return error;
    }
    at(PutStep::renamed);
    if (!sync_folder(folder)) {
        return write_error(path);
    }
    at(PutStep::durable);
    return {};
}

Result<std::string> FileBlobs::get(BlobName const& name) const {
    if (!is_owner(name.owner)) {
        return Error(Errc::not_found, "blob_missing");
    }
    auto const box = read_whole(path_of(name));
    if (!box) {
        return box.error();
    }
    if (!*box) {
        return Error(Errc::not_found, "blob_missing");
    }
    auto const key = keys_->find(name.owner);
    if (!key) {
        return Error(Errc::not_found, "blob_erased");
    }
    auto plain = crypto::open_with_key(**box, *key, bound_to(name));
    if (!plain || crypto::sha256(as_bytes(*plain)) != name.hash) {
        return Error(Errc::corrupt, "blob_corrupt", "", path_of(name).string());
    }
    return plain;
}

Result<bool> FileBlobs::erase(BlobName const& name, Instant before) {
    std::lock_guard const lock(mutex_);

    struct stat info {};

    auto const path = path_of(name);
    if (!is_owner(name.owner) || ::stat(path.c_str(), &info) != 0) {
        return false;
    }
    auto const touched = info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1'000'000;
    if (touched >= before.ms) {
        return false;
    }
    if (::unlink(path.c_str()) != 0) {
        return write_error(path);
    }
    return true;
}

// False: the visitor has seen enough.
Result<bool> FileBlobs::scan_folder(fs::path const& folder, Visit const& visit) const {
    std::error_code ec;
    auto const owner = folder.parent_path().filename().string();
    for (auto file = fs::directory_iterator(folder, ec); !ec && file != fs::directory_iterator();
         file.increment(ec)) {
        struct stat info {};

        auto const hash = hash_of(file->path().filename().string());
        if (!hash || ::stat(file->path().c_str(), &info) != 0) {
            continue;
        }
        auto const touched = info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1'000'000;
        if (!visit({{owner, *hash}, static_cast<std::uint64_t>(info.st_size), {touched}})) {
            return false;
        }
    }
    return ec ? Result<bool>(unreadable(folder, ec)) : Result<bool>(true);
}

Result<bool> FileBlobs::scan_owner(fs::path const& owner, Visit const& visit) const {
    std::error_code ec;
    for (auto folder = fs::directory_iterator(owner, ec); !ec && folder != fs::directory_iterator();
         folder.increment(ec)) {
        auto more = scan_folder(folder->path(), visit);
        if (!more || !*more) {
            return more;
        }
    }
    return ec ? Result<bool>(unreadable(owner, ec)) : Result<bool>(true);
}

Result<void> FileBlobs::scan(Visit const& visit) const {
    std::error_code ec;
    for (auto owner = fs::directory_iterator(options_.folder, ec);
         !ec && owner != fs::directory_iterator();
         owner.increment(ec)) {
        if (!is_owner(owner->path().filename().string())) {
            continue;
        }
        std::error_code each;
        bool const folder = owner->is_directory(each);
        if (each) {
            return unreadable(owner->path(), each);
        }
        if (!folder) {
            continue;
        }
        auto const more = scan_owner(owner->path(), visit);
        if (!more || !*more) {
            return more ? Result<void>() : more.error();
        }
    }
    return ec ? Result<void>(unreadable(options_.folder, ec)) : Result<void>();
}

Result<void> clear_incoming(fs::path const& folder) {
    std::error_code ec;
    for (auto left = fs::directory_iterator(folder, ec); !ec && left != fs::directory_iterator();
         left.increment(ec)) {
        std::error_code each;
        fs::remove(left->path(), each);
        if (each) {
            return unreadable(left->path(), each);
        }
    }
    return ec ? Result<void>(unreadable(folder, ec)) : Result<void>();
}

}  // namespace

Result<std::unique_ptr<BlobStore>> open_file_blobs(FileBlobOptions options) {
    auto const incoming = options.folder / incoming_folder;
    for (auto const& each : {options.folder, incoming}) {
        if (auto ok = make_folder(each); !ok) {
            return ok.error();
        }
    }
    if (auto ok = clear_incoming(incoming); !ok) {
        return ok.error();
    }
    std::error_code ec;
    bool const keyless = !fs::exists(options.key_file, ec);
    if (ec) {
        return unreadable(options.key_file, ec);
    }
    auto keys = OwnerKeys::open(options.key_file, options.random);
    if (!keys) {
        return keys.error();
    }
    auto const key_file = options.key_file.string();
    auto blobs = std::make_unique<FileBlobs>(std::move(options), std::move(*keys));
    bool any = false;
    auto const scanned = blobs->scan([&any](StoredBlob const&) {
        any = true;
        return false;
    });
    if (!scanned) {
        return scanned.error();
    }
    if (any && keyless) {
        return Error(Errc::corrupt, "blobs_key_missing", key_file, "blobs are here without it");
    }
    return std::unique_ptr<BlobStore>(std::move(blobs));
}

Result<Scrubbed> scrub(BlobStore const& store) {
    Scrubbed out;
    Result<void> outcome;
    auto const each = [&](StoredBlob const& blob) {
        ++out.blobs;
        auto const read = store.get(blob.name);
        if (read || read.error().slug == "blob_missing") {
            return true;
        }
        if (read.error().slug == "blob_erased") {
            ++out.erased;
            return true;
        }
        if (read.error().code != Errc::corrupt) {
            outcome = read.error();
            return false;
        }
        ++out.damaged_count;
        if (out.damaged.size() < damaged_max) {
            out.damaged.push_back(blob.name);
        }
        return true;
    };
    if (auto const scanned = store.scan(each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

}  // namespace ocop::blobs
