#include "inspections/copied.hpp"
#include "inspections/inspections.hpp"
#include "inspections/recalls.hpp"
#include "store/layout.hpp"
#include "tlog/answer.hpp"
#include "unit/verdicts/scan.hpp"

#include <ocop/ledger/rules.hpp>

#include <boost/describe.hpp>

namespace ocop::verdicts {

namespace {

using store::Transaction;

// What a service may be held to: the rules replayed over its own log, to the size that each answer
// names.
struct Fixture : test::ScanFixture {
    Fixture() {
        inspector.unit = "authority:phu-tho/qlcl";
        officer.unit = "authority:phu-tho/ptnt";
        quiet = printed(test::new_order(4, "L2"));
    }

    std::unique_ptr<ledger::RuleReplay> replayed(std::uint64_t size) {
        auto out = std::make_unique<ledger::RuleReplay>([](ledger::Violation const&) {});
        auto const snapshot = store().snapshot();
        for (std::uint64_t i = 0; i < size; ++i) {
            out->add(**snapshot->get(store::Space::ledger, store::entry_key(i)));
        }
        return out;
    }

    static stamp::SignedAnswer signed_answer(Judgement const& judged) {
        BOOST_TEST_REQUIRE(judged.position.has_value());
        stamp::SignedAnswer out;
        auto const& stamp = *judged.answer.stamp;
        out.verdict = judged.answer.verdict;
        out.gtin = stamp.gtin;
        out.lot = stamp.lot;
        out.serial = stamp.serial;
        out.order = *stamp.order;
        out.position = *stamp.position;
        out.entry = *stamp.entry;
        out.at = judged.answer.at;
        out.log_size = static_cast<std::int64_t>(judged.ledger_size);
        return out;
    }

    std::vector<std::string> contradicted(stamp::SignedAnswer const& answer) {
        auto const size = static_cast<std::uint64_t>(answer.log_size);
        auto const snapshot = store().snapshot();
        std::optional<Instant> next;
        if (size < snapshot->ledger_size()) {
            auto const bytes = snapshot->get(store::Space::ledger, store::entry_key(size));
            next = ledger::parse_entry(**bytes)->at;
        }
        auto const rules = replayed(size);
        auto const known = rules->stamp(answer.order, answer.position, answer.at);
        return tlog::contradictions(answer, known, {rules->last_at(), next});
    }

    stamp::SignedAnswer answer_for(stamps::StampOrder const& of, std::uint64_t n) {
        return signed_answer(judge(url({of.gtin, of.lot, serial_at(of.range->first + n - 1)})));
    }

    // Each stamp of both orders, scanned and typed: what was said is not contradicted; "valid" is,
    // wherever it was not said.
    void look(std::string const& when) {
        for (auto const* const of : {&order, &quiet}) {
            for (std::uint64_t n = 1; n <= 4; ++n) {
                auto const serial = serial_at(of->range->first + n - 1);
                auto const typed = signed_answer(judge_typed(stamp::format_typed_serial(serial)));
                BOOST_TEST(contradicted(typed).empty(), when << ": typed " << typed.verdict);
                auto answer = answer_for(*of, n);
                BOOST_TEST(contradicted(answer).empty(), when << ": " << answer.verdict);
                said += answer.verdict + " ";
                bool const green = answer.verdict == "valid";
                answer.verdict = "valid";
                BOOST_TEST(contradicted(answer).empty() == green, when << ", stamp " << n);
                answer.verdict = "not_issued";
                BOOST_TEST(!contradicted(answer).empty(), when << ", stamp " << n);
            }
        }
    }

    inspections::Inspection inspect(
        inspections::ActionKind kind, std::vector<inspections::StampSpan> const& stamps
    ) {
        return must([&](Transaction& tx) {
            inspections::NewInspection request;
            request.device = "may-1";
            request.sequence = ++sequence;
            request.at = tx.now();
            request.gtin = order.gtin;
            request.lot = order.lot;
            request.place = "Chợ";
            request.findings = "Nghi sao chép";
            request.action = {kind, stamps, "Nghi sao chép"};
            return inspections::record_inspection(tx, inspector, random, request);
        });
    }

