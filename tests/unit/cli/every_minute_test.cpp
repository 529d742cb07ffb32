#include "cli/every_minute.hpp"

#include "checks/checks.hpp"
#include "orders.hpp"
#include "pins/pins.hpp"

#include <fstream>
#include <thread>

namespace ocop::cli {

namespace {

class NoLog final : public http::Log {
  public:
    void write(http::LogLevel, std::string_view, std::span<http::LogField const>) override {}
};

struct Fixture : test::OrderFixture {
    Fixture() {
        serials.add(0, crypto::AesKey{1, 2, 3});
        order = issued(test::new_order(20));
        std::filesystem::create_directory(desk.folder);
    }

    MinuteParts parts() {
        return {store(), serials, openings, unissued, clock(), random, log, desk};
    }

    // Waits for an alert of the rule.
    alerts::Alert wait_for(alerts::Rule rule) {
        alerts::Filter filter;
        filter.rule = rule;
        for (;;) {
            auto const page = alerts::list(*store().snapshot(), who, filter, {}, 10);
            BOOST_TEST_REQUIRE(test::reason_of(page) == "");
            if (!page->alerts.empty()) return page->alerts.front();
            std::this_thread::yield();
        }
    }

    std::size_t keys() {
        std::size_t out = 0;
        auto const scanned =
            store().snapshot()->scan(store::Space::checks, "k", "", [&](auto, auto) {
                ++out;
                return true;
            });
        BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
        return out;
    }

    stamp::SerialKeys serials;
    checks::Openings openings;
    checks::Unissued unissued;
    NoLog log;
    prints::Desk const desk{
        *sheets::Font::load(sheets::font_path), {}, "id.ocop.vn", temporary.path() / "prints"};
    stamps::StampOrder order;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(every_minute)

BOOST_FIXTURE_TEST_CASE(it_makes_the_days_key_at_once_and_writes_openings_at_the_end, Fixture) {
    {
        EveryMinute const minutes(parts(), std::chrono::hours(1));
        while (keys() < 2)
            std::this_thread::yield();
        // The key is in the store a moment before it is in memory.
        while (openings.missed() < 1'000'000) {
            auto const before = openings.missed();
            openings.opened(clock().now(), "G:L1", {"192.0.2.1", "agent"});
            if (openings.missed() == before) break;
        }
        BOOST_TEST(checks::openings_of_lot(*store().snapshot(), "G", "L1").value() == 0U);
    }
    BOOST_TEST(checks::openings_of_lot(*store().snapshot(), "G", "L1").value() == 1U);
}

BOOST_FIXTURE_TEST_CASE(it_looks_at_the_checks_that_came, Fixture) {
    for (int phone = 0; phone < 6; ++phone) {
        must([&](store::Transaction& tx) {
            checks::NewCheck check;
            check.position = {0, order.range->first};
            check.token = std::to_string(phone);
            check.visitor = {std::to_string(phone), "agent"};
            return checks::record_check(tx, check);
        });
    }
    EveryMinute const minutes(parts(), std::chrono::milliseconds(1));
    for (;;) {
        auto const page = alerts::list(*store().snapshot(), who, {}, {}, 10);
        BOOST_TEST_REQUIRE(test::reason_of(page) == "");
        if (!page->alerts.empty()) break;
        std::this_thread::yield();
    }
}

BOOST_FIXTURE_TEST_CASE(a_look_at_a_stamp_not_reported_as_applied_tells_its_producer, Fixture) {
    openings.opened_inactive({0, order.range->first + 2});
    openings.opened_inactive({0, order.range->first + 2});
    EveryMinute const minutes(parts(), std::chrono::milliseconds(1));
    for (;;) {
        auto const page = alerts::list(*store().snapshot(), who, {}, {}, 10);
        BOOST_TEST_REQUIRE(test::reason_of(page) == "");
        if (!page->alerts.empty()) {
            auto const& alert = page->alerts.front();
            BOOST_TEST((alert.rule == alerts::Rule::first_opening));
            BOOST_TEST(alert.producer == producer);
            auto const serial = serials.serial_of({0, order.range->first + 2});
            BOOST_TEST(alert.subject == "stamp:" + stamp::format_serial(*serial));
            break;
        }
        std::this_thread::yield();
    }
}

BOOST_FIXTURE_TEST_CASE(what_was_never_issued_and_is_well_signed_is_told_of_its_key, Fixture) {
    unissued.met({"01", "G", "L1", "0123456789"}, false);
    EveryMinute const minutes(parts(), std::chrono::milliseconds(1));
    auto const alert = wait_for(alerts::Rule::key_compromise);
    BOOST_TEST(alert.subject == "key:01");
    BOOST_TEST(alert.producer == "");
    BOOST_TEST(alert.stamps.at(0) == "G:L1:0123456789");
}

BOOST_FIXTURE_TEST_CASE(guesses_of_yesterdays_last_minutes_are_told_after_midnight, Fixture) {
    for (std::uint32_t n = 0; n <= pins::tries_of_stamp; ++n) {
        must([&](store::Transaction& tx) {
            pins::NewTry wrong;
            wrong.position = {0, order.range->first};
            wrong.token = std::to_string(n);
            wrong.client = {std::to_string(n), "agent"};
            return pins::record_try(tx, wrong);
        });
    }
    clock().advance_ms(86'400'000);
    EveryMinute const minutes(parts(), std::chrono::milliseconds(1));
    auto const alert = wait_for(alerts::Rule::pin_guesses);
    BOOST_TEST(alert.figures.at(0).value == pins::tries_of_stamp + 1);
    must([&](store::Transaction& tx) {
        return alerts::close(tx, who, alert.id, {checks::Outcome::unclear, "Đã xem"});
    });
    // As after a restart: what was closed is not raised again for yesterday.
    EveryMinute const again(parts(), std::chrono::milliseconds(1));
    unissued.met({"01", "G", "L1", "0123456789"}, false);
    wait_for(alerts::Rule::key_compromise);  // that a whole look was made
    alerts::Filter open;
    open.rule = alerts::Rule::pin_guesses;
    open.state = alerts::State::open;
    BOOST_TEST(alerts::list(*store().snapshot(), who, open, {}, 10)->alerts.empty());
}

BOOST_AUTO_TEST_CASE(what_is_told_of_between_two_looks_is_bounded) {
    checks::Openings openings;
    for (std::uint64_t i = 0; i < 3 * checks::Openings::inactive_max; ++i) {
        openings.opened_inactive({0, i});
    }
    BOOST_TEST(openings.take_inactive().size() == checks::Openings::inactive_max);
    BOOST_TEST(openings.take_inactive().empty());
}

BOOST_FIXTURE_TEST_CASE(files_of_no_print_run_go_within_the_minute, Fixture) {
    auto const file = desk.folder / "nobody.file";
    std::ofstream(file) << "x";
    EveryMinute const minutes(parts(), std::chrono::hours(1));
    while (std::filesystem::exists(file)) {
        std::this_thread::yield();
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::cli
