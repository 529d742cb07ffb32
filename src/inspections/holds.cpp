#include "inspections/holds.hpp"

#include "accounts/entries.hpp"
#include "inspections/marks.hpp"
#include "store/record.hpp"

#include <ocop/base/id.hpp>

namespace ocop::inspections {

namespace {

using store::Space;

std::string hold_key(std::string_view id) {
    return ByteWriter().u8('h').text(id).take();
}

std::string lot_hold_key(std::string_view lot_key) {
    return ByteWriter().u8('l').text(lot_key).take();
}

Error bad_spans(std::string reason) {
    return {Errc::malformed, "request_invalid", "/action/stamps", std::move(reason)};
}

json::object clear_of(Hold const& hold) {
    json::object clear{
        {"hold", hold.id},
        {"gtin", hold.gtin},
        {"lot", hold.lot},
        {"producer", hold.producer},
        {"whole_lot", hold.stamps.empty() ? 1 : 0},
        {"authority", hold.authority},
        {"until", to_text(hold.until)},
        {"confirmations", accounts::clear_of(hold.confirmations)},
    };
    if (!hold.stamps.empty()) {
        json::array stamps;
        for (auto const& span : hold.stamps) {
            stamps.push_back(json::array{span.order, span.first, span.last});
        }
        clear["stamps"] = std::move(stamps);
    }
    return clear;
}

Result<Hold> put(store::Transaction& tx, Principal const& who, std::string_view act, Hold hold) {
    auto const logged = store::put_logged(
        tx,
        Space::inspections,
        hold_key(hold.id),
        accounts::draft_by(who, "hold." + std::string(act), "hold:" + hold.id, clear_of(hold)),
        json::write(hold)
    );
    if (!logged) {
        return logged.error();
    }
    return hold;
}

Result<Hold> load_hold(store::Reader const& reader, std::string_view id) {
    auto found = store::find_logged<Hold>(reader, Space::inspections, hold_key(id));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error(Errc::not_found, "hold_not_found");
    }
    return std::move(**found);
}

Result<std::optional<Hold>> if_it_stands(
    store::Reader const& reader, std::string_view id, Instant now
) {
    auto hold = load_hold(reader, id);
    if (!hold) {
        bool const missing = hold.error().code == Errc::not_found;
        return missing ? Error(Errc::corrupt, "store_corrupt", "hold", "is missing") : hold.error();
    }
    return stands(*hold, now) ? std::optional(std::move(*hold)) : std::optional<Hold>();
}

// Takes the runs for the hold, once it is sure that none of them is held. What lapsed gives way.
Result<void> mark_runs(
    store::Transaction& tx, std::vector<CounterRun> const& runs, std::string const& id
) {
    std::vector<std::pair<std::uint8_t, Mark>> over;
    for (auto const& run : runs) {
        auto const epoch = run.order.range->epoch;
        auto const known = marks_in(tx, held_mark, epoch, {run.first, run.last, {}});
        if (!known) {
            return known.error();
        }
        for (auto const& mark : *known) {
            auto const standing = if_it_stands(tx, mark.id, tx.now());
            if (!standing) {
                return standing.error();
            }
            if (*standing) {
                return Error(Errc::conflict, "already_held", "/action/stamps", "one is held");
            }
            over.emplace_back(epoch, mark);
        }
    }
    for (auto const& [epoch, mark] : over) {
        erase_mark(tx, held_mark, epoch, mark);
    }
    for (auto const& run : runs) {
        put_mark(tx, held_mark, run.order.range->epoch, {run.first, run.last, id});
    }
    return {};
}

Result<void> check_free(store::Reader const& reader, std::string_view lot_key, Instant now) {
    auto const standing = hold_of_lot(reader, lot_key, now);
    if (!standing) {
        return standing.error();
    }
    if (*standing) {
        return Error(Errc::conflict, "already_held", "/action/lot", "the lot is held");
    }
    return {};
}

}  // namespace

Result<std::vector<CounterRun>> runs_of(
    store::Reader const& reader,
    Principal const& who,
    std::vector<StampSpan> const& spans,
    std::int64_t most
) {
    std::vector<CounterRun> out;
    std::int64_t count = 0;
    for (auto const& span : spans) {
        auto order = stamps::load_order_in(reader, who, span.order, stamps::OrderState::issued);
        if (!order) {
            return order.error();
        }
        if (span.first < 1 || span.last < span.first || span.last > order->count) {
            return bad_spans("must be positions from 1 to " + std::to_string(order->count));
        }
        count += span.last - span.first + 1;
        if (count > most) {
            return bad_spans("must be at most " + std::to_string(most) + " stamps");
        }
        if (!out.empty() &&
            (out.front().order.gtin != order->gtin || out.front().order.lot != order->lot)) {
            return bad_spans("must be stamps of one lot");
        }
        auto const start = order->range->first - 1;
        CounterRun run{
            *order,
            start + static_cast<std::uint64_t>(span.first),
            start + static_cast<std::uint64_t>(span.last)};
        for (auto const& other : out) {
            bool const apart = other.order.range->epoch != run.order.range->epoch ||
                               other.last < run.first || run.last < other.first;
            if (!apart) {
                return bad_spans("names a stamp twice");
            }
        }
        out.push_back(std::move(run));
    }
    if (out.empty()) {
        return bad_spans("must name stamps");
    }
    return out;
}

