#include "alerts/watch.hpp"

#include "alerts/tallies.hpp"
#include "checks/checks.hpp"
#include "orders.hpp"

namespace ocop::alerts {

namespace {

using store::Transaction;

struct Fixture : test::OrderFixture {
    Fixture() {
        serials.add(0, crypto::AesKey{1, 2, 3});
        order = issued(test::new_order(200));
    }

    struct Say {
        std::uint64_t at = 0;  // in the order, from 0
        std::string phone = "a";
        checks::Standing standing = checks::Standing::good;
    };

    void check(Say const& say) {
        must([&](Transaction& tx) {
            checks::NewCheck request;
            request.position = {0, order.range->first + say.at};
            request.standing = say.standing;
            request.token = std::to_string(++tokens);
            request.receipt.gtin = order.gtin;
            request.receipt.lot = order.lot;
            request.visitor = {say.phone, "agent"};
            return checks::record_check(tx, request);
        });
    }

    void look(Watch& by) {
        auto more = by.step();
        while (more && *more)
            more = by.step();
        BOOST_TEST_REQUIRE(test::reason_of(more) == "");
    }

    void look() { look(watch); }

    std::vector<Alert> alerts() {
        auto page = list(*store().snapshot(), who, {}, {}, 100);
        BOOST_TEST_REQUIRE(test::reason_of(page) == "");
        return page->alerts;
    }

    static std::int64_t figure(Alert const& alert, std::string_view name) {
        for (auto const& each : alert.figures) {
            if (each.name == name) return each.value;
        }
        return -1;
    }

    void next_day() { clock().advance_ms(86'400'000); }

