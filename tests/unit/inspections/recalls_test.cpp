#include "inspections/recalls.hpp"

#include "inspections.hpp"

#include <future>

namespace ocop::inspections {

namespace {

using store::Transaction;

struct Fixture : test::InspectionFixture {
    auto ordering(Principal const& by, std::optional<std::string> decision = "9/QĐ-UBND") {
        return [this, by, decision](Transaction& tx) {
            NewRecall request{"Dư lượng thuốc trừ sâu"};
            request.decision = decision;
            if (decision) {
                request.decided_on = test::day("2026-11-20");
            }
            return order_recall(tx, by, random, key, request);
        };
    }

    auto confirming(Principal const& by, RecallConfirmation request = {}) {
        return [this, by, request](Transaction& tx) {
            return confirm_recall(tx, by, random, key, request);
        };
    }

    auto lifting(Principal const& by) {
        return [this, by](Transaction& tx) {
            return propose_lift(
                tx, by, key, {"10/QĐ-UBND", test::day("2026-11-21"), "Đã khắc phục"}
            );
        };
    }

    auto confirming_lift(Principal const& by, std::string decision = "10/QĐ-UBND") {
        return [this, by, decision](Transaction& tx) {
            return confirm_lift(tx, by, random, key, {decision});
        };
    }

    auto dropping(Principal const& by, std::string reason = "Chưa đủ căn cứ") {
        return [this, by, reason](Transaction& tx) { return drop_recall(tx, by, key, {reason}); };
    }

