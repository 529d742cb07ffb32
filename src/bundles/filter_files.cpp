#include "bundles/filter_files.hpp"

#include "blobs/files.hpp"
#include "registry/values.hpp"

#include <ocop/base/days.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

#include <atomic>

namespace ocop::bundles {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t note_bytes_max = std::size_t{16} << 20;
// Files' times are brought up to date this often.
constexpr std::int64_t touch_ms = day_ms;

fs::file_time_type file_time(Instant at) {
    auto const since = std::chrono::milliseconds(at.ms);
    return fs::file_time_type::clock::from_sys(
        std::chrono::sys_time<std::chrono::milliseconds>(since)
    );
}

// Whole under its name, or not there.
Result<void> write_file(fs::path const& path, std::string_view bytes) {
    static std::atomic<std::uint64_t> next{0};
    auto const part = path.parent_path() / ("part-" + std::to_string(next++));
    std::error_code failed;
    fs::remove(part, failed);
    {
        auto const file = blobs::create_file(part);
        if (!file || !file.write(bytes)) {
            return blobs::write_error(part);
        }
    }
    fs::rename(part, path, failed);
    return failed ? blobs::write_error(path) : Result<void>();
}

bool is_whole(std::string const& bytes, std::string_view sha256) {
    return to_hex(crypto::sha256(as_bytes(bytes))) == sha256;
}

}  // namespace

FilterFiles::FilterFiles(fs::path folder, stamp::SerialKeys const& serials)
    : folder_(std::move(folder)), serials_(serials) {}

fs::path FilterFiles::file_of(std::string_view sha256) const {
    return folder_ / (std::string(sha256) + ".filters");
}

fs::path FilterFiles::note_of(std::string const& digest) const {
    return folder_ / (digest + ".json");
}

// What was made before, if its file is still there.
Result<std::optional<FilterFile>> FilterFiles::find(std::string const& digest) const {
    std::optional<FilterFile> out;
    auto const note = blobs::read_whole(note_of(digest));
    if (!note) {
        return note.error();
    }
    if (!*note) {
        return out;
    }
    auto const value = json::parse(**note, {.bytes_max = note_bytes_max});
    auto file = value ? json::read<FilterFile>(*value, json::Mode::strict) : value.error();
    std::error_code failed;
    bool const there = file && registry::is_sha256_hex(file->sha256) &&
                       fs::file_size(file_of(file->sha256), failed) == file->bytes && !failed;
    if (there) {
        out = std::move(*file);
    }
    return out;
}

Result<FilterFile> FilterFiles::make(
    std::string const& digest, std::vector<OrderPlan> const& orders
) {
    auto filters = make_filters(orders, serials_);
    FilterFile out;
    out.sha256 = to_hex(crypto::sha256(as_bytes(filters.file)));
    out.bytes = filters.file.size();
    out.excepts = std::move(filters.excepts);
    if (auto ok = blobs::make_folder(folder_); !ok) {
        return ok.error();
    }
    if (auto ok = write_file(file_of(out.sha256), filters.file); !ok) {
        return ok.error();
    }
    if (auto ok = write_file(note_of(digest), json::serialize(json::write(out))); !ok) {
        return ok.error();
    }
    std::lock_guard const lock(mutex_);
    made_ += 1;
    return out;
}

void FilterFiles::touch(std::string const& digest, FilterFile const& file, Instant now) {
    std::error_code ignored;  // a time that stays old costs a file that is made again
    fs::last_write_time(file_of(file.sha256), file_time(now), ignored);
    fs::last_write_time(note_of(digest), file_time(now), ignored);
}

Result<FilterFile> FilterFiles::name(std::vector<OrderPlan> const& orders, Instant now) {
    auto const digest = to_hex(digest_of(orders));
    {
        std::lock_guard const lock(mutex_);
        auto const known = named_.find(digest);
        std::error_code gone;
        if (known != named_.end() && now.ms - known->second.at.ms < touch_ms &&
            fs::exists(file_of(known->second.file.sha256), gone)) {
            return known->second.file;
        }
    }
    auto found = find(digest);
    if (!found) {
        return found.error();
    }
    auto file = *found ? Result<FilterFile>(std::move(**found)) : make(digest, orders);
    if (!file) {
        return file;
    }
    touch(digest, *file, now);
    std::lock_guard const lock(mutex_);
    named_.insert_or_assign(digest, Named{*file, now});
    return file;
}

Result<std::string> FilterFiles::read(std::string_view sha256) const {
    Error const absent(Errc::not_found, "bundle_lot_not_found");
    if (!registry::is_sha256_hex(sha256)) {
        return absent;
    }
    auto bytes = blobs::read_whole(file_of(sha256));
    if (!bytes) {
        return bytes.error();
    }
    return *bytes && is_whole(**bytes, sha256) ? Result<std::string>(std::move(**bytes)) : absent;
}

Result<void> FilterFiles::sweep(Instant now) {
    {
        std::lock_guard const lock(mutex_);
        std::erase_if(named_, [&](auto const& each) {
            return now.ms - each.second.at.ms >= touch_ms;
        });
    }
    auto const oldest = file_time({now.ms - kept_ms - touch_ms});
    std::error_code failed;
    for (fs::directory_iterator at(folder_, failed), end; !failed && at != end;
         at.increment(failed)) {
        std::error_code gone;
        auto const time = at->last_write_time(gone);
        if (!gone && time < oldest && !fs::remove(at->path(), gone) && gone) {
            return blobs::write_error(at->path());
        }
    }
    return {};
}

std::uint64_t FilterFiles::made() const {
    std::lock_guard const lock(mutex_);
    return made_;
}

}  // namespace ocop::bundles
