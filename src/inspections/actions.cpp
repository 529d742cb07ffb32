#include "inspections/actions.hpp"

#include "inspections/copied.hpp"
#include "inspections/recalls.hpp"
#include "stamps/moves.hpp"

#include <map>
#include <set>

namespace ocop::inspections {

namespace {

using accounts::NoticeKind;

// Whether all of them may go there: what one order refuses may not leave another's moved.
Result<void> check_ways(
    store::Reader const& reader, std::vector<CounterRun> const& runs, stamps::StampState to
) {
    for (auto const& run : runs) {
        bool legal = true;
        auto const each = [&](stamps::Segment const& segment) {
            legal = stamps::is_legal(segment.state, to);
            return legal;
        };
        auto const start = run.order.range->first - 1;
        auto const first = static_cast<std::int64_t>(run.first - start);
        auto const last = static_cast<std::int64_t>(run.last - start);
        auto const visited = stamps::visit_segments(reader, run.order, first, last, each);
        if (!visited) {
            return visited;
        }
        if (!legal) {
            return Error(Errc::conflict, "stamp_state", "/action/stamps", "one may not go there");
        }
    }
    return {};
}

Result<void> take_out(
    store::Transaction& tx, Principal const& who, Inspection const& of, stamps::StampState to
) {
    auto const runs = runs_inspected(tx, who, of, copied_stamps_max);
    if (!runs) {
        return runs.error();
    }
    if (auto ok = check_ways(tx, *runs, to); !ok) {
        return ok;
    }
    std::map<std::string, std::pair<stamps::StampOrder, stamps::NewMove>> moves;
    for (std::size_t i = 0; i < runs->size(); ++i) {
        auto const& order = (*runs)[i].order;
        auto& [of_order, move] = moves[order.id];
        of_order = order;
        move.to = to;
        move.reason = of.action.reason;
        move.basis = "inspection:" + of.id;
        move.positions.push_back({of.action.stamps[i].first, of.action.stamps[i].last});
    }
    for (auto const& [id, each] : moves) {
        if (auto const moved = stamps::move_stamps(tx, who, each.first, each.second); !moved) {
            return moved.error();
        }
    }
    return {};
}

Result<void> hold(
    store::Transaction& tx, Principal const& who, Random& random, Inspection& inspection
) {
    NewHold request;
    if (inspection.action.stamps.empty()) {
        request.lot_key = registry::lot_key(inspection.gtin, inspection.lot);
    } else if (auto const runs = runs_inspected(tx, who, inspection, held_stamps_max); !runs) {
        return runs.error();
    }
    request.stamps = inspection.action.stamps;
    request.reason = inspection.action.reason;
    request.inspection = inspection.id;
    auto const placed = place_hold(tx, who, random, std::move(request));
    if (!placed) {
        return placed.error();
    }
    inspection.hold = placed->id;
    return {};
}

bool is_of_stamps(ActionKind kind) {
    return kind == ActionKind::hold || kind == ActionKind::copied || kind == ActionKind::seize ||
           kind == ActionKind::void_stamps;
}

// Adds the stamps at `positions` to `spans`, but for those that are there; neighbours as one.
Result<void> add_spans(
    store::Reader const& reader,
    std::vector<std::optional<stamp::Position>> const& positions,
    std::vector<StampSpan>& spans
) {
    std::map<std::string, std::set<std::int64_t>> by_order;
    for (auto const& position : positions) {
        auto const issued = position ? stamps::find_issued(reader, *position)
                                     : Result<std::optional<stamps::IssuedAt>>(std::nullopt);
        if (!issued) {
            return issued.error();
        }
        if (!*issued) {
            return Error(
                Errc::refused, "stamp_not_issued", "/action/serials", "one is of no order"
            );
        }
        auto const number = static_cast<std::int64_t>(position->counter - (*issued)->first) + 1;
        by_order[(*issued)->order].insert(number);
    }
    for (auto const& span : spans) {
        auto const found = by_order.find(span.order);
        if (found != by_order.end() && span.first <= span.last) {
            auto& numbers = found->second;
            numbers.erase(numbers.lower_bound(span.first), numbers.upper_bound(span.last));
        }
    }
    for (auto const& [order, numbers] : by_order) {
        for (auto const number : numbers) {
            auto* const last = spans.empty() ? nullptr : &spans.back();
            if (last != nullptr && last->order == order && last->last == number - 1) {
                last->last = number;
            } else {
                spans.push_back({order, number, number});
            }
        }
    }
    return {};
}

Result<void> tell(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    Inspection const& of,
    NoticeKind kind
) {
    accounts::Notice notice;
    notice.kind = kind;
    notice.subject = registry::lot_key(of.gtin, of.lot);
    return tell_owners(tx, random, who, of.producer, std::move(notice));
}

}  // namespace

Result<std::vector<CounterRun>> runs_inspected(
    store::Reader const& reader,
    Principal const& who,
    Inspection const& inspection,
    std::int64_t most
) {
    auto runs = runs_of(reader, who, inspection.action.stamps, most);
    if (!runs) {
        return runs;
    }
    // Stamps of another lot are a slip of the pen, and may be another producer's.
    auto const& order = runs->front().order;
    if (order.gtin != inspection.gtin || order.lot != inspection.lot) {
        return Error(
            Errc::refused, "stamp_elsewhere", "/action/stamps", "are not of the lot inspected"
        );
    }
    return runs;
}

Result<void> act(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    Inspection& inspection,
    std::vector<std::optional<stamp::Position>> const& positions
) {
    if (is_of_stamps(inspection.action.kind)) {
        if (auto ok = add_spans(tx, positions, inspection.action.stamps); !ok) {
            return ok;
        }
    }
    auto const told = [&](Result<void> const& done, NoticeKind kind) {
        return done ? tell(tx, who, random, inspection, kind) : done;
    };
    switch (inspection.action.kind) {
        case ActionKind::warn:
            break;
        case ActionKind::hold:
            return hold(tx, who, random, inspection);
        case ActionKind::copied:
            return told(mark_copied(tx, who, inspection), NoticeKind::stamps_copied);
        case ActionKind::propose_recall: {
            auto const lot = registry::lot_key(inspection.gtin, inspection.lot);
            auto const recall =
                propose_recall(tx, who, lot, inspection.action.reason, inspection.id);
            return recall ? Result<void>() : recall.error();
        }
        case ActionKind::seize:
            return told(
                take_out(tx, who, inspection, stamps::StampState::seized), NoticeKind::stamps_seized
            );
        case ActionKind::void_stamps:
            return told(
                take_out(tx, who, inspection, stamps::StampState::voided), NoticeKind::stamps_voided
            );
    }
    return {};
}

}  // namespace ocop::inspections
