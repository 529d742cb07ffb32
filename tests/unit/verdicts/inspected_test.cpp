#include "inspections/inspections.hpp"
#include "inspections/recalls.hpp"
#include "unit/verdicts/scan.hpp"

namespace ocop::verdicts {

namespace {

using store::Transaction;

struct Fixture : test::ScanFixture {
    Fixture() {
        inspector.unit = "authority:phu-tho/qlcl";
        officer.unit = "authority:phu-tho/ptnt";
        second.unit = "authority:phu-tho/thanhtra";
        owner.producer = producer;
        owner.reach = accounts::Reach::own;
        owner.unit = "producer:" + producer;
        signed_link = url(stamp_at(order.range->first));
    }

    std::string unsigned_link() const {
        return "https://" + test::our_host + "/01/" + order.gtin + "/10/" + order.lot;
    }

    auto ordering(accounts::Principal const& by) {
        return [this, by](Transaction& tx) {
            inspections::NewRecall request{"Dư lượng thuốc trừ sâu"};
            request.decision = "9/QĐ-UBND";
            request.decided_on = test::day("2026-11-20");
            return inspections::order_recall(tx, by, random, key, request);
        };
    }

    void recall() {
        must(ordering(inspector));
        must([&](Transaction& tx) {
            return inspections::confirm_recall(tx, officer, random, key, {});
        });
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

    std::string also(std::string const& link) const {
        std::string out;
        for (auto const& code : judge(link).answer.also) {
            out += code + " ";
        }
        return out;
    }

    std::string const key = registry::lot_key(test::item_gtin, "L1");
    std::string signed_link;
    std::int64_t sequence = 0;
    accounts::Principal inspector = accounts::system_principal("inspector");
    accounts::Principal officer = accounts::system_principal("officer");
    accounts::Principal second = accounts::system_principal("second");
    accounts::Principal owner = accounts::system_principal("owner");
};

}  // namespace

BOOST_AUTO_TEST_SUITE(inspected)

BOOST_FIXTURE_TEST_CASE(a_recall_is_on_every_link_of_the_lot_and_says_who_ordered_it, Fixture) {
    must(ordering(inspector));
    BOOST_TEST(scan(signed_link) == "valid");
    recall();
    BOOST_TEST(scan(signed_link) == "recalled");
    BOOST_TEST(scan(unsigned_link()) == "recalled");
    auto const told = judge(signed_link).answer.lot->recall;
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST(told->ordered_by.vi == "UBND tỉnh Phú Thọ");
    BOOST_TEST(told->decision.value() == "9/QĐ-UBND");
    BOOST_TEST((told->decided_on == test::day("2026-11-20")));
    BOOST_TEST(!told->voluntary);
    BOOST_TEST(scan("https://" + test::our_host + "/01/" + order.gtin + "/10/L2") == "unsigned");
    must([&](Transaction& tx) {
        return inspections::propose_lift(
            tx, officer, key, {"10/QĐ", test::day("2026-11-21"), "Đã khắc phục"}
        );
    });
    BOOST_TEST(scan(signed_link) == "recalled");
    must([&](Transaction& tx) {
        return inspections::confirm_lift(tx, second, random, key, {"10/QĐ"});
    });
    BOOST_TEST(scan(signed_link) == "valid");
    BOOST_TEST(!judge(signed_link).answer.lot->recall.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_voluntary_recall_names_the_producer_and_its_answer, Fixture) {
    must(ordering(owner));
    must([&](Transaction& tx) {
        return inspections::reply_to_recall(tx, owner, key, {"Đang thu lại hàng"});
    });
    BOOST_TEST(scan(signed_link) == "recalled");
    auto const told = judge(signed_link).answer.lot->recall;
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST(told->voluntary);
    BOOST_TEST(told->ordered_by.vi == "HTX Chè Đồi Sương");
    BOOST_TEST(told->reply.value() == "Đang thu lại hàng");
}

BOOST_FIXTURE_TEST_CASE(a_hold_is_amber_until_it_lapses, Fixture) {
    inspect(inspections::ActionKind::hold, {});
    BOOST_TEST(scan(signed_link) == "held");
    BOOST_TEST(scan(unsigned_link()) == "held");
    BOOST_TEST(judge(signed_link).answer.colour == "amber");
    BOOST_TEST(judge(signed_link).answer.lot->hold->until.has_value());
    clock().advance_ms(inspections::hold_ms);
    BOOST_TEST(scan(signed_link) == "valid");
}

BOOST_FIXTURE_TEST_CASE(held_and_copied_stamps_are_told_from_their_neighbours, Fixture) {
    inspect(inspections::ActionKind::hold, {{order.id, 1, 1}});
    inspect(inspections::ActionKind::copied, {{order.id, 2, 3}});
    auto const link_of = [&](std::uint64_t n) { return url(stamp_at(order.range->first + n)); };
    BOOST_TEST(scan(link_of(0)) == "held");
    BOOST_TEST(judge(link_of(0)).answer.stamp->hold->ordered_by.vi == "UBND tỉnh Phú Thọ");
    BOOST_TEST(scan(link_of(1)) == "copied");
    BOOST_TEST(scan(link_of(2)) == "copied");
    BOOST_TEST(scan(link_of(3)) == "valid");
    BOOST_TEST(scan(unsigned_link()) == "unsigned");
    // A recall stands above what was found of the stamp.
    recall();
    BOOST_TEST(scan(link_of(1)) == "recalled");
    BOOST_TEST(also(link_of(1)).find("copied") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_seized_stamp_is_void, Fixture) {
    must(moving(order, stamps::StampState::printed, {{1, order.count}}));
    inspect(inspections::ActionKind::seize, {{order.id, 1, 1}});
    BOOST_TEST(scan(signed_link) == "void seized");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::verdicts
