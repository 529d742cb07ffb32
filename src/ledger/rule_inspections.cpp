#include "ledger/rule_world.hpp"

#include <algorithm>

namespace ocop::ledger::rule {

namespace {

std::string lot_key(Step const& step) {
    return std::string(step.text("gtin")) + ":" + std::string(step.text("lot"));
}

void need_lot(World& world, Step const& step) {
    if (auto const* const lot = known(world, world.lots, "lot", lot_key(step))) {
        need_owner(world, step, lot->producer, "the lot");
    }
}

// What a hold holds lies in issued orders of its lot.
void judge_spans(World& world, Step const& step) {
    auto const* const spans = step.entry.clear.if_contains("stamps");
    if ((spans == nullptr) != (step.number("whole_lot") == 1)) {
        world.breaks("inspection", "holds the lot or stamps, not both");
    }
    if (spans == nullptr) {
        return;
    }
    for (auto const& each : spans->get_array()) {
        auto const& span = each.get_array();
        auto const* const order =
            known(world, world.orders, "order", std::string_view(span[0].get_string()));
        if (order == nullptr) {
            continue;
        }
        if (order->state != OrderState::issued || world.names.text(order->lot) != lot_key(step) ||
            span[2].get_int64() > order->count) {
            world.breaks("inspection", "holds stamps that are not there");
        }
    }
}

void begin_recall(World& world, Step const& step, Recall& recall) {
    auto now = persons_of(world, step, "confirmations");
    if (recall.state == RecallState::standing) {
        world.breaks("inspection", "the lot is under recall");
    }
    bool const voluntary = step.number("voluntary") != 0;
    if (voluntary) {
        if (!world.names.text(step.by.unit).starts_with("producer:") || !now.empty()) {
            world.breaks("right", "a voluntary recall is the producer's");
        }
        recall = {RecallState::standing, {}, {}, {}};
        return;
    }
    need_next(world, step, {}, now);
    recall = {RecallState::proposed, std::move(now), {}, {}};
}

void order_recall(World& world, Step const& step, Recall& recall) {
    if (step.number("voluntary") != 0) {
        begin_recall(world, step, recall);
        return;
    }
    auto now = persons_of(world, step, "confirmations");
    if (recall.state != RecallState::proposed || !step.has("decision")) {
        world.breaks("inspection", "the recall was not proposed, or rests on no decision");
        recall.state = RecallState::standing;
        return;
    }
    if (world.names.text(step.by.unit).starts_with("producer:")) {
        world.breaks("right", "a recall that is not voluntary is an authority's");
    }
    need_next(world, step, recall.confirmations, now);
    need_two(world, now, "the recall");
    recall.state = RecallState::standing;
    recall.confirmations = std::move(now);
}

void lift_recall(World& world, Step const& step, Recall& recall) {
    auto now = persons_of(world, step, "lift_confirmations");
    if (step.act == "lift_proposed") {
        need_next(world, step, {}, now);
        recall.lift_decision = std::string(step.text("lift_decision"));
        recall.lift = std::move(now);
        return;
    }
    if (recall.lift.empty() || recall.lift_decision != step.text("lift_decision")) {
        world.breaks("inspection", "the recall's end was not proposed by that decision");
        return;
    }
    need_next(world, step, recall.lift, now);
    need_two(world, now, "the end of the recall");
    recall = {};
}

}  // namespace

void judge_inspection(World& world, Step const& step) {
    need_lot(world, step);
    added(world, world.inspections, "inspection", step.text("inspection")) = true;
}

void judge_hold(World& world, Step const& step) {
    need_lot(world, step);
    judge_spans(world, step);
    auto now = persons_of(world, step, "confirmations");
    if (step.act == "placed") {
        auto& hold = added(world, world.holds, "hold", step.text("hold"));
        hold.lot = world.names.of(lot_key(step));
        hold.until = step.instant("until");
        need_next(world, step, {}, now);
        hold.confirmations = std::move(now);
        return;
    }
    auto* const hold = known(world, world.holds, "hold", step.text("hold"));
    if (hold == nullptr) {
        return;
    }
    bool const same =
        world.names.text(hold->lot) == lot_key(step) && hold->until == step.instant("until");
    bool const stands =
        !hold->lifted && (are_two(world.names, hold->confirmations) || step.entry.at < hold->until);
    if (!same || !stands) {
        world.breaks("inspection", "the hold is over, or another");
    }
    if (step.act == "confirmed") {
        need_next(world, step, hold->confirmations, now);
        need_two(world, now, "the hold's confirmation");
        hold->confirmations = std::move(now);
        return;
    }
    if (now != hold->confirmations) {
        world.breaks("two_persons", "the hold's confirmations change");
    }
    hold->lifted = true;
}

void judge_recall(World& world, Step const& step) {
    need_lot(world, step);
    auto& recall = world.recalls[world.names.of(lot_key(step))];
    if (step.act == "proposed") {
        begin_recall(world, step, recall);
        return;
    }
    if (step.act == "ordered") {
        order_recall(world, step, recall);
        return;
    }
    if (recall.state != RecallState::standing) {
        world.breaks("inspection", "no recall stands");
        return;
    }
    if (step.act != "replied") {
        lift_recall(world, step, recall);
    }
}

}  // namespace ocop::ledger::rule
