#include "verdicts/issued.hpp"

#include "pins/pins.hpp"
#include "prints/features.hpp"
#include "stamps/states.hpp"
#include "verdicts/described.hpp"
#include "verdicts/inspected.hpp"

namespace ocop::verdicts {

namespace {

Result<void> gather_state(
    store::Reader const& reader, IssuedStamp const& issued, stamp::Facts& facts, StampAnswer& out
) {
    auto const& order = issued.order;
    auto const segment = stamps::segment_at(reader, order, issued.number);
    if (!segment) {
        return segment.error();
    }
    auto const active = stamps::activated_at(order, *segment);
    if (active) {
        facts.activated = legal_day(*active);
    }
    facts.voided = stamps::void_reason(segment->state);
    out.gtin = order.gtin;
    out.lot = order.lot;
    out.order = order.id;
    out.entry = static_cast<std::int64_t>(*facts.order_entry_index);
    out.position = issued.number;
    out.state = segment->state;
    out.count = order.count;
    out.stars_printed = order.stars;
    out.issued_at = order.issued_at;
    out.activated_at = active;
    return {};
}

}  // namespace

Result<void> gather_issued(
    store::Reader const& reader, IssuedStamp const& issued, stamp::Facts& facts, Answer& answer
) {
    auto const& order = issued.order;
    auto& stamp = *answer.stamp;
    facts.order_has_pins = order.pins;
    auto const opened = pins::opened_at(reader, issued.position);
    if (!opened) {
        return opened.error();
    }
    stamp.opened_at = *opened;
    auto const inspected =
        gather_inspected_stamp(reader, issued.position, issued.now, facts, stamp);
    if (!inspected) {
        return inspected;
    }
    if (auto ok = gather_state(reader, issued, facts, stamp); !ok) {
        return ok;
    }
    auto const checks = checks::summary_of(reader, issued.position);
    if (!checks) {
        return checks.error();
    }
    answer.checks = *checks;
    auto line = lot_line(reader, order.gtin, order.lot);
    if (!line) {
        return line.error();
    }
    answer.lot_stamps = *line;
    auto overt = prints::overt_of(reader, order.id, issued.number);
    if (!overt) {
        return overt.error();
    }
    stamp.overt = std::move(*overt);
    return {};
}

}  // namespace ocop::verdicts
