#pragma once

#include "accounts/two_persons.hpp"
#include "prints/options.hpp"
#include "registry/values.hpp"
#include "stamps/orders.hpp"

#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Print runs: the only way in which signed links and symbols leave the service. A run is a range of
// an order's positions, a form, and the person or print shop that it is made for. What was printed
// once leaves again only as a reprint, with a reason and a second person of another unit, and says
// so on each label.
//
// At rest, space stamps:
//   'y' ‖ 'r' ‖ run id               → the run (logged)
//   'y' ‖ 'o' ‖ order id ‖ 00 ‖ run id → u64 first ‖ u64 last ‖ u32 copy, 0 while nothing was begun
//   'y' ‖ 'n' ‖ order id             → u32: runs of the order so far
//   'y' ‖ 'l' ‖ SHA-256(link token)   → link (links.hpp)
namespace ocop::prints {

using accounts::Principal;

BOOST_DEFINE_ENUM_CLASS(
    RunState,
    requested,  // a reprint that waits for its second person
    making,
    made,
    failed,  // nothing left; the range may be asked for again
    cancelled
)

// Who gets the file: by name, since a print shop has no account.
BOOST_DEFINE_ENUM_CLASS(RecipientKind, person, print_shop)

struct Recipient {
    RecipientKind kind = RecipientKind::person;
    std::string name;
    std::optional<std::string> account;
};
BOOST_DESCRIBE_STRUCT(Recipient, (), (kind, name, account))

// What tells these stamps from others, beside the signature: told to buyers.
struct OvertFeature {
    std::string text;
    std::optional<std::string> photo;  // SHA-256 of a blob of the producer's
};
BOOST_DESCRIBE_STRUCT(OvertFeature, (), (text, photo))

// The same, told to inspectors alone. The ledger's clear part has SHA-256(salt ‖ text).
struct CovertFeature {
    std::string text;
    std::string salt;  // hex
};
BOOST_DESCRIBE_STRUCT(CovertFeature, (), (text, salt))

struct RunFile {
    std::string name;
    std::string media_type;
    std::int64_t bytes = 0;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(RunFile, (), (name, media_type, bytes, sha256))

struct PrintRun : registry::Stored {
    std::string id;
    std::string order;
    std::string gtin;
    std::string lot;
    std::string producer;
    std::int64_t number = 0;  // of the order's runs, from 1
    std::string label;        // printed: run_label(number)
    std::int64_t first = 0;   // positions within the order
    std::int64_t last = 0;
    Format format = Format::pdf;
    Options options;
    bool reprint = false;
    std::int64_t copy = 0;  // 1: never printed before; 0: not begun
    Recipient recipient;
    std::string reason;
    std::string account;  // who asked
    std::vector<accounts::Confirmation> confirmations;
    std::optional<OvertFeature> overt;
    std::optional<CovertFeature> covert;
    RunState state = RunState::requested;
    std::string error;  // slug, when failed
    Instant requested_at;
    std::optional<Instant> made_at;
    std::optional<RunFile> file;
    std::string job;
    std::int64_t links = 0;               // made
    std::int64_t deliveries = 0;          // begun
    std::optional<Instant> delivered_at;  // the first
    std::string link;                     // hex SHA-256 of the token that opens it now; empty: none