    bool is_recalled() {
        auto const found = find_recall(*store().snapshot(), key).value();
        return found && found->state == RecallState::standing;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(recalls)

BOOST_FIXTURE_TEST_CASE(an_authoritys_recall_takes_two_persons_of_different_units, Fixture) {
    auto const proposed = must(ordering(inspector));
    BOOST_TEST((proposed.state == RecallState::proposed));
    BOOST_TEST(proposed.authority == "phu-tho");
    BOOST_TEST(!is_recalled());
    BOOST_TEST(told_owner().empty());
    BOOST_TEST(refusal(confirming(inspector)) == "refused own_request ");
    BOOST_TEST(refusal(confirming(colleague)) == "refused same_unit ");
    BOOST_TEST(refusal(confirming(owner)) == "forbidden officials_only ");
    RecallConfirmation other;
    other.decision = "8/QĐ-UBND";
    other.decided_on = test::day("2026-11-20");
    BOOST_TEST(refusal(confirming(officer, other)) == "conflict act_changed /decision");
    auto const size = ledger_size();
    auto const standing = must(confirming(officer));
    BOOST_TEST(ledger_size() == size + 1);
    BOOST_TEST((standing.state == RecallState::standing));
    BOOST_TEST((standing.since == clock().now()));
    BOOST_TEST(standing.confirmations.size() == 2U);
    BOOST_TEST(is_recalled());
    BOOST_TEST((told_owner() == std::vector<std::string>{"lot_recalled " + key}));
    BOOST_TEST(refusal(confirming(second)) == "conflict recall_state /state");
    BOOST_TEST(refusal(ordering(second)) == "conflict recall_state /state");
}

BOOST_FIXTURE_TEST_CASE(it_rests_on_a_decision_and_on_a_lot_that_is_known, Fixture) {
    must(ordering(inspector, std::nullopt));
    BOOST_TEST(refusal(confirming(officer)) == "refused decision_missing /decision");
    RecallConfirmation with;
    with.decision = "9/QĐ-UBND";
    BOOST_TEST(refusal(confirming(officer, with)) == "malformed request_invalid /decided_on");
    with.decided_on = test::day("2026-11-20");
    BOOST_TEST(must(confirming(officer, with)).decision.value() == "9/QĐ-UBND");
    auto const unknown = [&](Transaction& tx) {
        return order_recall(
            tx, officer, random, registry::lot_key(test::item_gtin, "L9"), {"Lý do"}
        );
    };
    BOOST_TEST(refusal(unknown) == "not_found lot_not_found");
}

BOOST_FIXTURE_TEST_CASE(
    a_proposal_is_taken_back_by_its_proposer_or_refused_by_an_officer, Fixture
) {
    must(ordering(inspector));
    BOOST_TEST(refusal(dropping(owner)) == "forbidden officials_only ");
    BOOST_TEST(refusal(dropping(colleague)) == "forbidden proposer_only ");
    auto chief = officer;
    chief.unit = inspector.unit;
    BOOST_TEST(refusal(dropping(chief)) == "refused same_unit ");
    BOOST_TEST(refusal(dropping(officer, "")) == "malformed request_invalid /reason");
    auto const size = ledger_size();
    auto const dropped = must(dropping(inspector));
    BOOST_TEST(ledger_size() == size + 1);
    BOOST_TEST((dropped.state == RecallState::dropped));
    BOOST_TEST(!dropped.drop->refused);
    BOOST_TEST(dropped.drop->account == "inspector");
    BOOST_TEST(dropped.drop->reason == "Chưa đủ căn cứ");
    BOOST_TEST(refusal(confirming(officer)) == "conflict recall_state /state");
    BOOST_TEST(refusal(dropping(inspector)) == "conflict recall_state /state");
    // A new one begins anew, and may be refused.
    auto const anew = must(ordering(inspector));
    BOOST_TEST(anew.revision == dropped.revision + 1);  // an entity tag is never used twice
    BOOST_TEST(!anew.drop.has_value());
    BOOST_TEST(must(dropping(officer)).drop->refused);
    BOOST_TEST(!is_recalled());
    must(ordering(inspector));
    must(confirming(officer));
    BOOST_TEST(refusal(dropping(officer)) == "conflict recall_state /state");
    BOOST_TEST(is_recalled());
}

BOOST_FIXTURE_TEST_CASE(a_proposal_lapses_after_thirty_days, Fixture) {
    auto const proposed = must(ordering(inspector));
    BOOST_TEST((proposed.until->ms - proposed.proposed_at.ms == 30 * 86'400'000LL));
    clock().advance_ms(proposal_ms - 1);
    BOOST_TEST(refusal(confirming(inspector)) == "refused own_request ");  // it still waits
    clock().advance_ms(1);
    BOOST_TEST(refusal(confirming(officer)) == "conflict recall_state /state");
    BOOST_TEST(refusal(dropping(inspector)) == "conflict recall_state /state");
    BOOST_TEST(!is_recalled());
    BOOST_TEST((must(ordering(second)).until == Instant{clock().now().ms + proposal_ms}));
    BOOST_TEST(!must(confirming(officer)).until.has_value());
}

BOOST_FIXTURE_TEST_CASE(of_two_who_confirm_at_once_one_does, Fixture) {
    must(ordering(inspector));
    auto const racing = [&](Principal const& by) {
        return std::async(std::launch::async, [&, by] {
            return transact_now(store(), [&, by](Transaction& tx) -> Result<void> {
                auto const done = confirm_recall(tx, by, random, key, {});
                return done ? Result<void>() : done.error();
            });
        });
    };
    auto first = racing(officer);
    auto other = racing(second);
    auto const a = first.get();
    auto const b = other.get();
    BOOST_TEST(a.has_value() != b.has_value());
    BOOST_TEST((a ? b : a).error().slug == "recall_state");
    auto const recall = find_recall(*store().snapshot(), key).value();
    BOOST_TEST(recall->confirmations.size() == 2U);
    BOOST_TEST(told_owner().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_producer_recalls_its_own_lot_at_once_and_cannot_take_it_back, Fixture) {
    auto const recall = must(ordering(owner, std::nullopt));
    BOOST_TEST((recall.state == RecallState::standing));
    BOOST_TEST(recall.voluntary);
    BOOST_TEST(is_recalled());
    BOOST_TEST(refusal(lifting(owner)) == "forbidden officials_only ");
    must(lifting(officer));
    BOOST_TEST(refusal(confirming_lift(owner)) == "forbidden officials_only ");
    BOOST_TEST(refusal(confirming_lift(officer)) == "refused own_request ");
    BOOST_TEST(is_recalled());
    BOOST_TEST((must(confirming_lift(second)).state == RecallState::lifted));
    BOOST_TEST(!is_recalled());
    BOOST_TEST(told_owner().front() == "recall_lifted " + key);
}

BOOST_FIXTURE_TEST_CASE(another_producers_lot_is_not_there, Fixture) {
    auto stranger = owner;
    stranger.producer = "another";
    BOOST_TEST(refusal(ordering(stranger)) == "not_found lot_not_found");
    must(ordering(owner));
    auto const replying = [&](Transaction& tx) {
        return reply_to_recall(tx, stranger, key, {"Không phải"});
    };
    BOOST_TEST(refusal(replying) == "not_found recall_not_found");
    BOOST_TEST(
        test::slug_of(load_recall_for(*store().snapshot(), stranger, key)) == "recall_not_found"
    );
}

BOOST_FIXTURE_TEST_CASE(a_lift_names_what_it_confirms, Fixture) {
    BOOST_TEST(refusal(lifting(officer)) == "not_found recall_not_found");
    must(ordering(inspector));
    BOOST_TEST(refusal(lifting(officer)) == "conflict recall_state /state");
    must(confirming(officer));
    BOOST_TEST(refusal(confirming_lift(second)) == "conflict act_not_pending");
    must(lifting(officer));
    BOOST_TEST(refusal(confirming_lift(second, "11/QĐ")) == "conflict act_changed /decision");
    must(confirming_lift(second));
    BOOST_TEST(refusal(confirming_lift(inspector)) == "conflict recall_state /state");
    // A lot may be recalled again; nothing of the first time counts.
    auto const again = must(ordering(second));
    BOOST_TEST((again.state == RecallState::proposed));
    BOOST_TEST(again.confirmations.size() == 1U);
    BOOST_TEST(!again.lift.has_value());
    BOOST_TEST(!is_recalled());
}

BOOST_FIXTURE_TEST_CASE(the_producer_may_answer_a_recall_that_stands, Fixture) {
    auto const replying = [&](std::string text) {
        return [this, text](Transaction& tx) { return reply_to_recall(tx, owner, key, {text}); };
    };
    must(ordering(inspector));
    BOOST_TEST(refusal(replying("Đã đổi nhà cung cấp")) == "conflict recall_state /state");
    must(confirming(officer));
    BOOST_TEST(refusal(replying("")) == "malformed request_invalid /text");
    BOOST_TEST(must(replying("Đã đổi nhà cung cấp")).reply->text == "Đã đổi nhà cung cấp");
    BOOST_TEST(is_recalled());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::inspections