    stamp::SerialKeys serials;
    Watch watch{store(), serials};
    stamps::StampOrder order;
    int tokens = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(watch)

BOOST_FIXTURE_TEST_CASE(six_phones_on_one_day_are_told_and_five_are_not, Fixture) {
    for (int phone = 0; phone < 5; ++phone) {
        for (int again = 0; again < 4; ++again)
            check({3, std::to_string(phone)});
    }
    look();
    BOOST_TEST(alerts().empty());
    check({3, "5"});
    look();
    BOOST_TEST_REQUIRE(alerts().size() == 1U);
    auto const alert = alerts()[0];
    auto const serial = stamp::format_serial(*serials.serial_of({0, order.range->first + 3}));
    BOOST_TEST((alert.rule == Rule::many_phones));
    BOOST_TEST(alert.subject == "stamp:" + serial);
    BOOST_TEST(alert.producer == producer);
    BOOST_TEST(alert.order.value() == order.id);
    BOOST_TEST((alert.stamps == std::vector<std::string>{serial}));
    BOOST_TEST(figure(alert, "phones_today") == 6);
}

BOOST_FIXTURE_TEST_CASE(ten_phones_within_seven_days_are_told_and_over_more_days_are_not, Fixture) {
    for (int day = 0; day < 12; ++day) {
        check({3, std::to_string(day)});
        check({4, std::to_string(day)});
        if (day % 2 == 0) check({4, "more " + std::to_string(day)});
        next_day();
    }
    look();
    BOOST_TEST_REQUIRE(alerts().size() == 1U);
    BOOST_TEST(figure(alerts()[0], "phones_in_7_days") >= 10);
    BOOST_TEST(alerts()[0].stamps.at(0) == stamp::format_serial(*serials.serial_of({0, 4})));
}

BOOST_FIXTURE_TEST_CASE(the_same_comes_out_in_one_look_and_in_many_by_many_watches, Fixture) {
    for (int phone = 0; phone < 20; ++phone) {
        check({3, std::to_string(phone)});
        Watch other(store(), serials);  // as after a restart
        look(other);
    }
    BOOST_TEST_REQUIRE(alerts().size() == 1U);
    BOOST_TEST(figure(alerts()[0], "phones_today") >= 13);
    auto const before = contents();
    look();
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(phones_that_sweep_over_many_stamps_are_not_counted, Fixture) {
    for (std::uint64_t stamp = 0; stamp < 200; stamp += 5) {
        for (int phone = 0; phone < 20; ++phone)
            check({stamp, std::to_string(phone)});
    }
    look();
    // But for the first few stamps, where nobody could know.
    for (auto const& alert : alerts()) {
        BOOST_TEST((alert.rule == Rule::many_phones));
        BOOST_TEST(alert.stamps.size() == 1U);
    }
    BOOST_TEST(alerts().size() <= 3U);
    auto const tally = read_stamp(*store().snapshot(), {0, order.range->first + 30}).value();
    BOOST_TEST(tally.phones.empty());
    BOOST_TEST(!tally.on_three);
    BOOST_TEST(read_lot(*store().snapshot(), order.gtin + ":L1").value().on_three == 0U);
    BOOST_TEST(read_pool(*store().snapshot()).value().on_three == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_phone_that_goes_along_a_roll_is_told_and_a_crowd_is_not, Fixture) {
    // A crowd behind one phone's name: 110 of 200, spread as buyers are, so that many windows hold
    // eight.
    for (std::uint64_t i = 0; i < 110; ++i)
        check({i * 61 % 200, "crowd"});
    look();
    BOOST_TEST(alerts().empty());
    for (std::uint64_t i = 0; i < 7; ++i)
        check({100 + i, "roll"});
    look();
    BOOST_TEST(alerts().empty());
    check({107, "roll"});
    look();
    BOOST_TEST_REQUIRE(alerts().size() == 1U);
    BOOST_TEST((alerts()[0].rule == Rule::serial_run));
    BOOST_TEST(alerts()[0].subject == "order:" + order.id);
    BOOST_TEST(figure(alerts()[0], "stamps_in_run") == 8);
}

BOOST_FIXTURE_TEST_CASE(checks_of_stamps_that_should_not_be_sold_are_told, Fixture) {
    check({1, "a", checks::Standing::not_active});
    check({2, "b", checks::Standing::voided});
    check({2, "b", checks::Standing::voided});
    look();
    BOOST_TEST_REQUIRE(alerts().size() == 2U);
    for (auto const& alert : alerts()) {
        bool const early = alert.rule == Rule::before_activation;
        BOOST_TEST((early || alert.rule == Rule::after_void));
        BOOST_TEST((alert.subject.substr(0, 4) == (early ? "lot:" : "stam")));
        BOOST_TEST(alert.revision == 1);
    }
}

BOOST_FIXTURE_TEST_CASE(a_step_takes_no_more_than_its_share, Fixture) {
    must([&](Transaction& tx) -> Result<int> {
        for (int i = 0; i < 1'001; ++i) {
            checks::DayRecord record;
            record.position = {0, order.range->first};
            auto const added = checks::add_day_record(tx, record);
            if (!added) return added.error();
        }
        return 0;
    });
    BOOST_TEST(watch.step().value());
    BOOST_TEST(!watch.step().value());
    BOOST_TEST(!watch.step().value());
}

BOOST_AUTO_TEST_CASE(a_stamps_tally_is_bounded_and_forgets_the_oldest) {
    StampTally tally;
    BOOST_TEST(tally.add({100, 1}));
    BOOST_TEST(!tally.add({100, 1}));
    BOOST_TEST(tally.add({129, 1}));
    BOOST_TEST(tally.phones.size() == 2U);
    BOOST_TEST(tally.add({130, 1}));
    BOOST_TEST(tally.phones.size() == 2U);  // day 100 is over
    BOOST_TEST(tally.phones_since(130) == 1U);
    for (checks::Client client = 0; client < 100; ++client)
        tally.add({131, client});
    BOOST_TEST(tally.phones.size() == phones_max);
    BOOST_TEST((tally.phones.back() == Phone{131, 99}));
    tally.remove({131, 99});
    BOOST_TEST((tally.phones.back() == Phone{131, 98}));
    BOOST_TEST(tally.last_day == 131);
}

BOOST_FIXTURE_TEST_CASE(a_tally_goes_thirty_days_after_its_last_check, Fixture) {
    check({1, "a"});
    look();
    auto const today = legal_day(clock().now());
    auto const old = [&](int days) {
        return old_tallies(*store().snapshot(), {}, 10, add_days(today, days)).value();
    };
    BOOST_TEST(old(29).keys.empty());
    BOOST_TEST_REQUIRE(old(30).keys.size() == 1U);
    auto const erase = [&](int days) {
        auto const done = transact_now(store(), [&](Transaction& tx) {
            return erase_tallies(tx, old(30).keys, add_days(today, days));
        });
        BOOST_TEST_REQUIRE(test::reason_of(done) == "");
    };
    erase(29);  // as if it was checked again meanwhile
    BOOST_TEST(old(30).keys.size() == 1U);
    erase(30);
    BOOST_TEST(old(30).keys.empty());
}

BOOST_FIXTURE_TEST_CASE(a_damaged_tally_is_told, Fixture) {
    check({1, "a"});
    auto const key = ByteWriter().u8('W').u8(0).u64(order.range->first + 1).take();
    test::write_one(store(), store::Space::checks, key, "damaged");
    BOOST_TEST(test::slug_of(watch.step()) == "store_corrupt");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::alerts
