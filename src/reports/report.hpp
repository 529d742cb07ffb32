#pragma once

#include "accounts/principal.hpp"
#include "checks/closing.hpp"
#include "registry/values.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>
#include <ocop/crypto/box.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a buyer without an account tells of a stamp that looks wrong ("Báo tem nghi giả"). It is
// evidence for inspectors; no verdict reads it and it is no ledger leaf. Closing one is audited as
// every write is.
//
// At rest, space inspections (the id sorts by time, the newest first):
//   'R' ‖ id  → the report (JSON)
//   'S' ‖ id  → empty: open reports
//   'T' ‖ id  → the contact, sealed under the vault key (crypto/box.hpp); erased by retention, by
//               erase_contact(), or never there
//   'U' ‖ id  → empty: its photos (photos.hpp) and words are kept; retention erases it with them
//   'V' …     → how many came in on a day (allowance.hpp)
namespace ocop::reports {

using accounts::Principal;
using checks::Closing;
using checks::Outcome;
using checks::State;

// What is wrong, as the buyer chose. On disk and in the API by name: never rename.
BOOST_DEFINE_ENUM_CLASS(
    Wrong,
    other_goods,  // the page shows other goods than the pack
    not_found,    // the service does not know the stamp, or its link leads elsewhere
    seen_before,  // the scratch code was used, or many checked it
    torn_stamp,   // torn off, stuck on again, copied by eye
    bad_goods,    // spoilt, past its date
    other
)

inline constexpr std::size_t stamp_chars_max = 300;  // a link of ours has 230
inline constexpr std::size_t bought_chars_max = 300;
inline constexpr std::size_t text_chars_max = 1'000;
inline constexpr std::size_t contact_chars_max = 200;
inline constexpr std::int64_t evidence_days = 180;  // that contacts, photos and words are kept

struct NewReport {
    std::string stamp;  // the link or the serial, as it was read or typed
    Wrong wrong = Wrong::other;
    std::optional<std::string> bought;   // where
    std::optional<std::string> text;     // what is wrong, in words
    std::optional<std::string> contact;  // how to ask back
};
BOOST_DESCRIBE_STRUCT(NewReport, (), (stamp, wrong, bought, text, contact))

// What the service said of that stamp at that time; empty where it knew nothing.
struct Judged {
    std::string verdict;
    std::optional<std::string> gtin;
    std::optional<std::string> lot;
    std::optional<std::string> serial;
    std::string producer;
};

// A photo that came with it; its copy is kept for evidence_days (photos.hpp).
struct Photo {
    std::string sha256;
    std::int64_t bytes = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
};
BOOST_DESCRIBE_STRUCT(Photo, (), (sha256, bytes, width, height))

struct Report : registry::Stored {
    std::string id;  // the evidence id that the buyer is given
    State state = State::open;
    Instant received_at;
    std::string stamp;
    std::string verdict;
    Wrong wrong = Wrong::other;
    std::optional<std::string> bought;
    std::optional<std::string> text;
    std::string producer;
    std::optional<std::string> gtin;
    std::optional<std::string> lot;
    std::optional<std::string> serial;
    std::optional<std::string> contact;  // only in the answer of load_for(); kept apart
    std::vector<Photo> photos;
    std::optional<Instant> closed_at;
    std::optional<std::string> closed_by;
    std::optional<Outcome> outcome;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(
    Report,
    (registry::Stored),
    (id,
     state,
     received_at,
     stamp,
     verdict,
     wrong,
     bought,
     text,
     producer,
     gtin,
     lot,
     serial,
     contact,
     photos,
     closed_at,
     closed_by,
     outcome,
     reason)
)

// Lines of text cleaned, line breaks as spaces; an empty optional text is none. malformed
// "request_invalid" with all faults.
Result<NewReport> check_report(NewReport request);

// `request` is as check_report() gave it. The report without its contact.
Result<Report> file_report(
    store::Transaction& tx,
    Random& random,
    crypto::BoxKey const& vault,
    NewReport const& request,
    Judged const& judged
);

// not_found "report_not_found", also when it is not for `who`, here and below; conflict
// "report_closed"; malformed "request_invalid".
Result<Report> close(
    store::Transaction& tx, Principal const& who, std::string_view id, Closing request
);

// The report with its photos named; for attach_photos().
void put_photos(store::Transaction& tx, Report const& report);

// Harmless when there is none.
Result<Report> erase_contact(store::Transaction& tx, Principal const& who, std::string_view id);

// With its contact, if it is still kept. malformed "box_broken" under another vault key.
Result<Report> load_for(
    store::Reader const& reader,
    crypto::BoxKey const& vault,
    Principal const& who,
    std::string_view id
);

struct ReportPage {
    std::vector<Report> reports;  // without contacts
    std::optional<std::string> next;
};

// Those that `who` reaches, the newest first; those that are about no producer's stamp are for
// reach all. At most `limit`, and fewer when checks::looked_at_max were looked at.
Result<ReportPage> list(
    store::Reader const& reader,
    Principal const& who,
    std::optional<State> state,
    std::string_view after,
    std::size_t limit
);

// Keys of the contacts and photos among the next `count` from `from` (empty: the first) whose time
// is over at `now`, as checks::old_receipts() does.
struct OldEvidence {
    std::vector<std::string> keys;
    std::string next;
};

Result<OldEvidence> old_evidence(
    store::Reader const& reader, std::string_view from, std::size_t count, Instant now
);
// Photos that came again since stay; the report stays without its words. Errors of the reads;
// corrupt "store_corrupt".
Result<void> erase_evidence(store::Transaction& tx, std::vector<std::string> const& keys);

}  // namespace ocop::reports
