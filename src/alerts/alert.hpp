#pragma once

#include "accounts/principal.hpp"
#include "checks/closing.hpp"
#include "registry/values.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Alerts: what an inspector should look at. An alert says which rule, which numbers and which
// stamps; it accuses nobody, no verdict reads it, and it is no ledger leaf. Closing one is audited
// as every write is.
//
// At rest, space checks:
//   'A' ‖ alert id                 → the alert (JSON); ids sort by time, the newest first
//   'B' ‖ producer ‖ 00 ‖ alert id → empty: alerts about a producer's stamps
//   'C' ‖ alert id                 → empty: open alerts
//   'D' ‖ SHA-256(rule ‖ 00 ‖ subject) → id of the latest
namespace ocop::alerts {

using accounts::Principal;
using checks::Closing;
using checks::Outcome;
using checks::State;

// On disk and in the API by name: never rename. The first five are computed from checks
// (watch.hpp); the others are raised where they are found.
BOOST_DEFINE_ENUM_CLASS(
    Rule,
    many_phones,        // one serial, many phones
    serial_run,         // one phone, serials that were printed beside each other
    before_activation,  // checked before it was reported as applied
    after_void,         // checked after it was returned, destroyed, …
    lot_share,          // a lot with far more serials on three phones than its peers
    pin_guesses,        // more wrong PINs in a day than a buyer makes
    first_opening,      // a stamp that nobody reported as applied was looked at; told once
    stock_missing,      // counted less than the book says
    stock_uncounted,    // nobody counted in time
    key_compromise,     // a good signature on a stamp that was never issued
    log_stopped         // a witness knows another history of the public log
)

// A number of the rule's, by name. Names that start with "peers_" speak of other producers' stamps.
struct Figure {
    std::string name;
    std::int64_t value = 0;

    friend bool operator==(Figure const&, Figure const&) = default;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (name, value))

inline constexpr std::size_t stamps_max = 20;  // named in an alert; figures count all

struct Alert : registry::Stored {
    std::string id;
    Rule rule = Rule::many_phones;
    std::string subject;  // "stamp:SERIAL", "lot:GTIN:LOT", "order:ID", "key:KID", "witness:NAME"
    State state = State::open;
    Instant raised_at;
    Instant updated_at;
    std::string producer;  // whose stamps; empty: nobody's
    std::optional<std::string> gtin;
    std::optional<std::string> lot;
    std::optional<std::string> order;
    std::vector<Figure> figures;
    std::vector<std::string> stamps;  // serials of ten characters; of a key GTIN:LOT:SERIAL
    std::optional<Instant> closed_at;
    std::optional<std::string> closed_by;  // account
    std::optional<Outcome> outcome;
    std::optional<std::string> reason;  // of the closing
};
BOOST_DESCRIBE_STRUCT(
    Alert,
    (registry::Stored),
    (id,
     rule,
     subject,
     state,
     raised_at,
     updated_at,
     producer,
     gtin,
     lot,
     order,
     figures,
     stamps,
     closed_at,
     closed_by,
     outcome,
     reason)
)

struct NewAlert {
    Rule rule = Rule::many_phones;
    std::string subject;
    std::string producer;
    std::optional<std::string> gtin;
    std::optional<std::string> lot;
    std::optional<std::string> order;
    std::vector<Figure> figures;
    std::vector<std::string> stamps;
    std::optional<Day> seen_on = {};  // when it was so; absent: today
};

// One open alert a rule and subject: raised again it gets the new figures and the stamps it did not
// name yet; with the same it stays as it is. After it was closed, a new one may be raised for what
// was so on a later legal day, and of first_opening none; until then nothing is written and the
// closed one given back. Errors of the reads; corrupt "store_corrupt".
Result<Alert> raise(store::Transaction& tx, NewAlert alert);

// The open one, or nothing. Errors of the reads.
Result<std::optional<Alert>> find_open(
    store::Reader const& reader, Rule rule, std::string_view subject
);

// not_found "alert_not_found"; conflict "alert_closed"; malformed "request_invalid".
Result<Alert> close(
    store::Transaction& tx, Principal const& who, std::string_view id, Closing request
);

// As it is shown to `who`: to a producer without figures of other producers and without who closed
// it. not_found "alert_not_found", also when it is not for `who`.
Result<Alert> load_for(store::Reader const& reader, Principal const& who, std::string_view id);

// Which alerts a list is of; empty members match everything.
struct Filter {
    std::optional<Rule> rule;
    std::optional<State> state;
    std::string gtin;
    std::string lot;
};

struct AlertPage {
    std::vector<Alert> alerts;
    std::optional<std::string> next;  // `after` of the next page
};

// Of those that `who` reaches, the newest first, after `after`; at most `limit`, and fewer when as
// many as checks::looked_at_max were looked at.
Result<AlertPage> list(
    store::Reader const& reader,
    Principal const& who,
    Filter const& filter,
    std::string_view after,
    std::size_t limit
);

}  // namespace ocop::alerts
