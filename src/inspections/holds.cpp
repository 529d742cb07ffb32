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

std::string time_key(Instant since, std::string_view id) {
    return ByteWriter().u8('H').u64(~static_cast<std::uint64_t>(since.ms)).text(id).take();
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
        clear["stamps"] = clear_of(hold.stamps);
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

Result<CounterRun> run_of(
    store::Reader const& reader, Principal const& who, StampSpan const& span
) {
    auto order = stamps::load_order_in(reader, who, span.order, stamps::OrderState::issued);
    if (!order) {
        return order.error();
    }
    if (span.first < 1 || span.last < span.first || span.last > order->count) {
        return bad_spans("must be positions from 1 to " + std::to_string(order->count));
    }
    auto const start = order->range->first - 1;
    CounterRun out;
    out.order = std::move(*order);
    out.first = start + static_cast<std::uint64_t>(span.first);
    out.last = start + static_cast<std::uint64_t>(span.last);
    return out;
}

// Of the same lot as those before it, and no stamp twice.
Result<void> check_beside(std::vector<CounterRun> const& before, CounterRun const& run) {
    for (auto const& other : before) {
        if (other.order.gtin != run.order.gtin || other.order.lot != run.order.lot) {
            return bad_spans("must be stamps of one lot");
        }
        bool const apart = other.order.range->epoch != run.order.range->epoch ||
                           other.last < run.first || run.last < other.first;
        if (!apart) {
            return bad_spans("names a stamp twice");
        }
    }
    return {};
}

// What is held, into the hold, and the marks of it into the store.
Result<void> hold_lot(
    store::Transaction& tx, Principal const& who, std::string const& lot_key, Hold& hold
) {
    auto const lot = registry::load_for<registry::Lot>(tx, who, lot_key);
    if (!lot) {
        return lot.error();
    }
    if (auto ok = check_free(tx, lot_key, tx.now()); !ok) {
        return ok;
    }
    hold.gtin = lot->gtin;
    hold.lot = lot->lot;
    hold.producer = lot->producer;
    tx.put(Space::inspections, lot_hold_key(lot_key), hold.id);
    return {};
}

Result<void> hold_stamps(
    store::Transaction& tx, Principal const& who, std::vector<StampSpan> stamps, Hold& hold
) {
    auto const runs = runs_of(tx, who, stamps, held_stamps_max);
    if (!runs) {
        return runs.error();
    }
    if (auto ok = mark_runs(tx, *runs, hold.id); !ok) {
        return ok;
    }
    auto const& order = runs->front().order;
    hold.gtin = order.gtin;
    hold.lot = order.lot;
    hold.producer = order.producer;
    hold.stamps = std::move(stamps);
    return {};
}

Result<void> tell(
    store::Transaction& tx,
    Random& random,
    Principal const& who,
    Hold const& hold,
    accounts::NoticeKind kind
) {
    accounts::Notice notice;
    notice.kind = kind;
    notice.subject = registry::lot_key(hold.gtin, hold.lot);
    return tell_owners(tx, random, who, hold.producer, std::move(notice));
}

}  // namespace

json::array clear_of(std::vector<StampSpan> const& spans) {
    json::array out;
    for (auto const& span : spans) {
        out.push_back(json::array{span.order, span.first, span.last});
    }
    return out;
}

Result<std::vector<CounterRun>> runs_of(
    store::Reader const& reader,
    Principal const& who,
    std::vector<StampSpan> const& spans,
    std::int64_t most
) {
    std::vector<CounterRun> out;
    std::int64_t count = 0;
    for (auto const& span : spans) {
        auto run = run_of(reader, who, span);
        if (!run) {
            return run.error();
        }
        count += span.last - span.first + 1;
        if (count > most) {
            return bad_spans("must be at most " + std::to_string(most) + " stamps");
        }
        if (auto ok = check_beside(out, *run); !ok) {
            return ok.error();
        }
        out.push_back(std::move(*run));
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
    auto const taken = request.stamps.empty()
                           ? hold_lot(tx, who, request.lot_key, hold)
                           : hold_stamps(tx, who, std::move(request.stamps), hold);
    if (!taken) {
        return taken.error();
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
    if (auto ok = tell(tx, random, who, hold, accounts::NoticeKind::lot_held); !ok) {
        return ok.error();
    }
    tx.put(Space::inspections, time_key(hold.since, hold.id), {});
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
    ReasonGiven request
) {
    if (auto ok = check_reason(request); !ok) {
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
    if (auto ok = tell(tx, random, who, *hold, accounts::NoticeKind::hold_lifted); !ok) {
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
