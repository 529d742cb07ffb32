#include "inspections/holds.hpp"

#include "inspections.hpp"
#include "inspections/marks.hpp"

namespace ocop::inspections {

namespace {

using store::Transaction;

struct Fixture : test::InspectionFixture {
    auto holding(std::vector<StampSpan> stamps = {}) {
        return [this, stamps](Transaction& tx) {
            NewHold request;
            request.lot_key = stamps.empty() ? key : "";
            request.stamps = stamps;
            request.reason = "Nghi tem giả";
            request.inspection = "inspection";
            return place_hold(tx, inspector, random, request);
        };
    }

    auto confirming(Principal const& by, std::string id) {
        return [by, id](Transaction& tx) { return confirm_hold(tx, by, id); };
    }

    auto lifting(Principal const& by, std::string id) {
        return [this, by, id](Transaction& tx) {
            return lift_hold(tx, by, random, id, {"Không có vi phạm"});
        };
    }

    bool lot_is_held() {
        return hold_of_lot(*store().snapshot(), key, clock().now()).value().has_value();
    }

    bool is_held(std::int64_t position) {
        auto const at = stamp::Position{order.range->epoch, counter(position)};
        return hold_of_stamp(*store().snapshot(), at, clock().now()).value().has_value();
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(holds)

BOOST_FIXTURE_TEST_CASE(a_hold_of_a_lot_lapses_after_72_hours, Fixture) {
    auto const hold = must(holding());
    BOOST_TEST((hold.until.ms - hold.since.ms == 72 * 3'600'000LL));
    BOOST_TEST(lot_is_held());
    BOOST_TEST(!is_held(1));
    BOOST_TEST((told_owner() == std::vector<std::string>{"lot_held " + key}));
    BOOST_TEST(refusal(holding()) == "conflict already_held /action/lot");
    clock().advance_ms(hold_ms - 1);
    BOOST_TEST(lot_is_held());
    clock().advance_ms(1);
    BOOST_TEST(!lot_is_held());
    BOOST_TEST(refusal(confirming(officer, hold.id)) == "conflict hold_over");
    must(holding());
    BOOST_TEST(lot_is_held());
}

BOOST_FIXTURE_TEST_CASE(confirmed_by_another_unit_it_stands_until_it_is_lifted, Fixture) {
    auto const id = must(holding()).id;
    BOOST_TEST(refusal(confirming(inspector, id)) == "refused own_request ");
    BOOST_TEST(refusal(confirming(colleague, id)) == "refused same_unit ");
    must(confirming(officer, id));
    BOOST_TEST(refusal(confirming(second, id)) == "conflict confirmed_already");
    clock().advance_ms(10 * hold_ms);
    BOOST_TEST(lot_is_held());
    must(lifting(officer, id));
    BOOST_TEST(!lot_is_held());
    BOOST_TEST(told_owner().front() == "hold_lifted " + key);
    BOOST_TEST(refusal(lifting(officer, id)) == "conflict hold_over");
    BOOST_TEST(refusal(lifting(officer, "none")) == "not_found hold_not_found");
}

BOOST_FIXTURE_TEST_CASE(stamps_are_held_by_position_and_their_neighbours_are_not, Fixture) {
    auto const id = must(holding({{order.id, 10, 12}, {order.id, 20, 20}})).id;
    for (std::int64_t const held : {10, 11, 12, 20}) {
        BOOST_TEST(is_held(held), held);
    }
    for (std::int64_t const free : {1, 9, 13, 19, 21, 1'000}) {
        BOOST_TEST(!is_held(free), free);
    }
    BOOST_TEST(!lot_is_held());
    BOOST_TEST(refusal(holding({{order.id, 12, 15}})) == "conflict already_held /action/stamps");
    must(holding({{order.id, 13, 15}}));
    clock().advance_ms(hold_ms);
    BOOST_TEST(!is_held(10));
    // What lapsed gives way, whole runs of it.
    must(holding({{order.id, 11, 14}}));
    BOOST_TEST(is_held(11));
    BOOST_TEST(is_held(14));
    BOOST_TEST(!is_held(10));
    BOOST_TEST(refusal(confirming(officer, id)) == "conflict hold_over");
}

BOOST_FIXTURE_TEST_CASE(holds_are_listed_those_in_force_first_and_by_pages, Fixture) {
    auto const ids = [&](Principal const& by, std::size_t limit) {
        std::vector<std::string> out;
        std::string after;
        do {
            auto const page =
                list_holds(*store().snapshot(), by, clock().now(), after, limit).value();
            BOOST_TEST(page.holds.size() <= limit);
            for (auto const& hold : page.holds)
                out.push_back(hold.id);
            after = page.next.value_or("");
        } while (!after.empty());
        return out;
    };
    std::vector<std::string> made;
    for (std::int64_t position = 1; position <= 6; ++position) {
        made.push_back(must(holding({{order.id, position, position}})).id);
        clock().advance_ms(1'000);
    }
    must(lifting(officer, made[4]));
    must(confirming(officer, made[1]));
    std::vector<std::string> const listed{made[5], made[3], made[2], made[1], made[0], made[4]};
    for (std::size_t const limit : {1U, 2U, 3U, 100U}) {
        BOOST_TEST((ids(officer, limit) == listed), limit);
    }
    clock().advance_ms(hold_ms);
    std::vector<std::string> const later{made[1], made[5], made[4], made[3], made[2], made[0]};
    for (std::size_t const limit : {1U, 2U, 5U, 100U}) {
        BOOST_TEST((ids(officer, limit) == later), limit);
    }
    BOOST_TEST((ids(owner, 2) == later));
    auto stranger = owner;
    stranger.producer = "another";
    BOOST_TEST(ids(stranger, 2).empty());
    for (auto const* bad : {"x", "f", "oo", "f0000", "z00000000000000001", "fxxxxxxxxxxxxxxxx1"}) {
        auto const page = list_holds(*store().snapshot(), officer, clock().now(), bad, 2);
        BOOST_TEST(test::slug_of(page) == "query_invalid", bad);
    }
}

BOOST_FIXTURE_TEST_CASE(five_hundred_stamps_of_one_lot_at_most, Fixture) {
    BOOST_TEST(must(holding({{order.id, 1, 500}})).stamps.size() == 1U);
    auto const pointer = std::string("malformed request_invalid /action/stamps");
    BOOST_TEST(refusal(holding({{order.id, 501, 750}, {order.id, 751, 1'001}})) == pointer);
    BOOST_TEST(refusal(holding({{order.id, 501, 800}, {order.id, 800, 900}})) == pointer);
    BOOST_TEST(refusal(holding({{order.id, 501, 1'000}, {order.id, 400, 400}})) == pointer);
    BOOST_TEST(refusal(holding({{order.id, 0, 1}})) == pointer);
    BOOST_TEST(refusal(holding({{order.id, 7, 6}})) == pointer);
    BOOST_TEST(refusal(holding({{"none", 1, 1}})) == "not_found order_not_found");
    auto const other = issued(test::new_order(5, "L2"));
    BOOST_TEST(refusal(holding({{order.id, 600, 600}, {other.id, 1, 1}})) == pointer);
    auto const waiting = approved(test::new_order(5));
    BOOST_TEST(refusal(holding({{waiting.id, 1, 1}})) == "conflict order_state /state");
}

BOOST_FIXTURE_TEST_CASE(marks_fill_what_is_not_marked_yet, Fixture) {
    must([&](Transaction& tx) -> Result<int> {
        for (auto const& [first, last] :
             {std::pair(10, 12), {20, 25}, {5, 30}, {5, 30}, {31, 31}}) {
            Mark const run{
                static_cast<std::uint64_t>(first),
                static_cast<std::uint64_t>(last),
                std::to_string(first)};
            add_mark(tx, copied_mark, 3, run).value();
        }
        return 0;
    });
    auto const snapshot = store().snapshot();
    std::string all;
    for (auto const& mark : marks_in(*snapshot, copied_mark, 3, {0, 100, ""}).value()) {
        all += std::to_string(mark.first) + "-" + std::to_string(mark.last) + ":" + mark.id + " ";
    }
    BOOST_TEST(all == "5-9:5 10-12:10 13-19:5 20-25:20 26-30:5 31-31:31 ");
    BOOST_TEST(find_mark(*snapshot, copied_mark, {3, 25}).value()->id == "20");
    BOOST_TEST(!find_mark(*snapshot, copied_mark, {3, 32}).value().has_value());
    BOOST_TEST(!find_mark(*snapshot, copied_mark, {3, 4}).value().has_value());
    BOOST_TEST(!find_mark(*snapshot, copied_mark, {4, 25}).value().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::inspections
