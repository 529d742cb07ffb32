#include "alerts/unissued.hpp"

#include "orders.hpp"

namespace ocop::alerts {

namespace {

struct Fixture : test::RegisterFixture {
    void look() {
        auto const keys = unissued.take();
        must([&](store::Transaction& tx) -> Result<int> {
            auto const done = raise_unissued(tx, keys);
            return done ? Result<int>(0) : done.error();
        });
    }

    std::vector<Alert> alerts(accounts::Principal const& by) {
        return list(*store().snapshot(), by, {}, {}, 100).value().alerts;
    }

    checks::Unissued unissued;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(unissued)

BOOST_FIXTURE_TEST_CASE(however_many_stamps_are_met_there_is_one_alert_a_key, Fixture) {
    for (int i = 0; i < 5'000; ++i) {
        for (auto const* kid : {"01", "02"}) {
            unissued.met({kid, "G", "L1", std::to_string(1'000'000'000 + i)}, i % 2 == 0);
        }
        if (i % 1'000 == 0) look();
    }
    look();
    auto const all = alerts(who);
    BOOST_TEST_REQUIRE(all.size() == 2U);
    for (auto const& alert : all) {
        BOOST_TEST((alert.rule == Rule::key_compromise));
        BOOST_TEST((alert.figures.at(0) == Figure{"scans", 5'000}));
        BOOST_TEST((alert.figures.at(1) == Figure{"scans_in_other_orders", 2'500}));
        BOOST_TEST(alert.stamps.size() == stamps_max);
        BOOST_TEST(alert.stamps.at(0) == "G:L1:1000000000");
    }
    auto const before = contents();
    look();
    BOOST_TEST((contents() == before));
}

BOOST_FIXTURE_TEST_CASE(after_a_closing_one_more_may_come_each_day, Fixture) {
    std::size_t most = 0;
    for (int day = 0; day < 3; ++day) {
        for (int hour = 0; hour < 20; ++hour) {
            unissued.met({"01", "G", "L1", "0123456789"}, false);
            look();
            for (auto const& alert : alerts(who)) {
                if (alert.state == State::open) {
                    must([&](store::Transaction& tx) {
                        return close(tx, who, alert.id, {Outcome::confirmed, "Đã thu hồi khóa"});
                    });
                }
            }
        }
        BOOST_TEST(alerts(who).size() == ++most);
        clock().advance_ms(86'400'000);
    }
}

BOOST_FIXTURE_TEST_CASE(after_a_closing_another_stamp_is_told_of_at_once, Fixture) {
    unissued.met({"01", "G", "L1", "0123456789"}, false);
    look();
    must([&](store::Transaction& tx) {
        return close(tx, who, alerts(who).at(0).id, {Outcome::harmless, "Bản in thử"});
    });
    unissued.met({"01", "G", "L1", "0123456789"}, false);
    look();
    BOOST_TEST(alerts(who).size() == 1U);
    clock().advance_ms(1);
    unissued.met({"01", "G", "L2", "1234567890"}, false);
    look();
    BOOST_TEST(alerts(who).size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(it_is_for_who_reaches_all, Fixture) {
    unissued.met({"01", test::item_gtin, "L1", "0123456789"}, false);
    look();
    BOOST_TEST(alerts(who).size() == 1U);
    accounts::Principal owner;
    owner.reach = accounts::Reach::own;
    owner.producer = producer;
    BOOST_TEST(alerts(owner).empty());
    accounts::Principal commune;
    commune.reach = accounts::Reach::commune;
    commune.commune = "08620";
    BOOST_TEST(alerts(commune).empty());
}

BOOST_AUTO_TEST_CASE(what_is_kept_between_two_looks_is_bounded_and_put_back_whole) {
    checks::Unissued unissued;
    for (int kid = 0; kid < 100; ++kid) {
        for (int i = 0; i < 100; ++i) {
            unissued.met({std::to_string(kid), "G", "L1", std::to_string(i)}, false);
        }
    }
    auto const taken = unissued.take();
    BOOST_TEST(taken.size() == checks::Unissued::keys_max);
    BOOST_TEST(taken.begin()->second.stamps.size() == checks::Unissued::stamps_max);
    BOOST_TEST(taken.begin()->second.met == 100U);
    BOOST_TEST(unissued.take().empty());
    unissued.put_back(taken);
    BOOST_TEST(unissued.take().size() == taken.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::alerts
