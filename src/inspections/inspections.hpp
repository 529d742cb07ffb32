#pragma once

#include "blobs/record.hpp"
#include "inspections/devices.hpp"
#include "inspections/holds.hpp"

#include <optional>
#include <string>
#include <vector>

// Inspections: what an inspector verified, found and did, on the spot, often without a network. An
// entry is never lost: one that comes days late is taken with the device's time beside the time of
// receipt, and one whose action cannot be done any more is recorded with the reason.
//
// At rest, space inspections (logged where it says so; device names are the account's own):
//   'i' ‖ id                                    → the inspection (logged)
//   't' ‖ ~u64 received ms ‖ id                 → empty: the newest first
//   'd' ‖ account ‖ 00 ‖ device ‖ 00 ‖ u64 seq  → id ‖ 00 ‖ digest of the request: sent again, the
//                                                 same entry is answered
// Stamps found copied: copied.hpp.
namespace ocop::inspections {

BOOST_DEFINE_ENUM_CLASS(
    ActionKind,
    warn,            // nothing but the record
    hold,            // the lot, or up to held_stamps_max of its stamps, for 72 hours
    copied,          // these stamps' numbers are on other packs too: red from now on
    propose_recall,  // of the lot; another unit's officer decides
    seize,           // these stamps, taken away: red from now on
    void_stamps      // these stamps, out of force: red from now on
)

inline constexpr std::size_t action_serials_max = 500;
inline constexpr std::int64_t copied_stamps_max = 500;  // and seized and voided ones
inline constexpr std::size_t seen_max = 200;
inline constexpr std::size_t photos_max = 20;
// Whose the photos are that inspectors upload (blobs/record.hpp): evidence, and no producer's.
inline constexpr std::string_view photo_owner = "inspections";
inline constexpr std::uint64_t photo_quota_bytes = std::uint64_t{16} << 30;
inline constexpr std::int64_t skew_ms_max = 300'000;  // a clock that is further ahead is wrong
inline constexpr std::int64_t late_ms_min = 72 * 3'600'000LL;

struct Action {
    ActionKind kind = ActionKind::warn;
    std::vector<StampSpan> stamps = {};  // none: the inspection's lot
    std::string reason;
    // What a device without a network named stamps by; `stamps` has them too when they are found.
    std::optional<std::vector<std::string>> serials = {};
};
BOOST_DESCRIBE_STRUCT(Action, (), (kind, stamps, reason, serials))

// A stamp that was verified there: what the device said then, and what is said at receipt.
struct Seen {
    std::string serial;  // ten characters; empty when it could not be read as one
    std::string then;    // codes of verdicts
    std::string now;
};
BOOST_DESCRIBE_STRUCT(Seen, (), (serial, then, now))

// A finding of copies that is taken back, by two persons of different units.
struct CopiedLift {
    std::string reason;
    std::vector<accounts::Confirmation> confirmations = {};
    std::optional<Instant> lifted_at;
};
BOOST_DESCRIBE_STRUCT(CopiedLift, (), (reason, confirmations, lifted_at))

struct NewInspection {
    std::string device;         // [0-9A-Za-z-]{1,40}, chosen by the device
    std::int64_t sequence = 0;  // its own count of entries, from 1
    Instant at;                 // its clock
    std::string gtin;
    std::string lot;
    std::string place;     // where, in words
    std::string findings;  // in words
    std::vector<Seen> seen = {};
    std::vector<std::string> photos = {};  // SHA-256 of photos that inspectors uploaded before
    Action action = {};
    // Of action.serials; none: under a serial key that is not here, so of no stamp.
    std::vector<std::optional<stamp::Position>> positions = {};
    std::optional<DeviceSignature> signature = {};  // checked already: check_signature()
    std::string digest;  // of the request as sent: tells a repeat from another entry
};

struct Inspection : registry::Stored {
    std::string id;
    std::string inspector;  // account
    std::string authority;  // id
    std::string gtin;
    std::string lot;
    std::string producer;
    std::string device;
    std::int64_t sequence = 0;
    Instant at;
    Instant received_at;
    bool late = false;         // received 72 hours after `at`, or later
    bool clock_wrong = false;  // `at` was in the future, or before the device's entry before
    bool gap = false;          // the entry before had not come when this one did
    std::string place;
    std::string findings;
    std::vector<Seen> seen;
    std::vector<std::string> photos;  // SHA-256
    Action action;
    bool done = false;                         // the action
    std::optional<std::string> problem;        // why not: the slug
    std::optional<std::string> hold;           // id
    std::optional<CopiedLift> lift;            // proposed, or done
    std::optional<DeviceSignature> signature;  // of an enrolled device
};
BOOST_DESCRIBE_STRUCT(
    Inspection,
    (registry::Stored),
    (id,
     inspector,
     authority,
     gtin,
     lot,
     producer,
     device,
     sequence,
     at,
     received_at,
     late,
     clock_wrong,
     gap,
     place,
     findings,
     seen,
     photos,
     action,
     done,
     problem,
     hold,
     lift,
     signature)
)

// The same entry again gives what was recorded. An enrolled device's is signed, another's is not.
// malformed "request_invalid"; errors of find_sender(), refused "device_signature_wrong" and
// "device_unknown" where a signature is missing or of no device; not_found "lot_not_found"; refused
// "photo_unknown" when a photo was not uploaded (the device may do so and send the entry again);
// conflict "sequence_taken" when the device sent another entry under the number.
Result<Inspection> record_inspection(
    store::Transaction& tx, Principal const& who, Random& random, NewInspection request
);

// not_found "inspection_not_found", also when its lot is not for `who`.
Result<Inspection> load_inspection_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

// A photo of the inspection, as it may be shown: a copy without what the camera wrote beside it.
// Errors of load_inspection_for(); not_found "blob_not_found".
Result<blobs::BlobName> photo_of_inspection(
    store::Reader const& reader, Principal const& who, std::string_view id, std::string_view sha256
);

struct InspectionPage {
    std::vector<Inspection> inspections;
    std::optional<std::string> next;
};

// Newest first, after `after` (an id), at most `limit`, of those that `who` reaches. malformed
// "query_invalid" when `after` is none.
Result<InspectionPage> list_inspections(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
);

// Writes the record, and a leaf of kind "inspection.ACT".
Result<Inspection> put_inspection(
    store::Transaction& tx, Principal const& who, std::string_view act, Inspection inspection
);

}  // namespace ocop::inspections
