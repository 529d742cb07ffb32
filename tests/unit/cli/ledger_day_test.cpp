#include "cli/ledger_day.hpp"

#include "alerts/alert.hpp"
#include "orders.hpp"
#include "stamps/lapse.hpp"
#include "stamps/recipients.hpp"
#include "stamps/reconciliation.hpp"

namespace ocop::cli {

namespace {

using store::Transaction;

constexpr std::int64_t day_ms = 86'400'000;

struct Fixture : test::OrderFixture {
    // As the workers do, slice by slice to the end.
    void run_day() {
        jobs::Job job;
        job.state = json::object();
        auto const step = ledger_day_step(store(), clock(), policy);
        for (bool finished = false; !finished;) {
            auto slice = step(job);
            BOOST_TEST_REQUIRE(test::reason_of(slice) == "");
            if (slice->work) {
                auto const done = transact_now(store(), slice->work);
                BOOST_TEST_REQUIRE(test::reason_of(done) == "");
            }
            job.state = slice->state;
            finished = slice->finished;
        }
    }

    // "stock_missing order 1" of each open alert, by time.
    std::vector<std::string> alerts_now() {
        std::vector<std::string> out;
        auto const page = alerts::list(*store().snapshot(), who, {}, {}, 100);
        BOOST_TEST_REQUIRE(test::reason_of(page) == "");
        for (auto const& alert : page->alerts) {
            out.push_back(
                std::string(boost::describe::enum_to_string(alert.rule, "?")) + " " +
                alert.order.value_or("") + " " + std::to_string(alert.figures.back().value)
            );
        }
        return out;
    }

    void count(stamps::StampOrder const& order, std::int64_t on_hand) {
        must([&](Transaction& tx) {
            return stamps::take_stock(tx, who, order.id, {on_hand, {}, {}});
        });
    }

    void close_lot() {
        must([&](Transaction& tx) {
            return stamps::close_lot(tx, who, policy, registry::lot_key(test::item_gtin, "L1"));
        });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ledger_day)

BOOST_FIXTURE_TEST_CASE(what_is_on_hand_by_the_books_and_was_not_counted_is_an_alert, Fixture) {
    auto const whole = printed(test::new_order(10));
    auto const short_of_one = printed(test::new_order(10));
    for (auto const& order : {whole, short_of_one}) {
        must(reporting(order.id, stamps::StampState::received, 1, 10));
    }
    count(whole, 10);
    count(short_of_one, 9);
    run_day();
    std::vector<std::string> const expected{"stock_missing " + short_of_one.id + " 1"};
    BOOST_TEST(alerts_now() == expected, boost::test_tools::per_element());
    run_day();
    BOOST_TEST(alerts_now() == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_closed_lot_that_nobody_counted_within_thirty_days_is_an_alert, Fixture) {
    auto const order = printed(test::new_order(10));
    auto const counted = printed(test::new_order(10));
    must(reporting(order.id, stamps::StampState::received, 1, 4));
    close_lot();
    count(counted, 0);
    clock().advance_ms(29 * day_ms);
    run_day();
    BOOST_TEST(alerts_now().empty());
    clock().advance_ms(day_ms);
    run_day();
    std::vector<std::string> const expected{"stock_uncounted " + order.id + " 4"};
    BOOST_TEST(alerts_now() == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(stamps_lapse_on_the_day_they_are_due, Fixture) {
    auto const order = printed(test::new_order(10));
    close_lot();
    count(order, 0);
    clock().advance_ms(policy.lapse_days * day_ms);
    run_day();
    auto const books = stamps::reconcile(*store().snapshot(), order);
    BOOST_TEST(books->lapsed == 10);
}

BOOST_FIXTURE_TEST_CASE(the_public_list_says_who_received_how_many, Fixture) {
    run_day();
    auto const none = stamps::list_recipients(*store().snapshot(), {}, 10);
    BOOST_TEST(none->rows.empty());
    auto const order = printed(test::new_order(10));
    must(reporting(order.id, stamps::StampState::received, 1, 4));
    clock().advance_ms(day_ms);
    run_day();
    auto const page = stamps::list_recipients(*store().snapshot(), {}, 10);
    BOOST_TEST_REQUIRE(page->rows.size() == 1U);
    auto const& row = page->rows.front();
    BOOST_TEST(row.producer == producer);
    BOOST_TEST(row.issued == 10);
    BOOST_TEST(row.printed == 10);
    BOOST_TEST(row.received == 4);
    BOOST_TEST((row.as_of == legal_day(clock().now())));
    BOOST_TEST(!page->next.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::cli
