#pragma once

#include "blobs/record.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A photo that shows one lot and is used for another: the same bytes, or the same look
// (look.hpp, at most same_look_max bits apart). A finding accuses nobody; inspectors look at it.
// Space events:
//   'u' ‖ hash (32)                          → first use of a photo: FirstUse, plain JSON
//   'p' ‖ u32 look key ‖ u64 look ‖ hash (32) → lot of the first use: photos by look
//   'f' ‖ u64 (2^64−1 − ms) ‖ digest (8)     → finding, plain JSON; the newest first
//   'F' ‖ digest (32)                        → empty: told once
// where digest is SHA-256(lot ‖ 00 ‖ other lot ‖ 00 ‖ hash ‖ other hash).
namespace ocop::blobs {

struct FirstUse {
    int v = 1;
    std::string lot;
    std::string producer;
    std::string event;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(FirstUse, (), (v, lot, producer, event, at))

struct Finding {
    int v = 1;
    std::string id;  // 32 digits of hex
    std::string lot;
    std::string other_lot;  // where the photo, or one like it, was used first
    std::string sha256;     // of the original used now
    std::string other_sha256;
    std::int64_t distance = 0;  // bits of the looks that differ; 0 for the same bytes too
    bool same_bytes = false;
    std::string event;
    std::string other_event;
    std::string producer;
    std::string other_producer;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(
    Finding,
    (),
    (v,
     id,
     lot,
     other_lot,
     sha256,
     other_sha256,
     distance,
     same_bytes,
     event,
     other_event,
     producer,
     other_producer,
     at)
)

// What one use reads and writes at most, so that a transaction stays short however many photos
// there are: of each of the 28 keys of its look this many others, and of those alike the nearest.
inline constexpr std::size_t alike_per_key_max = 64;
inline constexpr std::size_t findings_per_use_max = 8;

// A lot's event and the blob that it names.
struct Use {
    std::string_view producer;  // the writer's: the owner of the blob
    std::string_view lot;       // its id: "GTIN:LOT"
    Hash hash{};
    std::string_view event;  // its id
};

// In the transaction in which an event of a lot names a blob: the blob is public from then on (its
// copies), and what is found is written. Harmless to repeat. A test report is noted as named and
// makes no findings: one report may well speak of several lots. Gives the number of new findings.
// not_found "blob_not_found" as load_for(); corrupt "store_corrupt".
Result<std::size_t> note_use(store::Transaction& tx, Use const& use);

struct FindingPage {
    std::vector<Finding> findings;
    std::optional<std::string> next;  // `after` of the next page
};

// The newest first, after the one of that id (empty: from the start), at most `limit`. malformed
// "finding_id_malformed".
Result<FindingPage> list_findings(
    store::Reader const& reader, std::string_view after, std::size_t limit
);

}  // namespace ocop::blobs
