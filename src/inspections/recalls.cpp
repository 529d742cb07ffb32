#include "inspections/recalls.hpp"

#include "accounts/entries.hpp"
#include "store/record.hpp"

namespace ocop::inspections {

namespace {

using store::Space;

constexpr std::size_t reply_chars_max = 2'000;

std::string recall_key(std::string_view lot_key) {
    return ByteWriter().u8('r').text(lot_key).take();
}

std::string key_of(Recall const& recall) {
    return registry::lot_key(recall.gtin, recall.lot);
}

json::object clear_of(Recall const& recall) {
    json::object clear{
        {"gtin", recall.gtin},
        {"lot", recall.lot},
        {"producer", recall.producer},
        {"voluntary", recall.voluntary ? 1 : 0},
        {"authority", recall.authority},
    };
    if (!recall.confirmations.empty()) {
        clear["confirmations"] = accounts::clear_of(recall.confirmations);
    }
    if (recall.until) {
        clear["until"] = to_text(*recall.until);
    }
    if (recall.decision) {
        clear["decision"] = *recall.decision;
    }
    if (recall.lift) {
        clear["lift_decision"] = recall.lift->decision;
        clear["lift_confirmations"] = accounts::clear_of(recall.lift->confirmations);
    }
    return clear;
}

Result<Recall> put(
    store::Transaction& tx, Principal const& who, std::string_view act, Recall recall
) {
    auto const key = key_of(recall);
    auto const logged = store::put_logged(
        tx,
        Space::inspections,
        recall_key(key),
        accounts::draft_by(who, "recall." + std::string(act), "recall:" + key, clear_of(recall)),
        json::write(recall)
    );
    if (!logged) {
        return logged.error();
    }
    return recall;
}

Result<void> tell(
    store::Transaction& tx,
    Random& random,
    Principal const& who,
    Recall const& recall,
    accounts::NoticeKind kind
) {
    accounts::Notice notice;
    notice.kind = kind;
    notice.subject = key_of(recall);
    return tell_owners(tx, random, who, recall.producer, std::move(notice));
}

Error wrong_state(std::string reason) {
    return {Errc::conflict, "recall_state", "/state", std::move(reason)};
}

Result<void> check(NewRecall& request) {
    registry::Checks checks;
    checks.line("/reason", request.reason, registry::text_chars_max);
    checks.line("/decision", request.decision, registry::decision_chars_max);
    if (request.decision.has_value() != request.decided_on.has_value()) {
        checks.fault("/decided_on", "goes with decision");
    }
    return checks.result();
}

// The record that a new recall of the lot takes: a fresh one, or that of one that is over.
Result<Recall> begin(store::Transaction& tx, Principal const& who, std::string_view lot_key) {
    auto const lot = registry::load_for<registry::Lot>(tx, who, lot_key);
    if (!lot) {
        return lot.error();
    }
    auto const before = find_recall(tx, lot_key);
    if (!before) {
        return before.error();
    }
    if (*before && (*before)->state == RecallState::standing) {
        return wrong_state("the lot is under recall");
    }
    Recall recall;
    recall.revision = *before ? (*before)->revision + 1 : 1;
    recall.gtin = lot->gtin;
    recall.lot = lot->lot;
    recall.producer = lot->producer;
    recall.proposed_at = tx.now();
    return recall;
}

Result<Recall> load_in(
    store::Reader const& reader, Principal const& who, std::string_view lot_key, RecallState state
) {
    auto recall = load_recall_for(reader, who, lot_key);
    if (recall && recall->state != state) {
        return wrong_state(
            std::string("the recall is ") + boost::describe::enum_to_string(recall->state, "?")
        );
    }
    return recall;
}

// A proposal that waits, and did not lapse.
Result<Recall> load_proposed(
    store::Transaction const& tx, Principal const& who, std::string_view lot_key
) {
    auto recall = load_in(tx, who, lot_key, RecallState::proposed);
    if (recall && recall->until && tx.now() >= *recall->until) {
        return wrong_state("the proposal has lapsed");
    }
    return recall;
}

Result<void> check_official(Principal const& who) {
    if (!who.producer.empty()) {
        return Error(Errc::forbidden, "officials_only", "", "takes two officials");
    }
    return {};
}

Result<Recall> propose(store::Transaction& tx, Principal const& who, Recall recall) {
    auto authority = authority_of(tx, who, recall.gtin);
    if (!authority) {
        return authority.error();
    }
    recall.authority = std::move(*authority);
    recall.until = Instant{tx.now().ms + proposal_ms};
    if (auto ok = accounts::confirm(recall.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    return put(tx, who, "proposed", std::move(recall));
}

// The decision that the recall rests on: the proposal's, or the one that comes with its
// confirmation.
Result<void> name_decision(Recall& recall, RecallConfirmation request) {
    NewRecall named{recall.reason, std::move(request.decision), request.decided_on};
    if (auto ok = check(named); !ok) {
        return ok;
    }
    if (recall.decision && named.decision && *recall.decision != *named.decision) {
        return Error(Errc::conflict, "act_changed", "/decision", "is not that of the proposal");
    }
    if (!recall.decision) {
        recall.decision = std::move(named.decision);
        recall.decided_on = named.decided_on;
    }
    if (!recall.decision) {
        return Error(Errc::refused, "decision_missing", "/decision", "rests on a decision");
    }
    return {};
}

// Whether `who`, who did not propose it, may refuse a proposal.
Result<void> check_refuser(Principal const& who, accounts::Confirmation const& proposer) {
    using accounts::Role;
    bool const may =
        who.role == Role::officer || who.role == Role::approver || who.role == Role::administrator;
    if (!may) {
        return Error(Errc::forbidden, "proposer_only", "", "is another's proposal");
    }
    if (accounts::is_same_unit(who.unit, proposer.unit)) {
        return Error(Errc::refused, "same_unit", "", "takes another unit");
    }
    return {};
}

}  // namespace

Result<Recall> order_recall(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view lot_key,
    NewRecall request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto recall = begin(tx, who, lot_key);
    if (!recall) {
        return recall;
    }
    recall->reason = std::move(request.reason);
    recall->decision = std::move(request.decision);
    recall->decided_on = request.decided_on;
    if (who.producer.empty()) {
        return propose(tx, who, std::move(*recall));
    }
    recall->voluntary = true;
    recall->state = RecallState::standing;
    recall->since = tx.now();
    if (auto ok = tell(tx, random, who, *recall, accounts::NoticeKind::lot_recalled); !ok) {
        return ok.error();
    }
    return put(tx, who, "ordered", std::move(*recall));
}

Result<Recall> propose_recall(
    store::Transaction& tx,
    Principal const& who,
    std::string_view lot_key,
    std::string reason,
    std::string inspection
) {
    auto recall = begin(tx, who, lot_key);
    if (!recall) {
        return recall;
    }
    recall->reason = std::move(reason);
    recall->inspection = std::move(inspection);
    return propose(tx, who, std::move(*recall));
}

Result<Recall> confirm_recall(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view lot_key,
    RecallConfirmation request
) {
    if (auto ok = check_official(who); !ok) {
        return ok.error();
    }
    auto recall = load_proposed(tx, who, lot_key);
    if (!recall) {
        return recall;
    }
    if (auto ok = name_decision(*recall, std::move(request)); !ok) {
        return ok.error();
    }
    if (auto ok = accounts::confirm(recall->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    recall->state = RecallState::standing;
    recall->since = tx.now();
    recall->until.reset();
    recall->revision += 1;
    if (auto ok = tell(tx, random, who, *recall, accounts::NoticeKind::lot_recalled); !ok) {
        return ok.error();
    }
    return put(tx, who, "ordered", std::move(*recall));
}

Result<Recall> drop_recall(
    store::Transaction& tx, Principal const& who, std::string_view lot_key, ReasonGiven request
) {
    if (auto ok = check_official(who); !ok) {
        return ok.error();
    }
    if (auto ok = check_reason(request); !ok) {
        return ok.error();
    }
    auto recall = load_proposed(tx, who, lot_key);
    if (!recall) {
        return recall;
    }
    auto const& proposer = recall->confirmations.front();
    bool const refused = proposer.account != who.account;
    if (auto ok = refused ? check_refuser(who, proposer) : Result<void>(); !ok) {
        return ok.error();
    }
    recall->drop = RecallDrop{std::move(request.reason), refused, who.account, tx.now()};
    recall->state = RecallState::dropped;
    recall->until.reset();
    recall->revision += 1;
    return put(tx, who, refused ? "refused" : "dropped", std::move(*recall));
}

Result<Recall> propose_lift(
    store::Transaction& tx, Principal const& who, std::string_view lot_key, LiftRequest request
) {
    if (auto ok = check_official(who); !ok) {
        return ok.error();
    }
    registry::Checks checks;
    checks.line("/decision", request.decision, registry::decision_chars_max);
    checks.line("/reason", request.reason, registry::text_chars_max);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto recall = load_in(tx, who, lot_key, RecallState::standing);
    if (!recall) {
        return recall;
    }
    RecallLift lift{std::move(request.decision), request.decided_on, std::move(request.reason)};
    if (auto ok = accounts::confirm(lift.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    recall->lift = std::move(lift);
    recall->revision += 1;
    return put(tx, who, "lift_proposed", std::move(*recall));
}

Result<Recall> confirm_lift(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view lot_key,
    LiftConfirmation request
) {
    if (auto ok = check_official(who); !ok) {
        return ok.error();
    }
    registry::Checks checks;
    checks.line("/decision", request.decision, registry::decision_chars_max);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto recall = load_in(tx, who, lot_key, RecallState::standing);
    if (!recall) {
        return recall;
    }
    if (!recall->lift) {
        return Error(Errc::conflict, "act_not_pending");
    }
    if (recall->lift->decision != request.decision) {
        return Error(Errc::conflict, "act_changed", "/decision", "is not that of the proposal");
    }
    if (auto ok = accounts::confirm(recall->lift->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    recall->state = RecallState::lifted;
    recall->lifted_at = tx.now();
    recall->revision += 1;
    if (auto ok = tell(tx, random, who, *recall, accounts::NoticeKind::recall_lifted); !ok) {
        return ok.error();
    }
    return put(tx, who, "lifted", std::move(*recall));
}

Result<Recall> reply_to_recall(
    store::Transaction& tx, Principal const& who, std::string_view lot_key, NewReply request
) {
    registry::Checks checks;
    checks.line("/text", request.text, reply_chars_max);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto recall = load_in(tx, who, lot_key, RecallState::standing);
    if (!recall) {
        return recall;
    }
    recall->reply = RecallReply{std::move(request.text), tx.now()};
    recall->revision += 1;
    return put(tx, who, "replied", std::move(*recall));
}

Result<std::optional<Recall>> find_recall(store::Reader const& reader, std::string_view lot_key) {
    return store::find_logged<Recall>(reader, Space::inspections, recall_key(lot_key));
}

Result<Recall> load_recall_for(
    store::Reader const& reader, Principal const& who, std::string_view lot_key
) {
    Error const absent(Errc::not_found, "recall_not_found");
    auto found = find_recall(reader, lot_key);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return absent;
    }
    auto const reached = registry::reaches_producer(reader, who, (*found)->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? Result<Recall>(std::move(**found)) : absent;
}

}  // namespace ocop::inspections
