#pragma once

#include "blobs/upload.hpp"
#include "store/record.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What is known of a blob, in the store. Space events:
//   'b' ‖ hash (32) ‖ producer → record, plain JSON. One of each owner of the same bytes.
//   'c' ‖ hash (32) ‖ producer → hash of the original (32): a copy made for the public
//   'B' ‖ producer             → u64 bytes ‖ u64 blobs: what counts against the quota
//
// A record is written only after its blobs are on disk (blob_store.hpp says in which order, and
// why), and names all of them: whoever reads a record finds the bytes. Only what is kept for some
// time alone is removed (forget_upload).
namespace ocop::blobs {

struct PublicCopy {
    std::string sha256;  // of the copy
    std::int64_t bytes = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
};
BOOST_DESCRIBE_STRUCT(PublicCopy, (), (sha256, bytes, width, height))

struct BlobRecord {
    int v = 1;
    std::string sha256;  // lower-case hex
    std::string producer;
    std::string media_type;
    std::int64_t bytes = 0;
    Instant uploaded_at;
    std::string account;  // who sent it
    // Of photos only.
    std::optional<std::int64_t> width;  // upright
    std::optional<std::int64_t> height;
    std::optional<PublicCopy> shown;
    std::optional<PublicCopy> thumbnail;
    std::optional<std::string> look;  // perceptual hash; none for pictures without structure
    std::optional<Exif> exif;
    // The first lot an event of which named it. Since then the copies are public.
    std::optional<std::string> first_lot;
    std::optional<Instant> named_at;
    std::optional<Instant> public_since;  // shown to buyers beside a stamp; the copies are public
};
BOOST_DESCRIBE_STRUCT(
    BlobRecord,
    (),
    (v,
     sha256,
     producer,
     media_type,
     bytes,
     uploaded_at,
     account,
     width,
     height,
     shown,
     thumbnail,
     look,
     exif,
     first_lot,
     named_at,
     public_since)
)

// 64 digits of hex in lower case; malformed "blob_hash_malformed".
Result<Hash> parse_hash(std::string_view text);

// Errors of all below: those of Reader::get and scan, corrupt "store_corrupt".

Result<std::optional<BlobRecord>> find_blob(
    store::Reader const& reader, std::string_view producer, Hash const& hash
);

// What an event of this producer may name: uploaded by it, whoever else has the same bytes.
// not_found "blob_not_found".
// Makes the copies of a photo public. Harmless when there is none of that hash.
Result<void> make_public(store::Transaction& tx, std::string_view producer, Hash const& hash);

Result<BlobRecord> load_for(
    store::Reader const& reader, std::string_view producer, Hash const& hash
);

// The records of those bytes, by producer, until `visit` says false.
Result<void> scan_owners(
    store::Reader const& reader,
    Hash const& hash,
    std::function<bool(BlobRecord const&)> const& visit
);

// The name under which the store has it.
Result<BlobName> name_of(BlobRecord const& record);
Result<BlobName> name_of(BlobRecord const& record, PublicCopy const& copy);

inline constexpr std::uint64_t default_quota_bytes = std::uint64_t{2} << 30;

struct Usage {
    std::uint64_t bytes = 0;  // originals and copies
    std::uint64_t blobs = 0;  // originals
};

Result<Usage> usage_of(store::Reader const& reader, std::string_view producer);

// refused "blob_quota_exceeded" when `bytes` more are more than `quota_bytes`. Asked before the
// blobs are written, and again by record_upload().
Result<void> check_quota(
    store::Reader const& reader,
    std::string_view producer,
    std::uint64_t bytes,
    std::uint64_t quota_bytes
);

// An upload whose blobs are on disk.
struct Kept {
    BlobRecord record;
    bool is_new = true;  // said by record_upload()
};

// Writes original and copies. Errors of BlobStore::put().
Result<Kept> keep_upload(
    BlobStore& blobs,
    std::string_view producer,
    std::string_view bytes,
    MediaType type,
    std::optional<Photo> const& photo
);

// In its transaction: the record of what keep_upload() kept, or the one that is there already.
// `kept.record` says account. Errors of check_quota().
Result<Kept> record_upload(store::Transaction& tx, Kept kept, std::uint64_t quota_bytes);

// For what is kept for some time after it was last sent: the record gets the time of now; and goes,
// with what it counted, when it was sent before `before`. Then its blobs are unnamed(). Of an owner
// whose blobs have no copies and whom no event names. Harmless when there is none.
Result<void> renew_upload(store::Transaction& tx, BlobName const& name);
Result<void> forget_upload(store::Transaction& tx, BlobName const& name, Instant before);

inline constexpr std::int64_t unnamed_after_ms = 86'400'000;

// Blobs put before `before` that no record names: of uploads that ended half-way. Give a time at
// least unnamed_after_ms ago, so that no upload is still under way. Errors of BlobStore::scan().
Result<std::vector<BlobName>> unnamed(
    BlobStore const& blobs, store::Reader const& reader, Instant before
);

}  // namespace ocop::blobs
