#include "cli/every_minute.hpp"

#include "checks/checks.hpp"
#include "orders.hpp"

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

    MinuteParts parts() { return {store(), serials, openings, clock(), random, log, desk}; }

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
        auto const position = stamp::Position{0, order.range->first};
        // The key is in the store a moment before it is in memory.
        while (openings.missed() < 1'000'000) {
            auto const before = openings.missed();
            openings.opened(clock().now(), "G:L1", position, {"192.0.2.1", "agent"});
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
