#include "ledger/rule_world.hpp"

#include <algorithm>

namespace ocop::ledger::rule {

namespace {

constexpr std::int64_t hold_ms_max = 72 * 3'600'000LL;       // of one person's hold
constexpr std::int64_t proposal_ms_max = 30 * 86'400'000LL;  // of a recall

std::string lot_key(Step const& step) {
    return std::string(step.text("gtin")) + ":" + std::string(step.text("lot"));
}

void need_lot(World& world, Step const& step) {
    if (auto const* const lot = known(world, world.lots, "lot", lot_key(step))) {
        need_owner(world, step, lot->producer, "the lot");
    }
}

// What is held or found copied lies in issued orders of its lot.
void judge_spans(World& world, Step const& step, Spans const& spans) {
    for (auto const& span : spans) {
        auto const* const order = known(world, world.orders, "order", world.names.text(span.order));
        if (order == nullptr) {
            continue;
        }
        if (order->state != OrderState::issued || world.names.text(order->lot) != lot_key(step) ||
            span.last > order->count) {
            world.breaks("inspection", "names stamps that are not there");
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
        recall = {};
        recall.state = RecallState::standing;
        return;
    }
    need_next(world, step, {}, now);
    recall = {};
    recall.state = RecallState::proposed;
    recall.until = step.instant("until");
    if (recall.until.ms - step.entry.at.ms > proposal_ms_max) {
        world.breaks("inspection", "a proposal stands for longer than 30 days");
    }
    recall.confirmations = std::move(now);
}

bool is_pending(Recall const& recall, Step const& step) {
    return recall.state == RecallState::proposed && step.entry.at < recall.until;
}

// By who proposed it, or by an official of another unit.
void end_proposal(World& world, Step const& step, Recall& recall) {
    if (!is_pending(recall, step)) {
        world.breaks("inspection", "no recall is proposed");
        return;
    }
    auto const now = persons_of(world, step, "confirmations");
    if (now != recall.confirmations) {
        world.breaks("two_persons", "the proposal's confirmations change");
    }
    auto const& proposer = recall.confirmations.front();
    bool const right = step.act == "dropped" ? proposer.actor == step.by.actor
                                             : are_two(world.names, {proposer, step.by});
    if (!right) {
        world.breaks("two_persons", "the proposal is not theirs to end");
    }
    recall = {};
}

void order_recall(World& world, Step const& step, Recall& recall) {
    if (step.number("voluntary") != 0) {
        begin_recall(world, step, recall);
        return;
    }
    auto now = persons_of(world, step, "confirmations");
    if (!is_pending(recall, step) || !step.has("decision")) {
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
    auto const lot = world.names.of(lot_key(step));
    bool const found_copies = step.text("action") == "copied" && step.number("done") == 1;
    auto const id = step.text("inspection");
    if (step.act == "recorded") {
        auto& inspection = added(world, world.inspections, "inspection", id);
        inspection.lot = lot;
        inspection.found_copies = found_copies;
        inspection.stamps = spans_of(world, step);
        inspection.device = world.names.of(step.text("device"));
        if (step.has("device")) {
            judge_sender(world, step);
        }
        if (found_copies) {
            judge_spans(world, step, inspection.stamps);
            if (inspection.stamps.empty()) {
                world.breaks("inspection", "names no stamps that were copied");
            }
        }
        return;
    }
    auto* const inspection = known(world, world.inspections, "inspection", id);
    if (inspection == nullptr) {
        return;
    }
    bool const same = inspection->lot == lot && inspection->found_copies && found_copies &&
                      inspection->device == world.names.of(step.text("device"));
    if (!same || inspection->lifted) {
        world.breaks("inspection", "no finding of copies stands");
        return;
    }
    auto now = persons_of(world, step, "lift_confirmations");
    if (step.act == "lift_proposed") {
        need_next(world, step, {}, now);
        inspection->lift = std::move(now);
        return;
    }
    need_next(world, step, inspection->lift, now);
    need_two(world, now, "the end of the finding");
    inspection->lifted = true;
}

void judge_hold(World& world, Step const& step) {
    need_lot(world, step);
    auto spans = spans_of(world, step);
    if (spans.empty() != (step.number("whole_lot") == 1)) {
        world.breaks("inspection", "holds the lot or stamps, not both");
    }
    judge_spans(world, step, spans);
    auto now = persons_of(world, step, "confirmations");
    if (step.act == "placed") {
        auto& hold = added(world, world.holds, "hold", step.text("hold"));
        hold.lot = world.names.of(lot_key(step));
        hold.stamps = std::move(spans);
        hold.until = step.instant("until");
        if (hold.until.ms - step.entry.at.ms > hold_ms_max) {
            world.breaks("inspection", "one person holds for longer than 72 hours");
        }
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
    if (!same || !stands(world.names, *hold, step.entry.at)) {
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
    if (step.act == "refused" || step.act == "dropped") {
        end_proposal(world, step, recall);
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
