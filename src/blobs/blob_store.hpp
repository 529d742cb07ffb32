#pragma once

#include "blobs/owner_keys.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/random.hpp>
#include <ocop/base/result.hpp>
#include <ocop/base/time.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Files that are too large for the store: photos and test reports, by what is in them.
//
// Order of writes, so that kill -9 leaves no name without its blob: put() returns only when the
// bytes and their directory entry are on disk; after that the transaction runs that writes the
// record (record.hpp); after that the one in which an event names the blob, which reads the record
// (load_for). A process that dies in between leaves a blob without a record, or a record without an
// event: harmless, and the first is what unnamed() finds a day later.
namespace ocop::blobs {

inline constexpr std::size_t blob_bytes_max = std::size_t{10} << 20;

struct BlobName {
    std::string owner;  // a producer's id: 1 to 64 of [0-9a-z-]
    Hash hash{};        // SHA-256 of the plain bytes

    friend auto operator<=>(BlobName const&, BlobName const&) = default;
};

struct StoredBlob {
    BlobName name;
    std::uint64_t bytes = 0;  // as stored
    Instant touched;          // when it was last put
};

// A blob is its owner's alone: the same bytes of two owners are two blobs, each under its owner's
// key. Any thread.
class BlobStore {
  public:
    virtual ~BlobStore() = default;

    // Keeps `bytes`, on disk when it returns. What is there already is left, touched; what is there
    // damaged is replaced. malformed "blob_owner_malformed"; too_large "blob_too_large";
    // unavailable "blobs_unwritable" (disk or key file); storage_full "storage_full".
    virtual Result<BlobName> put(std::string_view owner, std::string_view bytes) = 0;

    // The plain bytes, which hash to the name. not_found "blob_missing"; not_found "blob_erased"
    // when the owner's key is gone; corrupt "blob_corrupt" when what is stored is not what was put.
    virtual Result<std::string> get(BlobName const& name) const = 0;

    // Removes a blob that was not put since `before`; whether it was there and went. For what no
    // record names: put() of the same bytes meanwhile wins.
    virtual Result<bool> erase(BlobName const& name, Instant before) = 0;

    // Drops the owner's key: their blobs cannot be read any more, here or from any copy of the
    // folder. unavailable "blobs_unwritable".
    virtual Result<void> forget(std::string_view owner) = 0;

    // Visits every blob, in no order, until `visit` says false; what is put or erased meanwhile may
    // be missed. unavailable "blobs_unreadable".
    using Visit = std::function<bool(StoredBlob const&)>;
    virtual Result<void> scan(Visit const& visit) const = 0;
};

// Where put() is, for tests that kill the process there.
enum class PutStep : std::uint8_t { key, created, half, written, synced, renamed, durable };

struct FileBlobOptions {
    std::filesystem::path folder;
    std::filesystem::path key_file;  // see OwnerKeys
    Clock const& clock;
    Random& random;
    std::function<void(PutStep)> at = {};
    std::uint64_t free_bytes_min = 0;  // below it put() says storage_full
};

// On a file system: FOLDER/owner/aa/hash, where aa is the hash's first byte; lower-case hex. Each
// file is a box of crypto/box.hpp under the owner's key, bound to owner ‖ 00 ‖ hash, so that no
// file can stand in for another. Written in FOLDER/.incoming, synced, renamed, and the directory
// synced. What a crash left in .incoming goes when the store is opened.
//
// One process at a time has the folder (the store's own lock sees to that). Errors: unavailable
// "blobs_unreadable"; those of OwnerKeys::open; corrupt "blobs_key_missing" when blobs are there
// and the key file is not.
Result<std::unique_ptr<BlobStore>> open_file_blobs(FileBlobOptions options);

struct Scrubbed {
    std::uint64_t blobs = 0;
    std::uint64_t erased = 0;        // whose owner's key is gone
    std::vector<BlobName> damaged;   // at most damaged_max of them are named
    std::uint64_t damaged_count = 0;
};

inline constexpr std::size_t damaged_max = 1000;

// Reads every blob. Errors of scan() and of get(), but for the damage it looks for.
Result<Scrubbed> scrub(BlobStore const& store);

}  // namespace ocop::blobs
