#include "stamps/states.hpp"

#include "accounts.hpp"
#include "orders.hpp"

#include <algorithm>

namespace ocop::stamps {

namespace {

using enum StampState;

constexpr std::int64_t count = 90;

struct Fixture : test::OrderFixture {
    Fixture() {
        before = issued(test::new_order(5));
        order = issued(test::new_order(count));
        after = issued(test::new_order(5));
    }

    std::vector<Segment> segments(StampOrder const& of, std::int64_t first, std::int64_t last) {
        std::vector<Segment> out;
        auto const ok =
            visit_segments(*store().snapshot(), of, first, last, [&](Segment const& segment) {
                out.push_back(segment);
                return true;
            });
        BOOST_TEST_REQUIRE(test::reason_of(ok) == "");
        return out;
    }

    StampState state(StampOrder const& of, std::int64_t position) {
        auto const segment = segment_at(*store().snapshot(), of, position);
        BOOST_TEST_REQUIRE(test::reason_of(segment) == "");
        BOOST_TEST((segment->first <= position && position <= segment->last));
        return segment->state;
    }

    // The bytes of all keys and values of the space under that tag.
    std::size_t bytes(char tag) {
        auto const space = std::to_string(static_cast<int>(store::Space::stamps)) + ":";
        std::size_t out = 0;
        for (auto const& [key, value] : contents()) {
            if (key.substr(0, space.size() + 1) == space + tag) {
                out += key.size() - space.size() + value.size();
            }
        }
        return out;
    }

    StampOrder before, order, after;
};

// A small generator: the same choices in each run.
class Choices {
  public:
    std::int64_t below(std::int64_t bound) {
        state_ = state_ * 1664525u + 1013904223u;
        return static_cast<std::int64_t>(state_ >> 8) % bound;
    }

