#include "registry/certificate_acts.hpp"

namespace ocop::registry {

namespace {

Result<void> clean(std::string& decision) {
    Checks checks;
    checks.line("/decision", decision, decision_chars_max);
    return checks.result();
}

// `made` is what the act would make of the record: it says whether the act is allowed, no more.
Result<Certificate> propose(
    store::Transaction& tx,
    Principal const& who,
    Certificate record,
    Result<Certificate> const& made,
    PendingAct act
) {
    if (!made) {
        return made;
    }
    if (auto ok = clean(act.decision); !ok) {
        return ok.error();
    }
    if (auto ok = accounts::confirm(act.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    auto const* const kind = boost::describe::enum_to_string(act.kind, "?");
    record.pending = std::move(act);
    return change(tx, who, std::string(kind) + "_proposed", {}, std::move(record));
}

Result<Certificate> apply(Certificate record, PendingAct const& act, Day today) {
    switch (act.kind) {
        case ActKind::extend:
            return with_extension(
                std::move(record), {act.decision, act.decided_on, act.until.value_or(Day{})}
            );
        case ActKind::withdraw:
            return with_withdrawal(
                std::move(record),
                {act.decision,
                 act.decided_on,
                 act.ground.value_or(0),
                 act.effective_on.value_or(Day{})}
            );
        case ActKind::reinstate:
            break;
    }
    return with_reinstatement(std::move(record), {act.decision, act.decided_on}, today);
}

Result<Certificate> confirm(
    store::Transaction& tx,
    Principal const& who,
    std::string_view id,
    ActKind kind,
    ActConfirmation request
) {
    if (auto ok = clean(request.decision); !ok) {
        return ok.error();
    }
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    if (!record->pending || record->pending->kind != kind) {
        return Error(Errc::conflict, "act_not_pending");
    }
    auto act = *record->pending;
    if (act.decision != request.decision) {
        return Error(Errc::conflict, "act_changed", "/decision", "is not that of the proposal");
    }
    if (auto ok = accounts::confirm(act.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    auto made = apply(std::move(*record), act, legal_day(tx.now()));
    if (!made) {
        return made;
    }
    made->act_confirmations = std::move(act.confirmations);
    auto const* const done = kind == ActKind::extend     ? "extended"
                             : kind == ActKind::withdraw ? "withdrawn"
                                                         : "reinstated";
    return change(tx, who, done, {}, std::move(*made));
}

}  // namespace

Result<Certificate> propose_extension(
    store::Transaction& tx, Principal const& who, std::string_view id, Extension request
) {
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    PendingAct act{ActKind::extend, request.decision, request.decided_on};
    act.until = request.until;
    auto const made = with_extension(*record, std::move(request));
    return propose(tx, who, std::move(*record), made, std::move(act));
}

Result<Certificate> propose_withdrawal(
    store::Transaction& tx, Principal const& who, std::string_view id, WithdrawalRequest request
) {
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    PendingAct act{ActKind::withdraw, request.decision, request.decided_on};
    act.ground = request.ground;
    act.effective_on = request.effective_on;
    auto const made = with_withdrawal(*record, std::move(request));
    return propose(tx, who, std::move(*record), made, std::move(act));
}

Result<Certificate> propose_reinstatement(
    store::Transaction& tx, Principal const& who, std::string_view id, Reinstatement request
) {
    auto record = load_for<Certificate>(tx, who, id);
    if (!record) {
        return record;
    }
    PendingAct act{ActKind::reinstate, request.decision, request.decided_on};
    auto const made = with_reinstatement(*record, std::move(request), legal_day(tx.now()));
    return propose(tx, who, std::move(*record), made, std::move(act));
}

Result<Certificate> confirm_extension(
    store::Transaction& tx, Principal const& who, std::string_view id, ActConfirmation request
) {
    return confirm(tx, who, id, ActKind::extend, std::move(request));
}

Result<Certificate> confirm_withdrawal(
    store::Transaction& tx, Principal const& who, std::string_view id, ActConfirmation request
) {
    return confirm(tx, who, id, ActKind::withdraw, std::move(request));
}

Result<Certificate> confirm_reinstatement(
    store::Transaction& tx, Principal const& who, std::string_view id, ActConfirmation request
) {
    return confirm(tx, who, id, ActKind::reinstate, std::move(request));
}

}  // namespace ocop::registry
