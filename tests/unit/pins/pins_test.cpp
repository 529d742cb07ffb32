#include "pins/pins.hpp"

#include "fixture.hpp"

#include <ocop/crypto/hash.hpp>

namespace ocop::pins {

namespace {

using store::Transaction;

constexpr std::int64_t day_ms = 86'400'000;

struct Fixture : test::ServiceFixture {
    NewTry make(bool right, std::string network, std::uint64_t counter = 7) {
        NewTry out;
        out.position = {0, counter};
        out.right = right;
        out.token = "token" + std::to_string(++tokens);
        out.client = {std::move(network), "Mozilla"};
        out.fresh_key = {1, 2, 3};
        out.gtin = "09520001100017";
        out.lot = "L1";
        out.serial = "0123456789";
        return out;
    }

    // "wrong", "first_use", "used_before"; with " +30" of a ticket, the slug of a refusal.
    std::string trying(NewTry const& request) {
        auto const tried = run([&](Transaction& tx) { return record_try(tx, request); });
        if (!tried) {
            return std::string(tried.error().slug);
        }
        std::string out = boost::describe::enum_to_string(tried->outcome, "?");
        if (auto const wait = tried->ripe_at.ms - tried->at.ms; wait > 0) {
            out += " +" + std::to_string(wait / 1000);
        }
        return out;
    }

    std::string wrong(std::string const& network, std::uint64_t counter = 7) {
        return trying(make(false, network, counter));
    }

    std::string right(std::string const& network, std::uint64_t counter = 7) {
        return trying(make(true, network, counter));
    }

    // So many wrong tries of one stamp, each from a network of its own.
    void strangers(int count, std::uint64_t counter = 7) {
        for (int i = 0; i < count; ++i) {
            BOOST_TEST(wrong("stranger" + std::to_string(++networks), counter) == "wrong");
        }
    }

    // As above, once tries have tickets; lets them mature.
    void strangers_with_tickets(int count, std::uint64_t counter = 7) {
        for (int i = 0; i < count; ++i) {
            wrong("stranger" + std::to_string(++networks), counter);
            clock().advance_ms(long_wait_ms);
        }
    }

