#include "inspections/copied.hpp"

#include "inspections/actions.hpp"
#include "inspections/marks.hpp"

namespace ocop::inspections {

namespace {

using store::Space;

std::string findings_of(Inspection const& of) {
    return ByteWriter().u8('C').text_nul(registry::lot_key(of.gtin, of.lot)).take();
}

Result<void> add_marks(
    store::Transaction& tx, std::vector<CounterRun> const& runs, std::string const& id
) {
    for (auto const& run : runs) {
        auto const epoch = run.order.range->epoch;
        if (auto ok = add_mark(tx, copied_mark, epoch, {run.first, run.last, id}); !ok) {
            return ok;
        }
    }
    return {};
}

Result<std::vector<CounterRun>> runs_of_finding(store::Reader const& reader, Inspection const& of) {
    return runs_inspected(reader, accounts::system_principal(), of, copied_stamps_max);
}

Result<void> erase_marks(store::Transaction& tx, Inspection const& of) {
    auto const runs = runs_of_finding(tx, of);
    if (!runs) {
        return runs.error();
    }
    for (auto const& run : *runs) {
        auto const epoch = run.order.range->epoch;
        auto const marks = marks_in(tx, copied_mark, epoch, {run.first, run.last, {}});
        if (!marks) {
            return marks.error();
        }
        for (auto const& mark : *marks) {
            if (mark.id == of.id) {
                erase_mark(tx, copied_mark, epoch, mark);
            }
        }
    }
    return {};
}

// What the lot's other findings say of stamps that no mark is on now.
Result<void> mark_again(store::Transaction& tx, Inspection const& lifted) {
    std::vector<std::string> others;
    auto const prefix = findings_of(lifted);
    auto const each = [&](std::string_view key, std::string_view) {
        others.emplace_back(key.substr(prefix.size()));
        return true;
    };
    if (auto const scanned = tx.scan(Space::inspections, prefix, {}, each); !scanned) {
        return scanned;
    }
    for (auto const& id : others) {
        auto const other = load_inspection_for(tx, accounts::system_principal(), id);
        auto const runs =
            other ? runs_of_finding(tx, *other) : Result<std::vector<CounterRun>>(other.error());
        auto const marked = runs ? add_marks(tx, *runs, id) : Result<void>(runs.error());
        if (!marked) {
            return marked;
        }
    }
    return {};
}

Result<Inspection> load_finding(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto inspection = load_inspection_for(reader, who, id);
    if (!inspection) {
        return inspection;
    }
    Error const no(Errc::conflict, "copied_state", "/lift", "no finding of copies stands");
    bool const found = inspection->done && inspection->action.kind == ActionKind::copied;
    bool const over = inspection->lift && inspection->lift->lifted_at;
    return found && !over ? std::move(inspection) : no;
}

}  // namespace

Result<void> mark_copied(store::Transaction& tx, Principal const& who, Inspection const& of) {
    auto const runs = runs_inspected(tx, who, of, copied_stamps_max);
    if (!runs) {
        return runs.error();
    }
    tx.put(Space::inspections, findings_of(of) + of.id, {});
    return add_marks(tx, *runs, of.id);
}

Result<Inspection> propose_copied_lift(
    store::Transaction& tx, Principal const& who, std::string_view id, ReasonGiven request
) {
    if (auto ok = check_reason(request); !ok) {
        return ok.error();
    }
    auto inspection = load_finding(tx, who, id);
    if (!inspection) {
        return inspection;
    }
    CopiedLift lift;
    lift.reason = std::move(request.reason);
    if (auto ok = accounts::confirm(lift.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    inspection->lift = std::move(lift);
    inspection->revision += 1;
    return put_inspection(tx, who, "lift_proposed", std::move(*inspection));
}

Result<Inspection> confirm_copied_lift(
    store::Transaction& tx, Principal const& who, Random& random, std::string_view id
) {
    auto inspection = load_finding(tx, who, id);
    if (!inspection) {
        return inspection;
    }
    if (!inspection->lift) {
        return Error(Errc::conflict, "act_not_pending");
    }
    if (auto ok = accounts::confirm(inspection->lift->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    inspection->lift->lifted_at = tx.now();
    inspection->revision += 1;
    tx.erase(Space::inspections, findings_of(*inspection) + inspection->id);
    if (auto ok = erase_marks(tx, *inspection); !ok) {
        return ok.error();
    }
    if (auto ok = mark_again(tx, *inspection); !ok) {
        return ok.error();
    }
    accounts::Notice notice;
    notice.kind = accounts::NoticeKind::copied_lifted;
    notice.subject = registry::lot_key(inspection->gtin, inspection->lot);
    if (auto ok = tell_owners(tx, random, who, inspection->producer, std::move(notice)); !ok) {
        return ok.error();
    }
    return put_inspection(tx, who, "lifted", std::move(*inspection));
}

Result<std::optional<std::string>> copied_by(
    store::Reader const& reader, stamp::Position position
) {
    auto mark = find_mark(reader, copied_mark, position);
    if (!mark) {
        return mark.error();
    }
    return *mark ? std::optional(std::move((*mark)->id)) : std::optional<std::string>();
}

}  // namespace ocop::inspections
