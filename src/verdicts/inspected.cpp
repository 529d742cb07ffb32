#include "verdicts/inspected.hpp"

#include "inspections/copied.hpp"
#include "inspections/recalls.hpp"
#include "registry/authority.hpp"

namespace ocop::verdicts {

namespace {

Result<HoldAnswer> describe(store::Reader const& reader, inspections::Hold const& hold) {
    auto const authority = registry::load<registry::Authority>(reader, hold.authority);
    if (!authority) {
        return authority.error();
    }
    HoldAnswer out;
    out.ordered_by = authority->name;
    out.since = hold.since;
    if (!accounts::is_confirmed(hold.confirmations)) {
        out.until = hold.until;
    }
    return out;
}

Result<registry::Name> orderer_of(store::Reader const& reader, inspections::Recall const& recall) {
    if (recall.voluntary) {
        auto const producer = registry::load<registry::Producer>(reader, recall.producer);
        return producer ? Result<registry::Name>(producer->name) : producer.error();
    }
    auto const authority = registry::load<registry::Authority>(reader, recall.authority);
    return authority ? Result<registry::Name>(authority->name) : authority.error();
}

Result<RecallAnswer> describe(store::Reader const& reader, inspections::Recall const& recall) {
    auto ordered_by = orderer_of(reader, recall);
    if (!ordered_by) {
        return ordered_by.error();
    }
    RecallAnswer out;
    out.voluntary = recall.voluntary;
    out.ordered_by = std::move(*ordered_by);
    out.decision = recall.decision;
    out.decided_on = recall.decided_on;
    out.since = recall.since.value_or(recall.proposed_at);
    out.reason = recall.reason;
    if (recall.reply) {
        out.reply = recall.reply->text;
        out.replied_at = recall.reply->at;
    }
    return out;
}

}  // namespace

Result<void> gather_inspected_lot(
    store::Reader const& reader, Instant now, stamp::Facts& facts, LotAnswer& lot
) {
    auto const key = registry::lot_key(lot.gtin, lot.lot);
    auto const recall = inspections::find_recall(reader, key);
    if (!recall) {
        return recall.error();
    }
    if (*recall && (*recall)->state == inspections::RecallState::standing) {
        facts.lot_recalled = true;
        auto described = describe(reader, **recall);
        if (!described) {
            return described.error();
        }
        lot.recall = std::move(*described);
    }
    auto const hold = inspections::hold_of_lot(reader, key, now);
    if (!hold) {
        return hold.error();
    }
    if (*hold) {
        facts.lot_held = true;
        auto described = describe(reader, **hold);
        if (!described) {
            return described.error();
        }
        lot.hold = std::move(*described);
    }
    return {};
}

Result<void> gather_inspected_stamp(
    store::Reader const& reader,
    stamp::Position position,
    Instant now,
    stamp::Facts& facts,
    StampAnswer& stamp
) {
    auto const copied = inspections::copied_by(reader, position);
    if (!copied) {
        return copied.error();
    }
    facts.stamp_copied = copied->has_value();
    auto const hold = inspections::hold_of_stamp(reader, position, now);
    if (!hold) {
        return hold.error();
    }
    if (*hold) {
        facts.stamp_held = true;
        auto described = describe(reader, **hold);
        if (!described) {
            return described.error();
        }
        stamp.hold = std::move(*described);
    }
    return {};
}

}  // namespace ocop::verdicts
