#include "stamps/moves.hpp"

#include "orders.hpp"
#include "stamps/own_moves.hpp"

namespace ocop::stamps {

namespace {

using enum StampState;

struct Fixture : test::OrderFixture {
    Fixture() { order = printed(test::new_order(20)); }

    auto reporting(MoveRequest const& request, Scanned const& scanned = {}) {
        return [this, request, scanned](store::Transaction& tx) {
            return report_move(tx, who, order.id, request, scanned);
        };
    }

    static MoveRequest to_activated() {
        MoveRequest request;
        request.to = activated;
        return request;
    }

    std::string counts() {
        auto const all = count_states(*store().snapshot(), order);
        return std::to_string(all->of(StampState::printed)) + " printed, " +
               std::to_string(all->of(activated)) + " activated, " +
               std::to_string(all->of(damaged)) + " damaged";
    }

    StampOrder order;
};

std::string round(std::string_view text) {
    auto const parsed = parse_positions(text);
    return parsed ? to_text(*parsed) : parsed.error().slug.data();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(moves)

BOOST_AUTO_TEST_CASE(positions_are_read_as_labels_print_them) {
    BOOST_TEST(round("412-418") == "412–418");
    BOOST_TEST(round("0412–0418, 420,0007") == "412–418, 420, 7");
    BOOST_TEST(round(" 7 ") == "7");
    for (auto const* bad :
         {"",
          "-",
          "7-",
          "-7",
          "8-7",
          "0",
          "000",
          "0-3",
          "a",
          "1,,2",
          "1,",
          "+1",
          "1-2-3",
          "99999999999999999999",
          "1000001"}) {
        BOOST_TEST(round(bad) == "positions_invalid", bad);
    }
}

BOOST_FIXTURE_TEST_CASE(a_move_says_who_when_why_on_what_evidence_and_which, Fixture) {
    MoveRequest request;
    request.to = damaged;
    request.positions = "3, 1-2, 9";
    request.reason = " ướt  mưa ";
    request.evidence = std::string(64, 'a');
    auto const moved = must(reporting(request));
    BOOST_TEST(to_text(moved.positions) == "1–3, 9");
    BOOST_TEST(moved.count == 4);
    BOOST_TEST(moved.actor == who.account);
    BOOST_TEST((moved.at == moved.recorded_at));
    auto const page = moves_of(*store().snapshot(), order, {}, 1);
    BOOST_TEST_REQUIRE(page->moves.size() == 1u);
    BOOST_TEST((page->moves.front().to == StampState::printed));
    auto const rest = moves_of(*store().snapshot(), order, *page->next, 10);
    BOOST_TEST_REQUIRE(rest->moves.size() == 1u);
    BOOST_TEST(rest->moves.front().reason.value() == moved.reason.value());
    BOOST_TEST(!rest->next.has_value());
    BOOST_TEST(counts() == "16 printed, 0 activated, 4 damaged");
}

BOOST_FIXTURE_TEST_CASE(a_move_that_one_stamp_may_not_make_moves_none, Fixture) {
    must(activating(order.id, 5, 6));
    auto request = to_activated();
    request.first = 4;
    request.last = 7;
    auto const refused = run(reporting(request));
    BOOST_TEST_REQUIRE(test::slug_of(refused) == "stamp_state");
    BOOST_TEST(refused.error().faults.size() == 1u);
    BOOST_TEST(
        refused.error().faults.front().reason == "5–6: from activated no way leads to activated"
    );
    BOOST_TEST(counts() == "18 printed, 2 activated, 0 damaged");
}

BOOST_FIXTURE_TEST_CASE(what_goes_out_of_force_needs_a_reason, Fixture) {
    MoveRequest request;
    request.to = lost;
    request.positions = "1";
    BOOST_TEST(refusal(reporting(request)) == "malformed request_invalid /reason");
    request.reason = "rơi";
    request.evidence = "ABC";
    BOOST_TEST(refusal(reporting(request)) == "malformed request_invalid /evidence");
    request.evidence.reset();
    must(reporting(request));
}

BOOST_FIXTURE_TEST_CASE(a_producer_reports_what_is_its_to_report, Fixture) {
    for (auto const to :
         {StampState::issued,
          StampState::printed,
          StampState::opened,
          destroyed,
          seized,
          voided,
          lapsed}) {
        MoveRequest request;
        request.to = to;
        request.positions = "1";
        request.reason = "vì";
        BOOST_TEST(refusal(reporting(request)) == "refused move_not_yours /to");
    }
}

BOOST_FIXTURE_TEST_CASE(exactly_one_way_says_which_stamps, Fixture) {
    auto request = to_activated();
    BOOST_TEST(test::slug_of(run(reporting(request))) == "positions_invalid");
    request.count = 2;
    request.positions = "1";
    BOOST_TEST(test::slug_of(run(reporting(request))) == "positions_invalid");
    request.positions.reset();
    must(reporting(request));
    request.count.reset();
    request.first = 3;
    BOOST_TEST(test::slug_of(run(reporting(request))) == "positions_invalid");
    request.last = 21;
    BOOST_TEST(test::slug_of(run(reporting(request))) == "positions_invalid");
    request.first = INT64_MIN;
    request.last = INT64_MAX;
    BOOST_TEST(test::slug_of(run(reporting(request))) == "positions_invalid");
    request.first.reset();
    request.last.reset();
    request.positions = "3-5,5";
    BOOST_TEST(test::slug_of(run(reporting(request))) == "positions_invalid");
    BOOST_TEST(counts() == "18 printed, 2 activated, 0 damaged");
}

BOOST_FIXTURE_TEST_CASE(a_count_takes_the_first_that_may_go, Fixture) {
    must(activating(order.id, 2, 3));
    auto request = to_activated();
    request.count = 3;
    BOOST_TEST(to_text(must(reporting(request)).positions) == "1, 4–5");
    request.count = 16;
    BOOST_TEST(refusal(reporting(request)) == "conflict stamps_too_few /count");
    request.count = 0;
    BOOST_TEST(test::slug_of(run(reporting(request))) == "positions_invalid");
}

BOOST_FIXTURE_TEST_CASE(scans_and_the_ends_of_a_roll_name_stamps_of_the_order_alone, Fixture) {
    auto const other = printed(test::new_order(2));
    stamp::SerialKeys keys;
    keys.add(0, crypto::AesKey{1, 2, 3});
    auto const typed = [&](StampOrder const& of, std::int64_t position) {
        auto const counter = of.range->first + static_cast<std::uint64_t>(position) - 1;
        return stamp::format_typed_serial(*keys.serial_of({0, counter}));
    };
    auto request = to_activated();
    request.scans = std::vector<std::string>{typed(order, 7), typed(order, 3)};
    auto scanned = read_scans(keys, request);
    BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
    BOOST_TEST(to_text(must(reporting(request, *scanned)).positions) == "3, 7");
    request.scans.reset();
    request.roll = std::vector<std::string>{typed(order, 12), typed(order, 9)};
    scanned = read_scans(keys, request);
    BOOST_TEST(to_text(must(reporting(request, *scanned)).positions) == "9–12");
    request.roll = std::vector<std::string>{typed(order, 13), typed(other, 1)};
    scanned = read_scans(keys, request);
    BOOST_TEST(refusal(reporting(request, *scanned)) == "refused stamp_elsewhere /roll/1");
    request.roll = std::vector<std::string>{typed(order, 13), "hàng thật"};
    auto const unread = read_scans(keys, request);
    BOOST_TEST_REQUIRE(test::slug_of(unread) == "scan_unreadable");
    BOOST_TEST(unread.error().faults.front().pointer == "/roll/1");
}

BOOST_FIXTURE_TEST_CASE(an_offline_activation_counts_from_its_device_for_72_hours, Fixture) {
    auto const now = clock().now();
    auto const at = [&](std::int64_t hours, std::int64_t position) {
        auto request = to_activated();
        request.first = position;
        request.last = position;
        request.at = Instant{now.ms + hours * 3'600'000};
        return must(reporting(request)).at;
    };
    clock().advance_ms(73 * std::int64_t{3'600'000});
    auto const late = clock().now();
    BOOST_TEST((at(2, 1) == Instant{now.ms + 2 * std::int64_t{3'600'000}}));
    // Too long ago; before there were any stamps; not yet.
    BOOST_TEST((at(0, 2) == late));
    BOOST_TEST((at(-100, 3) == late));
    BOOST_TEST((at(74, 4) == late));
}

BOOST_FIXTURE_TEST_CASE(one_move_touches_a_bounded_number_of_segments, Fixture) {
    auto const wide = printed(test::new_order(12'000));
    for (std::int64_t at = 1; at < 12'000; at += 2'000) {
        std::vector<Positions> every_other;
        for (auto each = at; each < at + 2'000; each += 2) {
            every_other.push_back({each, each});
        }
        must(moving(wide, received, every_other));
    }
    auto const refused = run(moving(wide, voided, {{1, 12'000}}));
    BOOST_TEST(test::slug_of(refused) == "stamps_scattered");
    must(moving(wide, voided, {{1, 4'000}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