    int tokens = 0;
    int networks = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tries)

BOOST_FIXTURE_TEST_CASE(a_client_has_five_wrong_tries_a_day_and_then_tickets, Fixture) {
    for (std::uint64_t i = 0; i < tries_of_client; ++i) {
        BOOST_TEST(wrong("a", i) == "wrong");
    }
    BOOST_TEST(wrong("a", 20) == "wrong +30");
    BOOST_TEST(right("a", 21) == "first_use +30");
    BOOST_TEST(wrong("b", 20) == "wrong");
    // Another agent behind the same address is another client.
    auto other = make(false, "a", 22);
    other.client.agent = "Safari";
    BOOST_TEST(trying(other) == "wrong");
    clock().advance_ms(day_ms);
    BOOST_TEST(wrong("a", 20) == "wrong");
}

BOOST_FIXTURE_TEST_CASE(a_stamp_has_fifty_wrong_tries_a_day_and_then_tickets, Fixture) {
    strangers(tries_of_stamp);
    BOOST_TEST(wrong("someone") == "wrong +30");
    BOOST_TEST(right("buyer") == "first_use +30");
    BOOST_TEST(right("other", 8) == "first_use");
    clock().advance_ms(day_ms);
    BOOST_TEST(wrong("someone") == "wrong");
}

BOOST_FIXTURE_TEST_CASE(right_pins_take_nothing_from_anyones_tries, Fixture) {
    for (std::uint64_t i = 0; i < 60; ++i) {
        BOOST_TEST(right("shop", i) == "first_use");
    }
    BOOST_TEST(wrong("shop", 100) == "wrong");
    for (int i = 0; i < 60; ++i) {
        right("phone" + std::to_string(i), 101);
    }
    BOOST_TEST(wrong("someone", 101) == "wrong");
}

BOOST_FIXTURE_TEST_CASE(a_client_holds_five_tickets_at_most, Fixture) {
    for (std::uint64_t i = 0; i < tries_of_client; ++i) {
        wrong("a", i);
    }
    for (std::uint64_t i = 0; i < tickets_of_client; ++i) {
        BOOST_TEST(wrong("a", 50 + i) == "wrong +30");
    }
    auto const before = contents();
    BOOST_TEST(wrong("a", 60) == "pin_busy");
    BOOST_TEST(right("a", 61) == "pin_busy");
    BOOST_TEST((contents() == before));
    clock().advance_ms(wait_ms);
    BOOST_TEST(right("a", 61) == "first_use +30");
}

BOOST_FIXTURE_TEST_CASE(half_of_a_stamps_tickets_are_for_who_guessed_nothing, Fixture) {
    strangers(tries_of_stamp);
    for (std::size_t i = 0; i < tickets_kept_free; ++i) {
        BOOST_TEST(wrong("once" + std::to_string(i)) == "wrong +30");
    }
    // They all guessed now: they may not have the other half.
    for (int i = 0; i < 32; ++i) {
        BOOST_TEST(wrong("once" + std::to_string(i)) == "pin_busy");
    }
    BOOST_TEST(right("buyer") == "first_use +30");
    for (std::size_t i = tickets_kept_free + 1; i < tickets_of_stamp; ++i) {
        BOOST_TEST(wrong("new" + std::to_string(i)) == "wrong +30");
    }
    BOOST_TEST(wrong("one more") == "pin_busy");
    BOOST_TEST(right("one more", 8) == "first_use");
    clock().advance_ms(wait_ms);
    BOOST_TEST(wrong("one more") == "wrong +30");
}

BOOST_FIXTURE_TEST_CASE(under_heavy_guessing_tickets_take_longer, Fixture) {
    strangers(tries_of_stamp);
    strangers_with_tickets(tries_before_long_wait - tries_of_stamp);
    BOOST_TEST(wrong("late") == "wrong +90");
    BOOST_TEST(right("buyer") == "first_use +90");
}

// The rate that is let through, in the worst case for the stamp: all tickets taken all day.
BOOST_FIXTURE_TEST_CASE(guessing_all_numbers_of_a_stamp_takes_years, Fixture) {
    auto const midnight = start_of(legal_day({clock().now().ms + day_ms}));
    clock().set(midnight);
    std::uint64_t let_through = 0;
    int client = 0;
    auto const guess_until_busy = [&] {
        for (int i = 0; i < 1'000; ++i) {
            if (wrong("bot" + std::to_string(++client)) == "pin_busy") {
                return;
            }
            ++let_through;
        }
    };
    // An hour of it, by as many fresh networks as it takes.
    auto const end = midnight.ms + 3'600'000;
    while (clock().now().ms < end) {
        guess_until_busy();
        clock().advance_ms(wait_ms);
    }
    auto const hours = (let_through - tries_before_long_wait) * 24 + tries_before_long_wait;
    BOOST_TEST(let_through > tries_before_long_wait);
    BOOST_TEST(hours <= guesses_a_day() + tickets_of_stamp * 24);
    static_assert(100'000'000 / guesses_a_day() > 4 * 365);
}

BOOST_FIXTURE_TEST_CASE(the_first_use_is_kept_and_later_ones_hear_of_it, Fixture) {
    auto const at = clock().now();
    auto const first = make(true, "buyer");
    BOOST_TEST(trying(first) == "first_use");
    clock().advance_ms(1'000);
    // Whose answer was lost asks again; anyone else is told.
    BOOST_TEST(right("buyer") == "first_use");
    auto const second = make(true, "other");
    BOOST_TEST(trying(second) == "used_before");
    clock().advance_ms(same_use_ms);
    BOOST_TEST(right("buyer") == "used_before");
    auto const snapshot = store().snapshot();
    auto const told = find_receipt(*snapshot, second.token);
    BOOST_TEST_REQUIRE(test::reason_of(told) == "");
    BOOST_TEST_REQUIRE(told->has_value());
    BOOST_TEST(((*told)->used_at == at));
    BOOST_TEST(((*find_receipt(*snapshot, first.token).value()).outcome == Outcome::first_use));
    BOOST_TEST(!find_receipt(*snapshot, "nobody").value().has_value());
}

BOOST_FIXTURE_TEST_CASE(a_restart_gives_no_new_tries_and_loses_no_ticket, Fixture) {
    strangers(tries_of_stamp);
    auto const ticket = make(true, "buyer");
    BOOST_TEST(trying(ticket) == "first_use +30");
    temporary.close();
    temporary.open();
    BOOST_TEST(wrong("stranger1") == "wrong +30");
    auto const kept = find_receipt(*store().snapshot(), ticket.token);
    BOOST_TEST_REQUIRE(test::reason_of(kept) == "");
    BOOST_TEST_REQUIRE(kept->has_value());
    BOOST_TEST(!is_ripe(**kept, {(*kept)->at.ms + wait_ms - 1}));
    BOOST_TEST(is_ripe(**kept, {(*kept)->at.ms + wait_ms}));
}

BOOST_FIXTURE_TEST_CASE(stamps_that_are_guessed_at_are_listed_for_the_day, Fixture) {
    auto const today = legal_day(clock().now());
    strangers(tries_of_stamp);
    BOOST_TEST(guessed_stamps(*store().snapshot(), today, {}, 10).value().empty());
    strangers_with_tickets(1);
    strangers(tries_of_stamp, 9);
    strangers_with_tickets(1, 9);
    auto const snapshot = store().snapshot();
    auto const found = guessed_stamps(*snapshot, today, {}, 10).value();
    BOOST_TEST((found == std::vector<stamp::Position>{{0, 7}, {0, 9}}));
    BOOST_TEST(guessed_stamps(*snapshot, today, {}, 1).value().size() == 1U);
    BOOST_TEST((guessed_stamps(*snapshot, today, found[0], 5).value().at(0) == found[1]));
    BOOST_TEST(wrong_tries(*snapshot, {0, 7}, clock().now()).value() == tries_of_stamp + 1);
}

// What an attack leaves goes when its day is over, whether anybody tries again or not.
BOOST_FIXTURE_TEST_CASE(days_gone_by_leave_nothing_of_who_tried, Fixture) {
    strangers(40);
    wrong("192.0.2.7");
    clock().advance_ms(2 * day_ms);
    while (must([](Transaction& tx) { return sweep_days(tx); }) > 0) {
    }
    wrong("late", 100);
    auto const today =
        static_cast<std::uint32_t>(legal_day(clock().now()).date.time_since_epoch().count());
    store()
        .snapshot()
        ->scan(
            store::Space::stamps,
            "ud",
            "",
            [&](std::string_view key, auto value) {
                BOOST_TEST(ByteReader(key.substr(2)).u32() == today);
                BOOST_TEST(key.find("late") == std::string_view::npos);
                BOOST_TEST(value.find("late") == std::string_view::npos);
                return true;
            }
        )
        .value();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::pins
