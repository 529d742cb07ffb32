#include "inspections/inspections.hpp"

#include "accounts/entries.hpp"
#include "inspections/marks.hpp"
#include "inspections/recalls.hpp"
#include "stamps/moves.hpp"
#include "store/record.hpp"

#include <ocop/base/id.hpp>

#include <algorithm>

namespace ocop::inspections {

namespace {

using store::Space;

constexpr std::size_t device_chars_max = 40;
constexpr std::size_t findings_chars_max = 2'000;

std::string inspection_key(std::string_view id) {
    return ByteWriter().u8('i').text(id).take();
}

std::string time_key(Instant at, std::string_view id) {
    return ByteWriter().u8('t').u64(~static_cast<std::uint64_t>(at.ms)).text(id).take();
}

std::string sequence_key(Principal const& who, std::string_view device, std::int64_t sequence) {
    return ByteWriter()
        .u8('d')
        .text_nul(who.account)
        .text_nul(device)
        .u64(static_cast<std::uint64_t>(sequence))
        .take();
}

bool is_device(std::string_view text) {
    return !text.empty() && text.size() <= device_chars_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      c == '-';
           });
}

Result<void> check(NewInspection& request) {
    registry::Checks checks;
    if (!is_device(request.device)) {
        checks.fault("/device", "must be 1 to 40 letters, digits or '-'");
    }
    if (request.sequence < 1) {
        checks.fault("/sequence", "must be at least 1");
    }
    if (request.seen.size() > seen_max) {
        checks.fault("/verified", "must be at most " + std::to_string(seen_max));
    }
    checks.line("/place", request.place, registry::text_chars_max);
    checks.line("/findings", request.findings, findings_chars_max);
    checks.line("/action/reason", request.action.reason, registry::text_chars_max);
    auto const kind = request.action.kind;
    bool const of_stamps =
        kind == ActionKind::copied || kind == ActionKind::seize || kind == ActionKind::void_stamps;
    if (of_stamps && request.action.stamps.empty()) {
        checks.fault("/action/stamps", "must name stamps");
    }
    return checks.result();
}

// What the device sent under this number before, or under the one before it.
Result<std::optional<std::string>> find_sent(
    store::Reader const& reader, Principal const& who, NewInspection const& request, int back
) {
    return reader.get(
        Space::inspections, sequence_key(who, request.device, request.sequence - back)
    );
}

Result<Inspection> load_inspection(store::Reader const& reader, std::string_view id) {
    auto found = store::find_logged<Inspection>(reader, Space::inspections, inspection_key(id));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "inspection_not_found");
    }
    return std::move(**found);
}

// Gaps and skew are told, never a reason to refuse.
Result<void> judge_times(
    store::Reader const& reader, Principal const& who, NewInspection const& request, Inspection& out
) {
    auto const lag = out.received_at.ms - out.at.ms;
    out.late = lag >= late_ms_min;
    out.clock_wrong = lag < -skew_ms_max;
    if (request.sequence == 1) {
        return {};
    }
    auto const before = find_sent(reader, who, request, 1);
    if (!before) {
        return before.error();
    }
    if (!*before) {
        out.gap = true;
        return {};
    }
    ByteReader in(**before);
    auto const entry = load_inspection(reader, in.text_nul());
    if (!entry) {
        return entry.error();
    }
    out.clock_wrong = out.clock_wrong || out.at < entry->at;
    return {};
}

// Stamps of another lot are a slip of the pen, and may be another producer's.
Result<void> check_lot(std::vector<CounterRun> const& runs, Inspection const& of) {
    for (auto const& run : runs) {
        if (run.order.gtin != of.gtin || run.order.lot != of.lot) {
            return Error(
                Errc::refused, "stamp_elsewhere", "/action/stamps", "are not of the lot inspected"
            );
        }
    }
    return {};
}

Result<void> mark_copied(store::Transaction& tx, Principal const& who, Inspection const& of) {
    auto const runs = runs_of(tx, who, of.action.stamps, copied_stamps_max);
    if (!runs) {
        return runs.error();
    }
    if (auto ok = check_lot(*runs, of); !ok) {
        return ok;
    }
    for (auto const& run : *runs) {
        auto const epoch = run.order.range->epoch;
        if (auto ok = add_mark(tx, copied_mark, epoch, {run.first, run.last, of.id}); !ok) {
            return ok;
        }
    }
    return {};
}

// Of one order: that move goes whole or not at all, and nothing of a refused action may stay.
Result<void> take_out(
    store::Transaction& tx, Principal const& who, Inspection const& of, stamps::StampState to
) {
    auto const runs = runs_of(tx, who, of.action.stamps, copied_stamps_max);
    if (!runs) {
        return runs.error();
    }
    if (auto ok = check_lot(*runs, of); !ok) {
        return ok;
    }
    auto const& order = runs->front().order;
    stamps::NewMove move;
    move.to = to;
    move.reason = of.action.reason;
    move.basis = "inspection:" + of.id;
    for (auto const& span : of.action.stamps) {
        if (span.order != order.id) {
            return Error(
                Errc::malformed, "request_invalid", "/action/stamps", "must be stamps of one order"
            );
        }
        move.positions.push_back({span.first, span.last});
    }
    auto const moved = stamps::move_stamps(tx, who, order, std::move(move));
    return moved ? Result<void>() : moved.error();
}

