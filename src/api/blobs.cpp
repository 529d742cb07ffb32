#include "api/digest.hpp"
#include "api/people.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "blobs/findings.hpp"
#include "inspections/inspections.hpp"
#include "registry/producer.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/crypto/hash.hpp>

namespace ocop::api {

namespace {

using accounts::Reach;
using accounts::Role;
using blobs::BlobRecord;
using Complete = std::function<void(http::Response)>;

constexpr std::string_view original_route = "GET /api/v1/blobs/{sha256}/original";

std::uint64_t quota_of(Services const& services, std::string_view owner) {
    return owner == inspections::photo_owner ? inspections::photo_quota_bytes
                                             : services.blob_quota_bytes;
}

// A file on its way in: what is known of it before it is looked at.
struct Upload {
    blobs::MediaType type{};
    std::string producer;
    Hash hash{};
};

json::value view_of(blobs::PublicCopy const& copy, std::string path) {
    return json::object{
        {"url", std::move(path)},
        {"sha256", copy.sha256},
        {"bytes", copy.bytes},
        {"width", copy.width},
        {"height", copy.height}};
}

// The record as its owner and officials see it. What the camera said (when and where) is for those
// who may have the original, which says it too.
json::value view_of(BlobRecord const& record, Role role) {
    json::object out;
    out["sha256"] = record.sha256;
    out["producer"] = record.producer;
    out["media_type"] = record.media_type;
    out["bytes"] = record.bytes;
    out["uploaded_at"] = to_text(record.uploaded_at);
    if (record.shown && record.thumbnail) {
        auto const path = "/api/v1/photos/" + record.sha256;
        out["width"] = record.width.value_or(0);
        out["height"] = record.height.value_or(0);
        out["public"] = view_of(*record.shown, path);
        out["thumbnail"] = view_of(*record.thumbnail, path + "/thumbnail");
    }
    auto const& row = *accounts::find_access(original_route);
    if (record.exif && accounts::reach_of(row, role) != Reach::none) {
        json::write_member(out, "taken_at", record.exif->taken_at);
        json::write_member(out, "latitude_e6", record.exif->latitude_e6);
        json::write_member(out, "longitude_e6", record.exif->longitude_e6);
    }
    json::write_member(out, "first_lot", record.first_lot);
    json::write_member(out, "named_at", record.named_at);
    return out;
}

// People of a producer upload for it; officials say for whom; what inspectors send is evidence for
// their inspections, and nobody's.
Result<std::string> producer_of(store::Reader const& reader, http::Request const& request) {
    auto const& who = who_of(request);
    auto const query = read_query(request, {"producer"});
    if (!query) {
        return query.error();
    }
    Error const unknown(Errc::refused, "producer_unknown", "producer", "is not in the register");
    auto const named = http::find_parameter(*query, "producer");
    if (who.role == Role::inspector) {
        return named ? unknown : Result<std::string>(std::string(inspections::photo_owner));
    }
    if (who.reach == Reach::own) {
        return named && *named != who.producer ? unknown : Result<std::string>(who.producer);
    }
    if (!named) {
        return query_invalid("producer", "is required: whose file it is");
    }
    auto const producer = registry::find_for<registry::Producer>(reader, who, *named);
    if (!producer) {
        return producer.error();
    }
    return *producer ? Result<std::string>((*producer)->id) : unknown;
}

Result<Upload> read_upload(store::Reader const& reader, http::Request const& request) {
    auto producer = producer_of(reader, request);
    if (!producer) {
        return producer.error();
    }
    auto const type = blobs::parse_media_type(request.header("Content-Type"));
    if (!type) {
        return type.error();
    }
    Upload out{*type, std::move(*producer), crypto::sha256(as_bytes(request.body))};
    if (auto ok = check_digest(request, out.hash); !ok) {
        return ok.error();
    }
    return out;
}

// What is there and can be read needs no work; after an erasure the same bytes are new.
Result<bool> is_kept(blobs::BlobStore const& blobs, std::optional<BlobRecord> const& record) {
    if (!record) {
        return false;
    }
    std::vector<Result<blobs::BlobName>> names{blobs::name_of(*record)};
    for (auto const* copy : {&record->shown, &record->thumbnail}) {
        if (*copy) {
            names.push_back(blobs::name_of(*record, **copy));
        }
    }
    for (auto const& name : names) {
        if (!name) {
            return name.error();
        }
        auto const read = blobs.get(*name);
        if (!read && read.error().code == Errc::unavailable) {
            return read.error();
        }
        if (!read) {
            return false;
        }
    }
    return true;
}

// On the imaging thread: the blobs are on disk when it returns.
Result<blobs::Kept> keep(Services& services, Upload const& upload, std::string_view bytes) {
    auto const snapshot = services.store.snapshot();
    auto record = blobs::find_blob(*snapshot, upload.producer, upload.hash);
    if (!record) {
        return record.error();
    }
    auto const kept = is_kept(services.blobs, *record);
    if (!kept) {
        return kept.error();
    }
    if (*kept) {
        return blobs::Kept{std::move(**record), false};
    }
    if (!*record) {
        auto const quota = quota_of(services, upload.producer);
        auto const room = blobs::check_quota(*snapshot, upload.producer, bytes.size(), quota);
        if (!room) {
            return room.error();
        }
    }
    auto const photo = blobs::inspect(bytes, upload.type);
    if (!photo) {
        return photo.error();
    }
    return blobs::keep_upload(services.blobs, upload.producer, bytes, upload.type, *photo);
}

Result<Written> record_kept(store::Transaction& tx, Call const& call, blobs::Kept kept) {
    kept.record.account = call.who.account;
    auto const quota = quota_of(call.services, kept.record.producer);
    auto const recorded = blobs::record_upload(tx, std::move(kept), quota);
    if (!recorded) {
        return recorded.error();
    }
    Written out;
    out.status = recorded->is_new ? 201 : 200;
    out.body = view_of(recorded->record, call.who.role);
    out.location = "/api/v1/blobs/" + recorded->record.sha256;
    return out;
}

void take_in(
    Services& services, http::Request request, Upload const& upload, Complete const& complete
) {
    auto kept = keep(services, upload, request.body);
    if (!kept) {
        complete(problem(kept.error(), request));
        return;
    }
    // What an Idempotency-Key is bound to: the file by its hash, and whose it is.
    request.body = to_hex(upload.hash) + upload.producer;
    request.query.clear();
    auto answer = queue_write(
        services,
        request,
        [kept = std::move(*kept)](store::Transaction& tx, Call const& call) {
            return record_kept(tx, call, kept);
        }
    );
    if (auto* const response = std::get_if<http::Response>(&answer)) {
        complete(std::move(*response));
        return;
    }
    std::get<http::Pending>(answer).start(complete);
}

http::Handler upload(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto asked = read_upload(*services.store.snapshot(), request);
        if (!asked) {
            return problem(asked.error(), request);
        }
        auto post = [&services](std::function<void()> task) {
            return services.imaging.try_post(std::move(task));
        };
        return elsewhere(
            std::move(post),
            request.id,
            [&services, request, upload = std::move(*asked)](Complete const& complete) {
                take_in(services, request, upload, complete);
            },
            Error(Errc::unavailable, "uploads_busy")
        );
    };
}

Error not_found() {
    return {Errc::not_found, "blob_not_found"};
}

// Whether `who` may know of it. Growers and partners share their producer with others: they see
// what they sent themselves.
Result<bool> reaches(
    store::Reader const& reader, accounts::Principal const& who, BlobRecord const& record
) {
    if (who.role == Role::grower || who.role == Role::partner) {
        return who.reach == Reach::own && record.producer == who.producer &&
               record.account == who.account;
    }
    return registry::reaches_producer(reader, who, record.producer);
}

// The record of those bytes that the caller reaches; of several owners the first, or the one that
// ?producer names.
Result<BlobRecord> load(store::Reader const& reader, http::Request const& request) {
    auto const query = read_query(request, {"producer"});
    if (!query) {
        return query.error();
    }
    auto const wanted = http::find_parameter(*query, "producer");
    auto const hash = blobs::parse_hash(request.capture("sha256"));
    if (!hash) {
        return not_found();
    }
    Result<BlobRecord> out = not_found();
    auto const visit = [&](BlobRecord const& record) {
        if (wanted && *wanted != record.producer) {
            return true;
        }
        auto const reached = reaches(reader, who_of(request), record);
        if (!reached) {
            out = reached.error();
            return false;
        }
        if (*reached) {
            out = record;
        }
        return !*reached;
    };
    auto const scanned = blobs::scan_owners(reader, *hash, visit);
    return scanned ? out : scanned.error();
}

http::Handler show_blob(Services& services) {
    return [&services](http::Request const& request) -> http::Answer {
        auto const record = load(*services.store.snapshot(), request);
        return record ? show(request, view_of(*record, who_of(request).role))
                      : problem(record.error(), request);
    };
}

std::string_view extension_of(std::string_view media_type) {
    auto const name = media_type.substr(media_type.find('/') + 1);
    return name == "jpeg" ? "jpg" : name;
}

Result<http::Response> original(Services& services, store::Reader const& reader, Call const& call) {
    auto const record = load(reader, call.request);
    if (!record) {
        return record.error();
    }
    auto const name = blobs::name_of(*record);
    if (!name) {
        return name.error();
    }
    auto bytes = services.blobs.get(*name);
    if (!bytes) {
        return bytes.error().code == Errc::not_found ? not_found() : bytes.error();
    }
    // A file of strangers: to be kept, not shown as a page of ours.
    auto const file =
        record->sha256.substr(0, 16) + "." + std::string(extension_of(record->media_type));
    return http::text_response(200, record->media_type, std::move(*bytes))
        .with("Content-Disposition", "attachment; filename=\"" + file + "\"");
}

http::Handler send_original(Services& services) {
    return [&services](http::Request const& request) {
        return queue_read(
            services,
            request,
            [&services](store::Reader const& reader, Call const& call) {
                return original(services, reader, call);
            }
        );
    };
}

using CopyOf = std::optional<blobs::PublicCopy> BlobRecord::*;

// A copy that anyone may see: an event of a lot names the photo, and the owner's key is there.
Result<std::string> public_bytes(Services& services, http::Request const& request, CopyOf copy) {
    if (auto const query = read_query(request, {}); !query) {
        return query.error();
    }
    auto const hash = blobs::parse_hash(request.capture("sha256"));
    if (!hash) {
        return not_found();
    }
    Result<std::string> out = not_found();
    auto const visit = [&](BlobRecord const& record) {
        bool const shown = record.first_lot || record.public_since;
        if (!shown || !(record.*copy)) {
            return true;
        }
        auto const name = blobs::name_of(record, *(record.*copy));
        auto bytes = name ? services.blobs.get(*name) : Result<std::string>(name.error());
        bool const gone = !bytes && bytes.error().code == Errc::not_found;
        if (!gone) {
            out = std::move(bytes);
        }
        return gone;
    };
    auto const scanned = blobs::scan_owners(*services.store.snapshot(), *hash, visit);
    return scanned ? out : scanned.error();
}

http::Handler photo(Services& services, CopyOf copy) {
    return [&services, copy](http::Request const& request) -> http::Answer {
        auto bytes = public_bytes(services, request, copy);
        if (!bytes) {
            return problem(bytes.error(), request);
        }
        return http::text_response(200, "image/jpeg", std::move(*bytes))
            .with("Cache-Control", "public, max-age=31536000, immutable");
    };
}

Result<Listed> list_findings(
    store::Reader const& reader, http::Request const& /*request*/, PageRequest const& page
) {
    auto const found = blobs::list_findings(reader, page.after, page.limit);
    if (!found) {
        return found.error();
    }
    return listed(found->findings, found->next);
}

}  // namespace

std::vector<http::Route> blob_routes(Services& s) {
    auto uploads = post("/api/v1/blobs", upload(s));
    uploads.body_bytes_max = blobs::blob_bytes_max;
    return {
        std::move(uploads),
        get("/api/v1/blobs/{sha256}", show_blob(s)),
        get("/api/v1/blobs/{sha256}/original", send_original(s)),
        get("/api/v1/findings", lists_by(s, list_findings)),
        open(get("/api/v1/photos/{sha256}", photo(s, &BlobRecord::shown))),
        open(get("/api/v1/photos/{sha256}/thumbnail", photo(s, &BlobRecord::thumbnail))),
    };
}

}  // namespace ocop::api