    stamps::StampOrder quiet;
    std::string const lot_key = registry::lot_key(test::item_gtin, "L1");
    std::string said;
    std::int64_t sequence = 0;
    accounts::Principal inspector = accounts::system_principal("inspector");
    accounts::Principal officer = accounts::system_principal("officer");
};

}  // namespace

BOOST_AUTO_TEST_SUITE(answer_audit)

BOOST_FIXTURE_TEST_CASE(what_was_answered_is_what_the_log_says_and_a_green_lie_is_not, Fixture) {
    look("at first");
    must(activating(quiet.id, 2, 3));
    look("activated");
    inspect(inspections::ActionKind::hold, {{order.id, 1, 1}});
    look("held");
    auto const found = inspect(inspections::ActionKind::copied, {{order.id, 2, 3}}).id;
    look("copied");
    clock().advance_ms(inspections::hold_ms);
    look("the hold over");
    inspect(inspections::ActionKind::hold, {});
    look("the whole lot held");
    clock().advance_ms(inspections::hold_ms);
    must([&](Transaction& tx) {
        return inspections::propose_copied_lift(tx, inspector, found, {"nhầm"});
    });
    must([&](Transaction& tx) {
        return inspections::confirm_copied_lift(tx, officer, random, found);
    });
    look("the finding lifted");
    must(moving(order, stamps::StampState::printed, {{1, order.count}}));
    inspect(inspections::ActionKind::seize, {{order.id, 4, 4}});
    look("seized");
    must([&](Transaction& tx) {
        inspections::NewRecall request{"Dư lượng", "9/QĐ", test::day("2026-11-20")};
        return inspections::order_recall(tx, inspector, random, lot_key, request);
    });
    look("a recall proposed");
    must([&](Transaction& tx) {
        return inspections::confirm_recall(tx, officer, random, lot_key, {});
    });
    look("recalled");
    must([&](Transaction& tx) {
        auto const on = clock().now();
        return registry::withdraw_certificate(
            tx, who, certificate, {"3/QĐ", legal_day(on), 5, legal_day(on)}
        );
    });
    look("withdrawn");
    for (auto const* const verdict :
         {"valid",
          "held",
          "copied",
          "void",
          "recalled",
          "not_activated",
          "certificate_withdrawn"}) {
        BOOST_TEST((said.find(verdict) != std::string::npos), verdict);
    }
}

BOOST_FIXTURE_TEST_CASE(an_answer_is_held_to_its_own_time_and_may_lag_by_a_minute, Fixture) {
    auto answer = answer_for(order, 1);
    BOOST_TEST(answer.verdict == "valid");
    inspect(inspections::ActionKind::copied, {{order.id, 1, 1}});
    auto const since = clock().now();
    BOOST_TEST(contradicted(answer).empty());
    answer.at = Instant{since.ms + tlog::stale_ms_max};
    BOOST_TEST(contradicted(answer).empty());
    answer.at.ms += 1;
    BOOST_TEST(contradicted(answer).size() == 1U);
    answer.log_size += 1;
    BOOST_TEST(contradicted(answer).size() == 1U);
    // Before what it rests on was written.
    answer.verdict = "copied";
    BOOST_TEST(contradicted(answer).empty());
    answer.at = Instant{since.ms - tlog::stale_ms_max};
    BOOST_TEST(contradicted(answer).empty());
    answer.at.ms -= 1;
    BOOST_TEST(contradicted(answer).size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(an_extension_is_the_certificates_last_day, Fixture) {
    clock().set(test::noon("2029-05-01"));
    must([&](Transaction& tx) {
        return registry::extend_certificate(
            tx, who, certificate, {"2/QĐ", test::day("2029-05-01"), test::day("2029-08-01")}
        );
    });
    clock().set(test::noon("2029-08-01"));
    look("the last day");
    BOOST_TEST((said.find("valid") != std::string::npos), said);
    clock().set(test::noon("2029-08-02"));
    look("after it");
    BOOST_TEST((said.find("certificate_lapsed") != std::string::npos), said);
}

BOOST_FIXTURE_TEST_CASE(an_answer_names_a_stamp_that_was_issued_and_where, Fixture) {
    auto const good = answer_for(order, 1);
    auto const wrong = [&](auto const& change) {
        auto answer = good;
        change(answer);
        return contradicted(answer).size();
    };
    BOOST_TEST(wrong([](auto&) {}) == 0U);
    BOOST_TEST(wrong([](auto& a) { a.order = "n9"; }) == 1U);
    BOOST_TEST(wrong([](auto& a) { a.position = 0; }) == 1U);
    BOOST_TEST(wrong([&](auto& a) { a.position = order.count + 1; }) == 1U);
    BOOST_TEST(wrong([](auto& a) { a.lot = "L2"; }) == 1U);
    BOOST_TEST(wrong([](auto& a) { a.gtin = "09520001100024"; }) == 1U);
    BOOST_TEST(wrong([](auto& a) { a.entry += 1; }) == 1U);
    BOOST_TEST(wrong([](auto& a) { a.log_size = a.entry; }) >= 1U);
    BOOST_TEST(wrong([](auto& a) { a.verdict = "splendid"; }) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::verdicts
