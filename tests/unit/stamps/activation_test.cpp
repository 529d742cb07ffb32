#include "stamps/activation.hpp"

#include "orders.hpp"

namespace ocop::stamps {

namespace {

using store::Transaction;

constexpr std::int64_t count = 20;
constexpr std::string_view overlap = "conflict already_active /first";

struct Fixture : test::OrderFixture {
    Fixture() {
        before = issued(test::new_order(5));
        order = issued(test::new_order(count));
        after = issued(test::new_order(5));
    }

    std::optional<Instant> active(StampOrder const& of, std::int64_t position) {
        auto const counter = of.range->first + static_cast<std::uint64_t>(position) - 1;
        auto const at = activated_at(*store().snapshot(), of, {of.range->epoch, counter});
        BOOST_TEST_REQUIRE(test::reason_of(at) == "");
        return *at;
    }

    StampOrder before, order, after;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(activation)

BOOST_FIXTURE_TEST_CASE(only_positions_of_the_order_can_be_activated, Fixture) {
    auto const outside = "malformed request_invalid /last";
    BOOST_TEST(refusal(activating(order.id, 0, 1)) == outside);
    BOOST_TEST(refusal(activating(order.id, -1, 1)) == outside);
    BOOST_TEST(refusal(activating(order.id, 3, 2)) == outside);
    BOOST_TEST(refusal(activating(order.id, 1, count + 1)) == outside);
    BOOST_TEST(refusal(activating(order.id, count + 1, count + 1)) == outside);
    BOOST_TEST(refusal(activating(order.id, INT64_MIN, INT64_MAX)) == outside);
    BOOST_TEST(refusal(activating("none", 1, 1)) == "not_found order_not_found");
    must(activating(order.id, 1, count));
}

BOOST_FIXTURE_TEST_CASE(sub_ranges_agree_with_a_bitmap_and_overlaps_are_refused, Fixture) {
    // A small generator: the same choices in each run.
    std::uint32_t state = 7;
    auto const below = [&](std::int64_t bound) {
        state = state * 1664525u + 1013904223u;
        return static_cast<std::int64_t>(state >> 8) % bound;
    };
    std::vector<std::optional<Instant>> bitmap(count + 1);
    int accepted = 0;
    for (int i = 0; i < 150; ++i) {
        clock().advance_ms(1000);
        auto const first = 1 + below(count);
        auto const last = std::min(count, first + below(4));
        bool const taken =
            std::any_of(bitmap.begin() + first, bitmap.begin() + last + 1, [](auto const& at) {
                return at.has_value();
            });
        auto const done = run(activating(order.id, first, last));
        BOOST_TEST(test::slug_of(done) == (taken ? "already_active" : ""));
        if (done) {
            ++accepted;
            std::fill(bitmap.begin() + first, bitmap.begin() + last + 1, done->activated_at);
        }
        for (std::int64_t position = 1; position <= count; ++position) {
            BOOST_TEST((active(order, position) == bitmap[static_cast<std::size_t>(position)]));
        }
    }
    BOOST_TEST(accepted > 5);
    for (auto const* other : {&before, &after}) {
        for (std::int64_t position = 1; position <= other->count; ++position) {
            BOOST_TEST(!active(*other, position).has_value());
        }
    }
    auto const all = activations_of(*store().snapshot(), order);
    BOOST_TEST_REQUIRE(test::reason_of(all) == "");
    BOOST_TEST(static_cast<int>(all->size()) == accepted);
}

BOOST_FIXTURE_TEST_CASE(every_way_to_overlap_is_refused_and_stores_nothing, Fixture) {
    must(activating(order.id, 8, 12));
    for (std::int64_t first = 1; first <= count; ++first) {
        for (std::int64_t last = first; last <= count; ++last) {
            if (first <= 12 && last >= 8) {
                BOOST_TEST(refusal(activating(order.id, first, last)) == overlap);
            }
        }
    }
    must(activating(order.id, 1, 7));
    must(activating(order.id, 13, count));
}

BOOST_FIXTURE_TEST_CASE(orders_side_by_side_are_activated_on_their_own, Fixture) {
    must(activating(before.id, 5, 5));
    must(activating(after.id, 1, 1));
    must(activating(order.id, 1, count));
    BOOST_TEST(!active(before, 4).has_value());
    BOOST_TEST(!active(after, 2).has_value());
    BOOST_TEST(active(order, count).has_value());
    BOOST_TEST(activations_of(*store().snapshot(), before)->size() == 1u);
    BOOST_TEST(activations_of(*store().snapshot(), order)->size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(an_order_active_when_issued_needs_no_activation, Fixture) {
    auto request = test::new_order(3);
    request.active_when_issued = true;
    auto const ready = issued(request);
    BOOST_TEST((active(ready, 1) == ready.issued_at));
    BOOST_TEST((active(ready, 3) == ready.issued_at));
    BOOST_TEST(refusal(activating(ready.id, 1, 1)) == overlap);
    BOOST_TEST(activations_of(*store().snapshot(), ready)->empty());
}

BOOST_FIXTURE_TEST_CASE(an_order_not_issued_has_no_activations, Fixture) {
    auto const requested = must(requesting(test::new_order(3)));
    BOOST_TEST(activations_of(*store().snapshot(), requested)->empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
