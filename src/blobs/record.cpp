#include "blobs/record.hpp"

#include "blobs/keys.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::blobs {

using store::Space;

std::string blob_key(Hash const& hash, std::string_view producer) {
    return ByteWriter().u8('b').bytes(hash).text(producer).take();
}

namespace {

std::string copy_key(Hash const& hash, std::string_view producer) {
    return ByteWriter().u8('c').bytes(hash).text(producer).take();
}

std::string usage_key(std::string_view producer) {
    return ByteWriter().u8('B').text(producer).take();
}

Result<PublicCopy> keep_copy(BlobStore& blobs, std::string_view producer, Copy const& copy) {
    auto const name = blobs.put(producer, copy.jpeg);
    if (!name) {
        return name.error();
    }
    PublicCopy out;
    out.sha256 = to_hex(name->hash);
    out.bytes = static_cast<std::int64_t>(copy.jpeg.size());
    out.width = copy.extent.width;
    out.height = copy.extent.height;
    return out;
}

// Bytes of the original and its copies.
std::uint64_t size_of(BlobRecord const& record) {
    auto out = record.bytes;
    for (auto const* copy : {&record.shown, &record.thumbnail}) {
        out += *copy ? (*copy)->bytes : 0;
    }
    return static_cast<std::uint64_t>(out);
}

Result<void> count(store::Transaction& tx, BlobRecord const& record, std::uint64_t quota_bytes) {
    auto const bytes = size_of(record);
    if (auto ok = check_quota(tx, record.producer, bytes, quota_bytes); !ok) {
        return ok;
    }
    auto const usage = usage_of(tx, record.producer);
    if (!usage) {
        return usage.error();
    }
    tx.put(
        Space::events,
        usage_key(record.producer),
        ByteWriter().u64(usage->bytes + bytes).u64(usage->blobs + 1).take()
    );
    return {};
}

Result<void> put_copies(store::Transaction& tx, BlobRecord const& record, Hash const& original) {
    for (auto const* copy : {&record.shown, &record.thumbnail}) {
        if (!*copy) {
            continue;
        }
        auto const name = name_of(record, **copy);
        if (!name) {
            return name.error();
        }
        tx.put(Space::events, copy_key(name->hash, record.producer), as_text(original));
    }
    return {};
}

Result<bool> is_named(store::Reader const& reader, BlobName const& name) {
    for (auto const& key : {blob_key(name.hash, name.owner), copy_key(name.hash, name.owner)}) {
        auto const found = reader.get(Space::events, key);
        if (!found) {
            return found.error();
        }
        if (*found) {
            return true;
        }
    }
    return false;
}

}  // namespace

Result<Hash> parse_hash(std::string_view text) {
    Hash out{};
    auto const bytes = from_hex(text);
    if (!bytes || bytes->size() != out.size() || to_hex(*bytes) != text) {
        return Error(
            Errc::malformed, "blob_hash_malformed", "", "must be a SHA-256 in 64 digits of hex"
        );
    }
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

Result<void> make_public(store::Transaction& tx, std::string_view producer, Hash const& hash) {
    auto record = find_blob(tx, producer, hash);
    if (!record || !*record || (*record)->public_since) {
        return record ? Result<void>() : record.error();
    }
    (*record)->public_since = tx.now();
    store::put_plain(tx, Space::events, blob_key(hash, producer), **record);
    return {};
}

Result<std::optional<BlobRecord>> find_blob(
    store::Reader const& reader, std::string_view producer, Hash const& hash
) {
    return store::find_plain<BlobRecord>(reader, Space::events, blob_key(hash, producer));
}

Result<BlobRecord> load_for(
    store::Reader const& reader, std::string_view producer, Hash const& hash
) {
    auto found = find_blob(reader, producer, hash);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "blob_not_found");
    }
    return std::move(**found);
}

Result<void> scan_owners(
    store::Reader const& reader,
    Hash const& hash,
    std::function<bool(BlobRecord const&)> const& visit
) {
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view bytes) {
        auto const value = store::parse_plain(bytes);
        auto const record =
            value ? store::as_stored(json::read<BlobRecord>(*value, json::Mode::lenient))
                  : Result<BlobRecord>(value.error());
        if (!record) {
            outcome = record.error();
            return false;
        }
        return visit(*record);
    };
    auto const scanned = reader.scan(Space::events, blob_key(hash, {}), {}, each);
    return scanned ? outcome : scanned;
}

Result<BlobName> name_of(BlobRecord const& record) {
    auto const hash = store::as_stored(parse_hash(record.sha256));
    return hash ? Result<BlobName>(BlobName{record.producer, *hash}) : hash.error();
}

Result<BlobName> name_of(BlobRecord const& record, PublicCopy const& copy) {
    auto const hash = store::as_stored(parse_hash(copy.sha256));
    return hash ? Result<BlobName>(BlobName{record.producer, *hash}) : hash.error();
}

