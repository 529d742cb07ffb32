#pragma once

#include "accounts/two_persons.hpp"
#include "inspections/producers.hpp"
#include "registry/lot.hpp"

#include <optional>
#include <string>
#include <vector>

// Recalls of lots. An authority's takes two persons of different units and rests on a decision; the
// producer's own (voluntary) stands at once. A proposal that nobody confirms lapses after
// proposal_ms; its proposer may drop it before, and an official of another unit refuse it. Lifting
// either takes two officials of different units: a producer cannot take back its own warning. While
// one stands every link of the lot is red.
//
// At rest, space inspections: 'r' ‖ GTIN ‖ ':' ‖ lot → the lot's recall (logged): one get says
// whether the lot is under recall. A lot that is recalled again keeps the record; what was before
// is in the ledger.
namespace ocop::inspections {

BOOST_DEFINE_ENUM_CLASS(RecallState, proposed, standing, lifted, dropped)

inline constexpr std::int64_t proposal_ms = 30 * 86'400'000LL;

// The end of a proposal.
struct RecallDrop {
    std::string reason;
    bool refused = false;  // by another than its proposer
    std::string account;   // who did
    Instant at;
};
BOOST_DESCRIBE_STRUCT(RecallDrop, (), (reason, refused, account, at))

struct RecallLift {
    std::string decision;
    Day decided_on;
    std::string reason;
    std::vector<accounts::Confirmation> confirmations = {};
};
BOOST_DESCRIBE_STRUCT(RecallLift, (), (decision, decided_on, reason, confirmations))

// What the producer says to it; shown beside it.
struct RecallReply {
    std::string text;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(RecallReply, (), (text, at))

struct Recall : registry::Stored {
    std::string gtin;
    std::string lot;
    std::string producer;
    RecallState state = RecallState::proposed;
    bool voluntary = false;  // ordered by the producer
    std::string authority;   // id: who ordered it; empty when voluntary
    std::string reason;
    std::optional<std::string> decision;
    std::optional<Day> decided_on;
    std::optional<std::string> inspection;  // id of the one that proposed it
    std::vector<accounts::Confirmation> confirmations;
    Instant proposed_at;
    std::optional<Instant> until;  // of a proposal: when it lapses
    std::optional<RecallDrop> drop;
    std::optional<Instant> since;
    std::optional<RecallLift> lift;
    std::optional<Instant> lifted_at;
    std::optional<RecallReply> reply;
};
BOOST_DESCRIBE_STRUCT(
    Recall,
    (registry::Stored),
    (gtin,
     lot,
     producer,
     state,
     voluntary,
     authority,
     reason,
     decision,
     decided_on,
     inspection,
     confirmations,
     proposed_at,
     until,
     drop,
     since,
     lift,
     lifted_at,
     reply)
)

struct NewRecall {
    std::string reason;
    // Of an authority's, here or with the confirmation.
    std::optional<std::string> decision = {};
    std::optional<Day> decided_on = {};
};
BOOST_DESCRIBE_STRUCT(NewRecall, (), (reason, decision, decided_on))

// By an official: proposed. By a person of the lot's producer: standing. not_found "lot_not_found";
// malformed "request_invalid"; conflict "recall_state" when one stands. A proposal that nobody
// confirmed gives way to a newer one.
Result<Recall> order_recall(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view lot_key,
    NewRecall request
);

// The same as the finding of an inspection; its inspector gives the first confirmation.
Result<Recall> propose_recall(
    store::Transaction& tx,
    Principal const& who,
    std::string_view lot_key,
    std::string reason,
    std::string inspection
);

struct RecallConfirmation {
    std::optional<std::string> decision = {};  // must be the proposal's where that has one
    std::optional<Day> decided_on = {};
};
BOOST_DESCRIBE_STRUCT(RecallConfirmation, (), (decision, decided_on))

// The recall stands with this transaction, and the producer is told. not_found "recall_not_found";
// conflict "recall_state" (a proposal that lapsed, too), "act_changed" (another decision than the
// proposal's); refused "decision_missing", "own_request", "same_unit".
Result<Recall> confirm_recall(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view lot_key,
    RecallConfirmation request
);

// Ends a proposal that waits: its proposer takes it back; of others an officer, approver or
// administrator of another unit refuses it. forbidden "officials_only" for a producer's people,
// "proposer_only" for an inspector who did not propose it; refused "same_unit"; not_found
// "recall_not_found"; conflict "recall_state"; malformed "request_invalid".
Result<Recall> drop_recall(
    store::Transaction& tx, Principal const& who, std::string_view lot_key, ReasonGiven request
);

struct LiftRequest {
    std::string decision;
    Day decided_on;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(LiftRequest, (), (decision, decided_on, reason))

// forbidden "officials_only" for a producer's people; not_found "recall_not_found"; conflict
// "recall_state"; malformed "request_invalid".
Result<Recall> propose_lift(
    store::Transaction& tx, Principal const& who, std::string_view lot_key, LiftRequest request
);

struct LiftConfirmation {
    std::string decision;
};
BOOST_DESCRIBE_STRUCT(LiftConfirmation, (), (decision))

// As confirm_recall(); conflict "act_not_pending" when no lift was proposed.
Result<Recall> confirm_lift(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view lot_key,
    LiftConfirmation request
);

struct NewReply {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(NewReply, (), (text))

// By the lot's producer, to a recall that stands; a later one takes its place. not_found
// "recall_not_found"; conflict "recall_state"; malformed "request_invalid".
Result<Recall> reply_to_recall(
    store::Transaction& tx, Principal const& who, std::string_view lot_key, NewReply request
);

Result<std::optional<Recall>> find_recall(store::Reader const& reader, std::string_view lot_key);
// not_found "recall_not_found", also when the lot is not for `who`.
Result<Recall> load_recall_for(
    store::Reader const& reader, Principal const& who, std::string_view lot_key
);

}  // namespace ocop::inspections
