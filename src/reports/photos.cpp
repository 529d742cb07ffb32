#include "reports/photos.hpp"

#include "store/record.hpp"

#include <algorithm>

namespace ocop::reports {

Result<KeptPhoto> keep_photo(
    blobs::BlobStore& blobs,
    store::Reader const& reader,
    std::string_view content_type,
    std::string_view bytes,
    std::uint64_t quota_bytes
) {
    auto const type = blobs::parse_media_type(content_type);
    if (!type) {
        return type.error();
    }
    // A full quota costs nobody the work of decoding.
    if (auto ok = blobs::check_quota(reader, photo_owner, 1, quota_bytes); !ok) {
        return ok.error();
    }
    auto const photo = blobs::inspect(bytes, *type);
    if (!photo) {
        return photo.error();
    }
    if (!*photo) {
        return Error(Errc::unsupported, "media_type_unsupported", "", "must be a photo");
    }
    auto const& shown = (*photo)->shown;
    auto const room = blobs::check_quota(reader, photo_owner, shown.jpeg.size(), quota_bytes);
    if (!room) {
        return room.error();
    }
    auto kept =
        blobs::keep_upload(blobs, photo_owner, shown.jpeg, blobs::MediaType::jpeg, std::nullopt);
    if (!kept) {
        return kept.error();
    }
    KeptPhoto out;
    out.photo = {kept->record.sha256, kept->record.bytes, shown.extent.width, shown.extent.height};
    out.kept = std::move(*kept);
    return out;
}

Result<Report> attach_photos(
    store::Transaction& tx,
    Report report,
    std::vector<KeptPhoto> const& photos,
    std::uint64_t quota_bytes
) {
    for (auto const& each : photos) {
        auto const recorded = blobs::record_upload(tx, each.kept, quota_bytes);
        if (!recorded && recorded.error().code == Errc::refused) {
            continue;
        }
        auto const name =
            recorded ? blobs::name_of(recorded->record) : Result<blobs::BlobName>(recorded.error());
        auto const renewed = name ? blobs::renew_upload(tx, *name) : Result<void>(name.error());
        if (!renewed) {
            return renewed.error();
        }
        report.photos.push_back(each.photo);
    }
    put_photos(tx, report);
    return report;
}

Result<blobs::BlobName> name_of_photo(Report const& report, std::string_view sha256) {
    auto const& all = report.photos;
    bool const named = std::any_of(all.begin(), all.end(), [&](Photo const& photo) {
        return photo.sha256 == sha256;
    });
    auto const hash = blobs::parse_hash(sha256);
    if (!named || !hash) {
        return Error(Errc::not_found, "blob_not_found");
    }
    return blobs::BlobName{std::string(photo_owner), *hash};
}

}  // namespace ocop::reports