bool stands(Hold const& hold, Instant now) {
    return !hold.lifted_at && (accounts::is_confirmed(hold.confirmations) || now < hold.until);
}

Result<Hold> place_hold(
    store::Transaction& tx, Principal const& who, Random& random, NewHold request
) {
    Hold hold;
    hold.id = random_id(random);
    if (request.stamps.empty()) {
        auto const lot = registry::load_for<registry::Lot>(tx, who, request.lot_key);
        if (!lot) {
            return lot.error();
        }
        if (auto ok = check_free(tx, request.lot_key, tx.now()); !ok) {
            return ok.error();
        }
        hold.gtin = lot->gtin;
        hold.lot = lot->lot;
        hold.producer = lot->producer;
        tx.put(Space::inspections, lot_hold_key(request.lot_key), hold.id);
    } else {
        auto const runs = runs_of(tx, who, request.stamps, held_stamps_max);
        if (!runs) {
            return runs.error();
        }
        if (auto ok = mark_runs(tx, *runs, hold.id); !ok) {
            return ok.error();
        }
        auto const& order = runs->front().order;
        hold.gtin = order.gtin;
        hold.lot = order.lot;
        hold.producer = order.producer;
        hold.stamps = std::move(request.stamps);
    }
    auto authority = authority_of(tx, who, hold.gtin);
    if (!authority) {
        return authority.error();
    }
    hold.authority = std::move(*authority);
    hold.inspector = who.account;
    hold.reason = std::move(request.reason);
    hold.inspection = std::move(request.inspection);
    hold.since = tx.now();
    hold.until = {tx.now().ms + hold_ms};
    if (auto ok = accounts::confirm(hold.confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    accounts::Notice notice;
    notice.kind = accounts::NoticeKind::lot_held;
    notice.subject = registry::lot_key(hold.gtin, hold.lot);
    if (auto ok = tell_owners(tx, random, who, hold.producer, std::move(notice)); !ok) {
        return ok.error();
    }
    return put(tx, who, "placed", std::move(hold));
}

Result<Hold> confirm_hold(store::Transaction& tx, Principal const& who, std::string_view id) {
    auto hold = load_hold_for(tx, who, id);
    if (!hold) {
        return hold;
    }
    if (!stands(*hold, tx.now())) {
        return Error(Errc::conflict, "hold_over");
    }
    if (auto ok = accounts::confirm(hold->confirmations, who, tx.now()); !ok) {
        return ok.error();
    }
    hold->revision += 1;
    return put(tx, who, "confirmed", std::move(*hold));
}

Result<Hold> lift_hold(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    std::string_view id,
    HoldEnd request
) {
    registry::Checks checks;
    checks.line("/reason", request.reason, registry::text_chars_max);
    if (auto ok = checks.result(); !ok) {
        return ok.error();
    }
    auto hold = load_hold_for(tx, who, id);
    if (!hold) {
        return hold;
    }
    if (!stands(*hold, tx.now())) {
        return Error(Errc::conflict, "hold_over");
    }
    hold->lifted_at = tx.now();
    hold->lifted_reason = std::move(request.reason);
    hold->revision += 1;
    accounts::Notice notice;
    notice.kind = accounts::NoticeKind::hold_lifted;
    notice.subject = registry::lot_key(hold->gtin, hold->lot);
    if (auto ok = tell_owners(tx, random, who, hold->producer, std::move(notice)); !ok) {
        return ok.error();
    }
    return put(tx, who, "lifted", std::move(*hold));
}

Result<Hold> load_hold_for(store::Reader const& reader, Principal const& who, std::string_view id) {
    auto hold = load_hold(reader, id);
    if (!hold) {
        return hold;
    }
    auto const reached = registry::reaches_producer(reader, who, hold->producer);
    if (!reached) {
        return reached.error();
    }
    return *reached ? std::move(hold) : Error(Errc::not_found, "hold_not_found");
}

Result<std::optional<Hold>> hold_of_lot(
    store::Reader const& reader, std::string_view lot_key, Instant now
) {
    auto const id = reader.get(Space::inspections, lot_hold_key(lot_key));
    if (!id) {
        return id.error();
    }
    return *id ? if_it_stands(reader, **id, now) : std::optional<Hold>();
}

Result<std::optional<Hold>> hold_of_stamp(
    store::Reader const& reader, stamp::Position position, Instant now
) {
    auto const mark = find_mark(reader, held_mark, position);
    if (!mark) {
        return mark.error();
    }
    return *mark ? if_it_stands(reader, (*mark)->id, now) : std::optional<Hold>();
}

}  // namespace ocop::inspections
