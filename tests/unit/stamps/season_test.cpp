#include "accounts.hpp"
#include "orders.hpp"
#include "stamps/destruction.hpp"
#include "stamps/lapse.hpp"
#include "stamps/reconciliation.hpp"

#include <map>

namespace ocop::stamps {

namespace {

using store::Transaction;
using enum StampState;

constexpr std::int64_t day_ms = 86'400'000;

// The equations of reconciliation.hpp, from its terms alone.
void check_closed(Reconciliation const& r) {
    BOOST_TEST(r.issued == r.printed + r.not_printed + r.cancelled);
    BOOST_TEST(r.printed == r.received + r.in_stock + r.spoiled);
    BOOST_TEST(
        r.received == r.activated + r.returned + r.damaged + r.lost + r.destroyed + r.seized +
                          r.voided + r.lapsed + r.on_hand
    );
}

struct Fixture : test::OrderFixture {
    Reconciliation terms(StampOrder const& order) {
        auto const found = reconcile(*store().snapshot(), order);
        BOOST_TEST_REQUIRE(test::reason_of(found) == "");
        check_closed(*found);
        return *found;
    }

    auto counting(std::string const& order, std::int64_t on_hand) {
        return [=, this](Transaction& tx) { return take_stock(tx, who, order, {on_hand, {}, {}}); };
    }

    auto closing(std::string const& lot = "L1") {
        return [=, this](Transaction& tx) {
            return stamps::close_lot(tx, who, policy, registry::lot_key(test::item_gtin, lot));
        };
    }

    // As the daily job does; gives how many stamps lapsed.
    std::int64_t lapse_all() {
        std::int64_t sum = 0;
        while (true) {
            auto const due = find_due(*store().snapshot(), clock().now());
            BOOST_TEST_REQUIRE(test::reason_of(due) == "");
            if (!*due) {
                return sum;
            }
            sum += must([&](Transaction& tx) { return lapse(tx, **due); });
        }
    }
};

// A season of many producers, each with its own product, item, lots and orders.
struct Season : Fixture {
    Season() { policy.large_sum = registry::quantity_max; }

    struct Planned {
        StampOrder order;
        std::string lot;
        Reconciliation expected;
        bool one_is_lost = false;  // and nobody says so
    };

