#include "cli/demo_history.hpp"
#include "events/capture.hpp"
#include "events/short_form.hpp"

#include <ocop/epcis/document.hpp>

namespace ocop::cli {

namespace {

events::ShortEvent form_of(demo::EventRow const& row, Instant at) {
    events::ShortEvent form;
    form.step = std::string(row.step);
    form.place = std::string(row.place);
    form.time = to_text(at);
    form.time_zone = "+07:00";
    if (row.quantity.value > 0) {
        auto const* const unit = boost::describe::enum_to_string(row.quantity.unit, "");
        form.quantity = events::Amount{{json::value(row.quantity.value)}, unit};
    }
    return form;
}

}  // namespace

// Told on the day by the lot's own producer, as its people would.
Result<void> History::tell_event(store::Transaction& tx, demo::EventRow const& row) {
    auto const& gtin = items_.at(items_of_lots_.at(row.lot));
    auto const lot = registry::load<registry::Lot>(tx, registry::lot_key(gtin, row.lot));
    if (!lot) {
        return lot.error();
    }
    events::Resolved names;
    names.place = places_.at(row.place);
    auto const form = form_of(row, tx.now());
    auto const built = events::build_event(form, {gtin, std::string(row.lot)}, names, tx.now());
    if (!built.faults.empty()) {
        return events::form_error(built.faults);
    }
    auto event = epcis::read_event(json::value(built.built.event), {.now = tx.now()});
    if (!event) {
        return event.error();
    }
    epcis::Document document;
    document.events.push_back(std::move(*event));
    document.pointers.emplace_back();
    auto candidates = events::prepare(std::move(document));
    if (!candidates) {
        return candidates.error();
    }
    auto producer = accounts::system_principal("system.producer");
    producer.reach = accounts::Reach::own;
    producer.producer = lot->producer;
    auto const captured = events::capture(tx, producer, *candidates, events::Behaviour::rollback);
    if (!captured) {
        return captured.error();
    }
    return captured->refusals.empty() ? Result<void>() : captured->refusals.front().error;
}

void History::plan_events() {
    for (auto const& row : demo::events()) {
        plan(row.on, Hour::told, [this, &row](store::Transaction& tx) {
            return tell_event(tx, row);
        });
    }
}

}  // namespace ocop::cli
