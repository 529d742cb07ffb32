#pragma once

#include "blobs/record.hpp"
#include "reports/report.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

// Photos that strangers send with their reports. What is kept is a copy of at most 1,600 pixels
// encoded anew, without what the camera wrote beside it; nothing of the file itself is. All of them
// have one owner and one quota, so that strangers fill no disk, and go with the report's contact
// (evidence_days), which makes room again.
namespace ocop::reports {

inline constexpr std::string_view photo_owner = "reports";  // no producer's id
inline constexpr std::size_t photos_max = 2;                // of a report
inline constexpr std::uint64_t default_photo_quota_bytes = std::uint64_t{1} << 30;

struct KeptPhoto {
    blobs::Kept kept;
    Photo photo;
};

// The copy is on disk when it returns. `content_type` is image/jpeg, image/png or image/webp.
// refused "blob_quota_exceeded"; those of blobs::parse_media_type(), inspect() and
// BlobStore::put(). Takes hundreds of milliseconds and much memory: bound how many run.
Result<KeptPhoto> keep_photo(
    blobs::BlobStore& blobs,
    store::Reader const& reader,
    std::string_view content_type,
    std::string_view bytes,
    std::uint64_t quota_bytes
);

// In the transaction that files the report: names in it those that the quota has room for. Errors
// of the reads and of record_upload().
Result<Report> attach_photos(
    store::Transaction& tx,
    Report report,
    std::vector<KeptPhoto> const& photos,
    std::uint64_t quota_bytes
);

// The name of a photo of the report. not_found "blob_not_found".
Result<blobs::BlobName> name_of_photo(Report const& report, std::string_view sha256);

}  // namespace ocop::reports