Result<Usage> usage_of(store::Reader const& reader, std::string_view producer) {
    auto const bytes = reader.get(Space::events, usage_key(producer));
    if (!bytes) {
        return bytes.error();
    }
    if (!*bytes) {
        return Usage();
    }
    ByteReader in(**bytes);
    Usage out;
    out.bytes = in.u64();
    out.blobs = in.u64();
    if (!in.done()) {
        return Error(Errc::corrupt, "store_corrupt", "", "the usage of blobs has not its form");
    }
    return out;
}

Result<void> check_quota(
    store::Reader const& reader,
    std::string_view producer,
    std::uint64_t bytes,
    std::uint64_t quota_bytes
) {
    auto const usage = usage_of(reader, producer);
    if (!usage) {
        return usage.error();
    }
    if (usage->bytes > quota_bytes || bytes > quota_bytes - usage->bytes) {
        return Error(
            Errc::refused,
            "blob_quota_exceeded",
            "",
            std::to_string(usage->bytes) + " of " + std::to_string(quota_bytes) +
                " bytes are in use"
        );
    }
    return {};
}

Result<Kept> keep_upload(
    BlobStore& blobs,
    std::string_view producer,
    std::string_view bytes,
    MediaType type,
    std::optional<Photo> const& photo
) {
    auto const name = blobs.put(producer, bytes);
    if (!name) {
        return name.error();
    }
    Kept out;
    auto& record = out.record;
    record.sha256 = to_hex(name->hash);
    record.producer = producer;
    record.media_type = media_type_name(type);
    record.bytes = static_cast<std::int64_t>(bytes.size());
    if (!photo) {
        return out;
    }
    auto shown = keep_copy(blobs, producer, photo->shown);
    if (!shown) {
        return shown.error();
    }
    auto thumbnail = keep_copy(blobs, producer, photo->thumbnail);
    if (!thumbnail) {
        return thumbnail.error();
    }
    record.width = photo->extent.width;
    record.height = photo->extent.height;
    record.shown = std::move(*shown);
    record.thumbnail = std::move(*thumbnail);
    record.look = photo->look ? std::optional(look_text(*photo->look)) : std::nullopt;
    record.exif = photo->exif;
    return out;
}

Result<Kept> record_upload(store::Transaction& tx, Kept kept, std::uint64_t quota_bytes) {
    auto& record = kept.record;
    auto const name = name_of(record);
    if (!name) {
        return name.error();
    }
    auto before = find_blob(tx, record.producer, name->hash);
    if (!before) {
        return before.error();
    }
    if (*before) {
        return Kept{std::move(**before), false};
    }
    if (auto ok = count(tx, record, quota_bytes); !ok) {
        return ok.error();
    }
    record.uploaded_at = tx.now();
    store::put_plain(tx, Space::events, blob_key(name->hash, record.producer), record);
    if (auto ok = put_copies(tx, record, name->hash); !ok) {
        return ok.error();
    }
    kept.is_new = true;
    return kept;
}

Result<void> renew_upload(store::Transaction& tx, BlobName const& name) {
    auto record = find_blob(tx, name.owner, name.hash);
    if (!record) {
        return record.error();
    }
    if (*record) {
        (*record)->uploaded_at = tx.now();
        store::put_plain(tx, Space::events, blob_key(name.hash, name.owner), **record);
    }
    return {};
}

Result<void> forget_upload(store::Transaction& tx, BlobName const& name, Instant before) {
    auto const record = find_blob(tx, name.owner, name.hash);
    auto const usage = usage_of(tx, name.owner);
    if (!record || !usage) {
        return record ? usage.error() : record.error();
    }
    if (!*record || (*record)->uploaded_at >= before) {
        return {};
    }
    auto const bytes = std::min(usage->bytes, size_of(**record));
    tx.erase(Space::events, blob_key(name.hash, name.owner));
    tx.put(
        Space::events,
        usage_key(name.owner),
        ByteWriter()
            .u64(usage->bytes - bytes)
            .u64(usage->blobs - std::min<std::uint64_t>(usage->blobs, 1))
            .take()
    );
    return {};
}

Result<std::vector<BlobName>> unnamed(
    BlobStore const& blobs, store::Reader const& reader, Instant before
) {
    std::vector<BlobName> out;
    Result<void> outcome;
    auto const each = [&](StoredBlob const& blob) {
        if (blob.touched >= before) {
            return true;
        }
        auto const named = is_named(reader, blob.name);
        if (!named) {
            outcome = named.error();
            return false;
        }
        if (!*named) {
            out.push_back(blob.name);
        }
        return true;
    };
    if (auto const scanned = blobs.scan(each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

}  // namespace ocop::blobs