    std::string gtin_of(int maker) {
        auto digits = std::to_string(10'000 + maker);
        return test::gtin_of("09520002" + digits);
    }

    std::string add_maker(int maker) {
        auto const code = "25-08620-" + std::to_string(100 + maker) + "-2026";
        auto const id = must([&](Transaction& tx) {
                            return register_producer(tx, who, random, test::new_producer());
                        }).id;
        must([&](Transaction& tx) {
            auto request = test::new_product(id);
            request.code = code;
            return register_product(tx, who, request);
        });
        must([&](Transaction& tx) {
            auto request = test::new_item();
            request.gtin = gtin_of(maker);
            request.product = code;
            return register_trade_item(tx, who, request);
        });
        auto const stars = must([&](Transaction& tx) {
            auto request = test::new_certificate(3, "2026-06-01");
            request.product = code;
            return register_certificate(tx, who, request);
        });
        must(confirming(stars.id, "officer"));
        must(confirming(stars.id, "approver"));
        must([&](Transaction& tx) {
            auto request = test::new_quota();
            request.product = code;
            return declare_quota(tx, who, {}, request);
        });
        return id;
    }

    StampOrder order_for(int maker, std::string const& lot, std::int64_t count) {
        must([&](Transaction& tx) {
            auto request = test::new_lot(lot);
            request.gtin = gtin_of(maker);
            return open_lot(tx, who, request);
        });
        auto request = test::new_order(count, lot);
        request.gtin = gtin_of(maker);
        return issued(request);
    }

    std::int64_t below(std::int64_t bound) {
        state_ = state_ * 1664525u + 1013904223u;
        return static_cast<std::int64_t>(state_ >> 8) % bound;
    }

    // A lot's stamps from the printer to the bin: what is expected is counted as it goes.
    void live(Planned& planned) {
        auto const& order = planned.order;
        auto& e = planned.expected;
        e.orders = 1;
        e.issued = order.count;
        std::int64_t next = 1;
        auto const take = [&](std::int64_t count) {
            Positions const out{next, next + count - 1};
            next += count;
            return out;
        };
        auto const share = [&] { return 1 + below(order.count / 20); };
        e.not_printed = share();
        e.printed = order.count - e.not_printed;
        must(moving(order, StampState::printed, {{1, e.printed}}));
        e.spoiled = share();
        must(moving(order, spoiled, {take(e.spoiled)}));
        e.in_stock = share();
        take(e.in_stock);
        e.received = e.printed - e.spoiled - e.in_stock;
        must(moving(order, received, {{next, e.printed}}));

        struct Fate {
            StampState state;
            std::int64_t Reconciliation::*term;
        };

        for (auto const& fate :
             {Fate{damaged, &Reconciliation::damaged},
              Fate{lost, &Reconciliation::lost},
              Fate{returned, &Reconciliation::returned},
              Fate{seized, &Reconciliation::seized},
              Fate{voided, &Reconciliation::voided}}) {
            e.*fate.term = share();
            must(moving(order, fate.state, {take(e.*fate.term)}));
        }
        e.on_hand = share();
        take(e.on_hand);
        e.activated = e.printed - next + 1;
        must(moving(order, activated, {{next, e.printed}}));
        e.opened = 1 + below(e.activated);
        must(moving(order, opened, {take(e.opened)}));
        e.counted = e.on_hand - (planned.one_is_lost ? 1 : 0);
        e.unaccounted = planned.one_is_lost ? 1 : 0;
        e.missing = e.unaccounted;
        must(counting(order.id, e.counted));
    }

  private:
    std::uint32_t state_ = 11;
};

std::string text(Reconciliation const& terms) {
    return to_csv(terms);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(season)

BOOST_FIXTURE_TEST_CASE(a_season_reconciles_to_zero_and_each_lost_stamp_is_found, Season) {
    constexpr int makers = 50;
    constexpr int lots_each = 6;
    constexpr std::int64_t stamps = 2'000'000;
    std::vector<Planned> season;
    std::map<std::string, Reconciliation> by_maker;
    Reconciliation all;
    std::vector<std::string> ids;
    for (int maker = 0; maker < makers; ++maker) {
        ids.push_back(add_maker(maker));
        for (int i = 0; i < lots_each; ++i) {
            Planned planned;
            planned.lot = "V" + std::to_string(i);
            // 6,666 or 6,667 a lot: two million in all.
            auto const n = static_cast<std::int64_t>(season.size());
            auto const count = stamps * (n + 1) / 300 - stamps * n / 300;
            planned.order = order_for(maker, planned.lot, count);
            planned.one_is_lost = below(10) == 0;
            live(planned);
            by_maker[ids.back()] += planned.expected;
            all += planned.expected;
            season.push_back(planned);
        }
    }
    BOOST_TEST(all.issued == stamps);
    int planted = 0;
    int found = 0;
    for (auto const& each : season) {
        auto const made = terms(each.order);
        BOOST_TEST(text(made) == text(each.expected));
        auto const lot = registry::lot_key(each.order.gtin, each.lot);
        auto const of_lot = reconcile_lot(*store().snapshot(), lot);
        BOOST_TEST(text(*of_lot) == text(each.expected));
        planted += each.one_is_lost ? 1 : 0;
        found += of_lot->unaccounted == 1 ? 1 : 0;
        BOOST_TEST((of_lot->unaccounted != 0) == each.one_is_lost);
    }
    BOOST_TEST(planted > 10);
    BOOST_TEST(found == planted);
    Reconciliation sum;
    for (std::size_t maker = 0; maker < ids.size(); ++maker) {
        auto const& id = ids[maker];
        auto const made = reconcile_producer(*store().snapshot(), id);
        BOOST_TEST(text(*made) == text(by_maker[id]));
        auto const quota = "25-08620-" + std::to_string(100 + maker) + "-2026:2026";
        BOOST_TEST(text(*reconcile_producer(*store().snapshot(), id, quota)) == text(*made));
        BOOST_TEST(reconcile_producer(*store().snapshot(), id, "other")->issued == 0);
        sum += *made;
    }
    check_closed(sum);
    BOOST_TEST(text(sum) == text(all));
    BOOST_TEST(sum.unaccounted == planted);
}

BOOST_FIXTURE_TEST_CASE(the_books_close_whatever_moves_were_made, Fixture) {
    auto const order = issued(test::new_order(40));
    std::uint32_t state = 3;
    auto const below = [&](std::int64_t bound) {
        state = state * 1664525u + 1013904223u;
        return static_cast<std::int64_t>(state >> 8) % bound;
    };
    auto const states = test::all_of<StampState>();
    for (int i = 0; i < 300; ++i) {
        auto const to =
            states[static_cast<std::size_t>(below(static_cast<std::int64_t>(states.size())))];
        auto const first = 1 + below(40);
        static_cast<void>(
            run(moving(order, to, {{first, std::min<std::int64_t>(40, first + below(3))}}))
        );
        BOOST_TEST(terms(order).issued == 40);
    }
}

BOOST_FIXTURE_TEST_CASE(a_loss_that_is_reported_is_accounted_for_at_the_next_count, Fixture) {
    auto const order = printed(test::new_order(10));
    must(reporting(order.id, received, 1, 10));
    must(counting(order.id, 9));
    BOOST_TEST(terms(order).unaccounted == 1);
    must(reporting(order.id, lost, 10, 10));
    must(counting(order.id, 9));
    BOOST_TEST(terms(order).unaccounted == 0);
    BOOST_TEST(terms(order).missing == 0);
    BOOST_TEST(refusal(counting(order.id, 11)) == "malformed request_invalid /on_hand");
    BOOST_TEST(refusal(counting(order.id, -1)) == "malformed request_invalid /on_hand");
    BOOST_TEST(refusal(counting("none", 1)) == "not_found order_not_found");
}

BOOST_FIXTURE_TEST_CASE(one_too_many_does_not_make_up_for_one_too_few, Fixture) {
    auto const short_one = printed(test::new_order(10));
    auto const long_one = printed(test::new_order(10));
    for (auto const& order : {short_one, long_one}) {
        must(reporting(order.id, received, 1, 8));
    }
    must(counting(short_one.id, 7));
    must(counting(long_one.id, 9));
    auto const sum = reconcile_producer(*store().snapshot(), short_one.producer);
    BOOST_TEST(sum->unaccounted == 0);
    BOOST_TEST(sum->missing == 1);
    BOOST_TEST(sum->surplus == 1);
}

BOOST_FIXTURE_TEST_CASE(stamps_never_activated_lapse_ninety_days_after_their_lot_closed, Fixture) {
    auto const order = issued(test::new_order(10));
    must(moving(order, StampState::printed, {{1, 8}}));
    must(activating(order.id, 1, 5));
    must(closing());
    BOOST_TEST(refusal(closing()) == "conflict lot_closed ");
    BOOST_TEST(refusal(requesting(test::new_order(1))) == "refused lot_closed /lot");
    clock().advance_ms(90 * day_ms - 1);
    BOOST_TEST(lapse_all() == 0);
    clock().advance_ms(1);
    BOOST_TEST(lapse_all() == 5);
    auto const made = terms(order);
    BOOST_TEST(made.activated == 5);
    BOOST_TEST(made.lapsed == 3);
    BOOST_TEST(made.cancelled == 2);  // never on paper
    BOOST_TEST(lapse_all() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_closed_lot_gets_no_stamps_at_any_step, Fixture) {
    auto const requested = must(requesting(test::new_order(1))).id;
    auto const waiting = approved(test::new_order(1)).id;
    must(closing());
    BOOST_TEST(refusal(approving(requested)) == "refused lot_closed /lot");
    BOOST_TEST(refusal(issuing(waiting)) == "refused lot_closed /lot");
}

BOOST_FIXTURE_TEST_CASE(stamps_that_were_active_when_issued_do_not_lapse, Fixture) {
    auto request = test::new_order(3);
    request.active_when_issued = true;
    auto const order = printed(request);
    must(closing());
    clock().advance_ms(91 * day_ms);
    BOOST_TEST(lapse_all() == 0);
    BOOST_TEST(terms(order).in_stock == 3);
}

BOOST_FIXTURE_TEST_CASE(many_ranges_lapse_in_bounded_steps, Fixture) {
    auto const order = printed(test::new_order(6'000));
    for (std::int64_t at = 1; at <= 6'000; at += 2'000) {
        std::vector<Positions> every_other;
        for (auto each = at; each < at + 2'000; each += 2) {
            every_other.push_back({each, each});
        }
        must(moving(order, activated, every_other));
    }
    must(closing());
    clock().advance_ms(90 * day_ms);
    BOOST_TEST(lapse_all() == 3'000);
    BOOST_TEST(terms(order).lapsed == 3'000);
}

BOOST_FIXTURE_TEST_CASE(two_persons_of_different_units_destroy_stamps, Fixture) {
    auto const order = printed(test::new_order(10));
    auto const proposing = [&](NewDestruction const& request) {
        return [=, this](Transaction& tx) {
            return propose_destruction(tx, who, random, request, {});
        };
    };
    auto const confirming_by = [&](std::string const& id, accounts::Principal const& by) {
        return [=](Transaction& tx) { return confirm_destruction(tx, by, id); };
    };
    NewDestruction request;
    request.order = order.id;
    request.positions = "3-5";
    request.reason = "in lem";
    BOOST_TEST(refusal(proposing(request)) == "malformed request_invalid /method");
    request.method = "cắt vụn";
    auto const made = must(proposing(request));
    BOOST_TEST(!made.destroyed_at.has_value());
    BOOST_TEST(terms(order).destroyed == 0);
    BOOST_TEST(refusal(confirming_by(made.id, who)) == "refused own_request ");
    auto near = approver;
    near.unit = who.unit;
    BOOST_TEST(refusal(confirming_by(made.id, near)) == "refused same_unit ");
    // Meanwhile one of them is put on a pack and opened: it cannot be destroyed any more.
    must(moving(order, activated, {{5, 5}}));
    must(moving(order, opened, {{5, 5}}));
    BOOST_TEST(refusal(confirming_by(made.id, approver)) == "conflict stamp_state /positions");
    request.positions = "3-4";
    auto const again = must(proposing(request));
    BOOST_TEST(must(confirming_by(again.id, approver)).destroyed_at.has_value());
    BOOST_TEST(terms(order).destroyed == 2);
    BOOST_TEST(refusal(confirming_by(again.id, approver)) == "conflict confirmed_already");
    auto const page = moves_of(*store().snapshot(), order, {}, 100);
    BOOST_TEST(page->moves.back().basis.value() == "destruction:" + again.id);
    // Named as the move will name them.
    request.positions = "9, 7, 10-10";
    BOOST_TEST((must(proposing(request)).positions == std::vector<Positions>{{7, 7}, {9, 10}}));
    request.order = "none";
    BOOST_TEST(refusal(proposing(request)) == "refused order_unknown /order");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::stamps