  private:
    std::uint32_t state_ = 7;
};

// The way back to front: whether `to` can be reached from `from` in any number of moves.
bool leads_to(StampState from, StampState to) {
    std::vector<StampState> seen;
    std::vector<StampState> left{from};
    while (!left.empty()) {
        auto const at = left.back();
        left.pop_back();
        for (auto const next : test::all_of<StampState>()) {
            if (is_legal(at, next) && std::find(seen.begin(), seen.end(), next) == seen.end()) {
                seen.push_back(next);
                left.push_back(next);
            }
        }
    }
    return std::find(seen.begin(), seen.end(), to) != seen.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(states)

BOOST_AUTO_TEST_CASE(no_way_leads_back_to_a_state_that_was_left) {
    for (auto const state : test::all_of<StampState>()) {
        BOOST_TEST(!leads_to(state, state), to_text(state));
        BOOST_TEST((state == issued || leads_to(issued, state)), to_text(state));
        BOOST_TEST(!is_legal(state, issued));
    }
}

BOOST_AUTO_TEST_CASE(what_is_out_of_force_never_comes_back_and_what_is_in_force_can_be_voided) {
    for (auto const from : test::all_of<StampState>()) {
        BOOST_TEST((void_reason(from).has_value() || is_legal(from, voided)), to_text(from));
        for (auto const to : test::all_of<StampState>()) {
            if (void_reason(from)) {
                BOOST_TEST((!is_legal(from, to) || void_reason(to).has_value()));
            }
        }
    }
    BOOST_TEST(!is_legal(issued, activated));
    BOOST_TEST(!is_legal(activated, lapsed));
    BOOST_TEST(!is_legal(lost, destroyed));
}

BOOST_FIXTURE_TEST_CASE(every_counter_is_in_exactly_one_state_whatever_moves_are_made, Fixture) {
    // What each stamp's state is by the simplest of ways: one a stamp.
    struct Naive {
        StampState state = StampState::issued;
        bool printed = false;
        std::optional<Instant> activated_at;
    };

    std::vector<Naive> naive(count + 1);
    Choices choices;
    int made = 0;
    auto const states = test::all_of<StampState>();
    for (int i = 0; i < 500; ++i) {
        clock().advance_ms(1000);
        // Early states oftener, or everything would soon be destroyed.
        auto const wide = choices.below(3) == 0 ? static_cast<std::int64_t>(states.size()) : 5;
        auto const to = states[static_cast<std::size_t>(choices.below(wide))];
        auto const first = 1 + choices.below(count);
        auto const last = std::min(count, first + choices.below(4));
        auto const legal =
            std::all_of(naive.begin() + first, naive.begin() + last + 1, [&](Naive const& each) {
                return is_legal(each.state, to);
            });
        auto const moved = run(moving(order, to, {{first, last}}));
        BOOST_TEST(test::slug_of(moved) == (legal ? "" : "stamp_state"));
        for (auto at = first; legal && at <= last; ++at) {
            auto& each = naive[static_cast<std::size_t>(at)];
            each.state = to;
            each.printed = each.printed || to == StampState::printed;
            if (to == activated) {
                each.activated_at = moved->at;
            }
        }
        made += legal ? 1 : 0;
        std::int64_t next = 1;
        for (auto const& segment : segments(order, 1, count)) {
            BOOST_TEST(segment.first == next);
            next = segment.last + 1;
            for (auto at = segment.first; at <= segment.last; ++at) {
                auto const& each = naive[static_cast<std::size_t>(at)];
                BOOST_TEST((segment.state == each.state && segment.printed == each.printed));
                BOOST_TEST((activated_at(order, segment) == each.activated_at));
                BOOST_TEST((state(order, at) == each.state));
            }
        }
        BOOST_TEST(next == count + 1);
        auto const counts = count_states(*store().snapshot(), order);
        BOOST_TEST_REQUIRE(test::reason_of(counts) == "");
        for (auto const each : states) {
            auto const expected =
                std::count_if(naive.begin() + 1, naive.end(), [&](Naive const& stamp) {
                    return stamp.state == each;
                });
            BOOST_TEST(counts->of(each) == expected);
        }
    }
    BOOST_TEST(made > 50);
    for (auto const* other : {&before, &after}) {
        BOOST_TEST(segments(*other, 1, 5).size() == 1u);
        BOOST_TEST((state(*other, 3) == StampState::issued));
    }
}

BOOST_FIXTURE_TEST_CASE(a_part_of_an_order_is_tiled_like_the_whole, Fixture) {
    must(moving(order, StampState::printed, {{3, 6}, {9, 9}, {15, count}}));
    must(moving(order, activated, {{4, 5}}));
    for (std::int64_t first = 1; first <= count; ++first) {
        for (auto last = first; last <= count; ++last) {
            std::int64_t next = first;
            for (auto const& segment : segments(order, first, last)) {
                BOOST_TEST((segment.first == next && segment.last <= last));
                BOOST_TEST((state(order, segment.first) == segment.state));
                BOOST_TEST((state(order, segment.last) == segment.state));
                next = segment.last + 1;
            }
            BOOST_TEST(next == last + 1);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(
    a_million_stamps_with_a_thousand_exceptions_take_under_200_kilobytes, Fixture
) {
    auto const million = issued(test::new_order(order_count_max));
    must(moving(million, StampState::printed, {{1, order_count_max}}));
    must(moving(million, activated, {{1, order_count_max}}));
    std::vector<Positions> exceptions;
    for (std::int64_t at = 500; at <= order_count_max; at += 1000) {
        exceptions.push_back({at, at});
    }
    BOOST_TEST(exceptions.size() == 1000u);
    // As they come in: a hundred reports of ten.
    for (std::size_t at = 0; at < exceptions.size(); at += 10) {
        auto const begin = exceptions.begin() + static_cast<std::ptrdiff_t>(at);
        must(moving(million, damaged, {begin, begin + 10}));
    }
    BOOST_TEST(segments(million, 1, order_count_max).size() == 2001u);
    auto const kept = bytes('s') + bytes('m');
    BOOST_TEST_MESSAGE("states " << bytes('s') << " bytes, moves " << bytes('m') << " bytes");
    BOOST_TEST(kept < 200u * 1000u);
    BOOST_TEST(count_states(*store().snapshot(), million)->of(damaged) == 1000);
}

BOOST_FIXTURE_TEST_CASE(a_thousand_single_exceptions_keep_the_states_as_small, Fixture) {
    auto const million = issued(test::new_order(order_count_max));
    must(moving(million, StampState::printed, {{1, order_count_max}}));
    for (std::int64_t at = 500; at <= order_count_max; at += 1000) {
        must(moving(million, damaged, {{at, at}}));
    }
    // Each report is a record and a leaf of its own: who, when, why. The states stay what they
    // were.
    BOOST_TEST_MESSAGE("states " << bytes('s') << " bytes, moves " << bytes('m') << " bytes");
    BOOST_TEST(bytes('s') < 100u * 1000u);
    BOOST_TEST(count_states(*store().snapshot(), million)->of(damaged) == 1000);
}

BOOST_FIXTURE_TEST_CASE(an_order_active_when_issued_needs_no_activation, Fixture) {
    auto request = test::new_order(3);
    request.active_when_issued = true;
    auto const ready = issued(request);
    auto const segment = segment_at(*store().snapshot(), ready, 2);
    BOOST_TEST((activated_at(ready, *segment) == ready.issued_at));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
