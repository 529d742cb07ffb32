#pragma once

#include "bundles/plan.hpp"

#include <ocop/base/time.hpp>

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

// Filter files that were made, in a folder of their own, so that a lot's is made again only when
// what it rests on changed, a restart included. What is lost is made again: nothing here is part of
// a backup.
//
// In the folder: HASH.filters, a filter file under its SHA-256; DIGEST.json, what make_filters()
// gave for the plan of that digest. The time of a file is when a bundle named it last.
namespace ocop::bundles {

inline constexpr std::int64_t kept_ms = 7 * std::int64_t{86'400'000};

// What a bundle says of a filter file.
struct FilterFile {
    std::string sha256;  // lower-case hex
    std::uint64_t bytes = 0;
    std::vector<std::vector<std::string>> excepts;  // as LotFilters has them
};
BOOST_DESCRIBE_STRUCT(FilterFile, (), (sha256, bytes, excepts))

// Any thread.
class FilterFiles {
  public:
    // Makes the folder when it is first needed. `serials` must outlive it.
    FilterFiles(std::filesystem::path folder, stamp::SerialKeys const& serials);

    // The file of these orders, made if it is not there, and named now. Two who ask for one at once
    // may both make it. Unavailable "blobs_unwritable", "blobs_unreadable"; storage_full
    // "storage_full".
    Result<FilterFile> name(std::vector<OrderPlan> const& orders, Instant now);

    // A file's bytes, whole as its name says; not_found "bundle_lot_not_found".
    Result<std::string> read(std::string_view sha256) const;

    // Removes what no bundle named for kept_ms.
    Result<void> sweep(Instant now);

    // How many files were made since the start.
    std::uint64_t made() const;

  private:
    std::filesystem::path file_of(std::string_view sha256) const;
    std::filesystem::path note_of(std::string const& digest) const;
    Result<std::optional<FilterFile>> find(std::string const& digest) const;
    Result<FilterFile> make(std::string const& digest, std::vector<OrderPlan> const& orders);
    void touch(std::string const& digest, FilterFile const& file, Instant now);

    std::filesystem::path const folder_;
    stamp::SerialKeys const& serials_;

    struct Named {
        FilterFile file;
        Instant at;  // of the files on disk
    };

    mutable std::mutex mutex_;
    // Under mutex_: by digest, what was named since the start.
    std::map<std::string, Named, std::less<>> named_;
    std::uint64_t made_ = 0;
};

}  // namespace ocop::bundles