Result<void> act(store::Transaction& tx, Principal const& who, Random& random, Inspection& of) {
    auto const lot = registry::lot_key(of.gtin, of.lot);
    switch (of.action.kind) {
        case ActionKind::warn:
            break;
        case ActionKind::hold: {
            auto const runs = runs_of(tx, who, of.action.stamps, held_stamps_max);
            auto const ok = of.action.stamps.empty() ? Result<void>()
                            : runs                   ? check_lot(*runs, of)
                                                     : runs.error();
            if (!ok) {
                return ok;
            }
            NewHold request;
            request.lot_key = of.action.stamps.empty() ? lot : std::string();
            request.stamps = of.action.stamps;
            request.reason = of.action.reason;
            request.inspection = of.id;
            auto const hold = place_hold(tx, who, random, std::move(request));
            if (!hold) {
                return hold.error();
            }
            of.hold = hold->id;
            break;
        }
        case ActionKind::copied:
            return mark_copied(tx, who, of);
        case ActionKind::propose_recall: {
            auto const recall = propose_recall(tx, who, lot, of.action.reason, of.id);
            return recall ? Result<void>() : recall.error();
        }
        case ActionKind::seize:
            return take_out(tx, who, of, stamps::StampState::seized);
        case ActionKind::void_stamps:
            return take_out(tx, who, of, stamps::StampState::voided);
    }
    return {};
}

// Of an action: what is wrong with it is part of the record. Anything else refuses the entry.
bool is_verdict_on_action(Errc code) {
    return code == Errc::refused || code == Errc::conflict || code == Errc::not_found ||
           code == Errc::malformed;
}

Result<Inspection> begin(
    store::Transaction& tx, Principal const& who, Random& random, NewInspection& request
) {
    auto const key = registry::lot_key(request.gtin, request.lot);
    auto const lot = registry::load_for<registry::Lot>(tx, who, key);
    if (!lot) {
        return lot.error();
    }
    auto authority = authority_of(tx, who, lot->gtin);
    if (!authority) {
        return authority.error();
    }
    Inspection out;
    out.id = random_id(random);
    out.inspector = who.account;
    out.authority = std::move(*authority);
    out.gtin = lot->gtin;
    out.lot = lot->lot;
    out.producer = lot->producer;
    out.device = request.device;
    out.sequence = request.sequence;
    out.at = request.at;
    out.received_at = tx.now();
    out.place = std::move(request.place);
    out.findings = std::move(request.findings);
    out.seen = std::move(request.seen);
    out.action = std::move(request.action);
    if (auto ok = judge_times(tx, who, request, out); !ok) {
        return ok.error();
    }
    return out;
}

Result<Inspection> put(store::Transaction& tx, Principal const& who, Inspection inspection) {
    auto const logged = store::put_logged(
        tx,
        Space::inspections,
        inspection_key(inspection.id),
        accounts::draft_by(
            who,
            "inspection.recorded",
            "inspection:" + inspection.id,
            {{"inspection", inspection.id},
             {"gtin", inspection.gtin},
             {"lot", inspection.lot},
             {"producer", inspection.producer},
             {"authority", inspection.authority},
             {"action", boost::describe::enum_to_string(inspection.action.kind, "?")},
             {"done", inspection.done ? 1 : 0}}
        ),
        json::write(inspection)
    );
    if (!logged) {
        return logged.error();
    }
    tx.put(Space::inspections, time_key(inspection.received_at, inspection.id), {});
    return inspection;
}

}  // namespace

Result<Inspection> record_inspection(
    store::Transaction& tx, Principal const& who, Random& random, NewInspection request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const sent = find_sent(tx, who, request, 0);
    if (!sent) {
        return sent.error();
    }
    if (*sent) {
        ByteReader in(**sent);
        auto const id = std::string(in.text_nul());
        if (in.rest() != request.digest) {
            return Error(
                Errc::conflict, "sequence_taken", "/sequence", "was another entry's of this device"
            );
        }
        return load_inspection(tx, id);
    }
    auto const key = sequence_key(who, request.device, request.sequence);
    auto const digest = request.digest;
    auto inspection = begin(tx, who, random, request);
    if (!inspection) {
        return inspection;
    }
    auto const acted = act(tx, who, random, *inspection);
    if (!acted && !is_verdict_on_action(acted.error().code)) {
        return acted.error();
    }
    inspection->done = acted.has_value();
    if (!acted) {
        inspection->problem = std::string(acted.error().slug);
    }
    tx.put(Space::inspections, key, ByteWriter().text_nul(inspection->id).text(digest).view());
    return put(tx, who, std::move(*inspection));
}

Result<Inspection> load_inspection_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto inspection = load_inspection(reader, id);
    if (!inspection) {
        return inspection;
    }
    auto const reached = registry::reaches_producer(reader, who, inspection->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(inspection) : Error(Errc::not_found, "inspection_not_found");
}

Result<InspectionPage> list_inspections(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    InspectionPage page;
    std::string from;
    if (!after.empty()) {
        auto const last = load_inspection_for(reader, who, after);
        if (!last) {
            return Error(Errc::malformed, "query_invalid", "after", "must be an inspection's id");
        }
        from = time_key(last->received_at, last->id) + '\0';
    }
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view) {
        auto inspection = load_inspection_for(reader, who, key.substr(9));
        if (!inspection && inspection.error().code == Errc::not_found) {
            return true;
        }
        if (!inspection) {
            outcome = inspection.error();
            return false;
        }
        if (page.inspections.size() == limit) {
            page.next = page.inspections.back().id;
            return false;
        }
        page.inspections.push_back(std::move(*inspection));
        return true;
    };
    if (auto const scanned = reader.scan(Space::inspections, "t", from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return page;
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