    std::int64_t count() const { return last - first + 1; }
};
BOOST_DESCRIBE_STRUCT(
    PrintRun,
    (registry::Stored),
    (id,
     order,
     gtin,
     lot,
     producer,
     number,
     label,
     first,
     last,
     format,
     options,
     reprint,
     copy,
     recipient,
     reason,
     account,
     confirmations,
     overt,
     covert,
     state,
     error,
     requested_at,
     made_at,
     file,
     job,
     links,
     deliveries,
     delivered_at,
     link)
)

// What is asked for.
struct NewRun {
    std::string order;
    std::int64_t first = 0;
    std::int64_t last = 0;
    Format format = Format::pdf;
    std::optional<Options> options;
    Recipient recipient;
    std::optional<std::string> reason;  // a reprint has one
    std::optional<OvertFeature> overt;
    std::optional<std::string> covert;
};
BOOST_DESCRIBE_STRUCT(
    NewRun, (), (order, first, last, format, options, recipient, reason, overt, covert)
)

inline constexpr std::int64_t runs_max = 1'000;  // of an order

// The n-th run of an order: A1 to A9, B1 … Z9, AA1 …: two or three signs that are read out easily.
std::string run_label(std::int64_t number);

// Beside the symbol: "C3 · 0412/1000", the position with the digits of the order's count.
std::string position_text(PrintRun const& run, std::int64_t position, std::int64_t count);

// "L3/1": printed in the order's third run, as these stamps' first copy. L3/2 is a reprint.
std::string copy_mark(PrintRun const& run);

// The form of a request, without the store. malformed "request_invalid" with all faults.
Result<void> check_request(NewRun& request);

// What drawing needs that the transaction must not wait for.
struct Asked {
    NewRun request;      // checked by check_request()
    std::string run;     // id, fresh
    std::string covert;  // salt in hex, fresh
};

// Begins the run of a range of which nothing was printed, with the job that makes it. not_found
// "order_not_found"; conflict "order_state" (not issued), "already_printed" (ask for a reprint),
// "stamp_state" (a stamp of it is out of force: returned, lost, voided, …);
// refused "orders_frozen", "print_runs_too_many"; malformed "request_invalid" (positions outside
// 1..count, a photo that is not the producer's).
Result<PrintRun> begin_run(
    store::Transaction& tx, Principal const& who, Random& random, Asked const& asked
);

// Asks for what was printed before, in part at least: confirm_run() of a second person begins it.
// As begin_run(); conflict "not_printed_yet"; malformed "request_invalid" without a reason.
Result<PrintRun> ask_reprint(store::Transaction& tx, Principal const& who, Asked const& asked);

// not_found "print_run_not_found"; conflict "print_run_state" unless requested; errors of
// accounts::confirm(); refused "orders_frozen". Its copy is one more than the highest that any of
// its positions has had.
Result<PrintRun> confirm_run(
    store::Transaction& tx, Principal const& who, Random& random, std::string_view id
);

// Takes a reprint back before it was confirmed. conflict "print_run_state".
Result<PrintRun> cancel_run(store::Transaction& tx, Principal const& who, std::string_view id);

Result<PrintRun> load_run(store::Reader const& reader, std::string_view id);
// The same, also absent when it is not for `who`.
Result<PrintRun> load_run_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

struct RunPage {
    std::vector<PrintRun> runs;
    std::optional<std::string> next;
};

struct PageOfRuns {
    std::string_view after;  // a run id; empty: from the first
    std::size_t limit = 0;
};

// The runs that `who` reaches, by id: of an order (not_found "order_not_found"), or of all when
// `order` is empty, which looks at every run.
Result<RunPage> list_runs(
    store::Reader const& reader,
    Principal const& who,
    std::string_view order,
    PageOfRuns const& page
);

// The run as `who` may see it: the covert feature is for inspectors, tokens' hashes for nobody.
json::object view_of(PrintRun const& run, Principal const& who);

// Labels of stamps that are out of force must not leave, as a copy or otherwise: asked when a run
// begins, when its file is made, and of every link. conflict "stamp_state".
Result<void> check_in_force(
    store::Reader const& reader,
    stamps::StampOrder const& order,
    std::int64_t first,
    std::int64_t last
);
// The same of a run. Errors of the reads.
Result<void> check_in_force(store::Reader const& reader, PrintRun const& run);

// What the maker reports, each in its job's transaction. A finished run moves its stamps to
// `printed`, but for those that are further already.
Result<void> finish_run(store::Transaction& tx, std::string_view id, RunFile file);
// The range is free again: nothing of it left.
Result<void> fail_run(store::Transaction& tx, std::string_view id, std::string_view error);

// Writes a changed run with its ledger entry "print_run.<act>". What the service does for the
// account that asked is by system_principal() of it.
Result<PrintRun> put_run(
    store::Transaction& tx, Principal const& who, std::string_view act, PrintRun run
);

inline constexpr std::string_view job_kind = "print";

}  // namespace ocop::prints
