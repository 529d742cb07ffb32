#include "checks/openings.hpp"

#include "fixture.hpp"

#include <atomic>
#include <set>
#include <thread>

namespace ocop::checks {

namespace {

struct Fixture : test::ServiceFixture {
    explicit Fixture(OpeningLimits limits = {}) : openings(limits) { write(); }

    void write() {
        auto const done = openings.write(store(), random, clock().now());
        BOOST_TEST_REQUIRE(test::reason_of(done) == "");
    }

    void open(int visitor, std::string const& lot = "G:L1") {
        Visitor const caller{"192.0.2." + std::to_string(visitor), "agent"};
        openings.opened(clock().now(), lot, caller);
    }

    std::uint64_t of_lot(std::string const& lot = "L1") {
        return openings_of_lot(*store().snapshot(), "G", lot).value();
    }

    // Sketches that are kept, of every day.
    std::size_t sketches() {
        std::size_t out = 0;
        auto const scanned =
            store().snapshot()->scan(store::Space::checks, "o", "", [&](auto, auto) {
                ++out;
                return true;
            });
        BOOST_TEST_REQUIRE(test::reason_of(scanned) == "");
        return out;
    }

    void next_day() { clock().advance_ms(86'400'000); }

    Openings openings;
};

struct SmallFixture : Fixture {
    SmallFixture() : Fixture({.lots = 32}) {}
};

}  // namespace

BOOST_AUTO_TEST_SUITE(openings)

BOOST_FIXTURE_TEST_CASE(a_client_is_counted_once_a_day_for_the_lot, Fixture) {
    for (int again = 0; again < 3; ++again) {
        open(1);
        open(2);
        open(1, "G:L3");
        write();
    }
    BOOST_TEST(of_lot() == 2U);
    BOOST_TEST(of_lot("L3") == 1U);
    BOOST_TEST(of_lot("L2") == 0U);
    next_day();
    write();
    open(1);
    write();
    BOOST_TEST(of_lot() == 3U);
    BOOST_TEST(openings.missed() == 0U);
}

BOOST_FIXTURE_TEST_CASE(nothing_is_stored_until_it_is_written, Fixture) {
    auto const before = contents();
    open(1);
    BOOST_TEST((contents() == before));
    write();
    BOOST_TEST(of_lot() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_restart_does_not_count_the_lots_clients_again, Fixture) {
    open(1);
    write();
    Openings other;
    BOOST_TEST(test::reason_of(other.write(store(), random, clock().now())) == "");
    other.opened(clock().now(), "G:L1", {"192.0.2.1", "agent"});
    other.opened(clock().now(), "G:L1", {"192.0.2.2", "agent"});
    BOOST_TEST(test::reason_of(other.write(store(), random, clock().now())) == "");
    BOOST_TEST(of_lot() == 2U);
}

BOOST_FIXTURE_TEST_CASE(the_keys_and_sketches_of_a_day_go_with_it, Fixture) {
    open(1);
    write();
    std::set<std::string> values;
    for (auto const& [key, value] : contents())
        values.insert(value);
    next_day();
    open(1);
    write();
    std::size_t keys = 0;
    std::size_t sketches = 0;
    auto const today = day_number(legal_day(clock().now()));
    auto const scanned = store().snapshot()->scan(
        store::Space::checks,
        "",
        "",
        [&](std::string_view key, std::string_view) {
            bool const dated = key[0] == 'k' || key[0] == 'o';
            BOOST_TEST((!dated || ByteReader(key.substr(1)).u16() >= today));
            keys += key[0] == 'k' ? 1 : 0;
            sketches += key[0] == 'o' ? 1 : 0;
            return true;
        }
    );
    BOOST_TEST(test::reason_of(scanned) == "");
    BOOST_TEST(keys == 2U);  // today's and tomorrow's
    BOOST_TEST(sketches == 1U);
    BOOST_TEST(of_lot() == 2U);
}

BOOST_AUTO_TEST_CASE(without_a_key_an_opening_is_missed) {
    Openings openings;
    openings.opened({0}, "G:L1", {"192.0.2.1", "agent"});
    BOOST_TEST(openings.missed() == 1U);
}

BOOST_FIXTURE_TEST_CASE(sketches_of_a_full_day_go_over_the_next_minutes, Fixture) {
    auto const day = day_number(legal_day(clock().now()));
    constexpr std::size_t count = 2 * Openings::erased_at_once + 100;
    must([&](store::Transaction& tx) -> Result<int> {
        for (std::size_t i = 0; i < count; ++i) {
            auto const lot = "G:" + std::to_string(i);
            tx.put(store::Space::checks, ByteWriter().u8('o').u16(day).text(lot).take(), "\1");
        }
        return 0;
    });
    write();
    BOOST_TEST(sketches() == count);
    next_day();
    for (auto left : {count - Openings::erased_at_once, std::size_t{100}, std::size_t{0}}) {
        write();
        BOOST_TEST(sketches() == left);
    }
    // And of a process that ended in between the next one's.
    must([&](store::Transaction& tx) -> Result<int> {
        tx.put(store::Space::checks, ByteWriter().u8('o').u16(day).text("G:1").take(), "\1");
        return 0;
    });
    Openings other;
    BOOST_TEST(test::reason_of(other.write(store(), random, clock().now())) == "");
    BOOST_TEST(sketches() == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_flood_finds_its_bounds_and_the_rest_is_missed, SmallFixture) {
    for (int lot = 0; lot < 400; ++lot) {
        open(1, "G:L" + std::to_string(lot));
    }
    write();
    std::uint64_t lots = 0;
    for (int lot = 0; lot < 400; ++lot) {
        lots += of_lot("L" + std::to_string(lot));
    }
    BOOST_TEST(lots == 32U);
    BOOST_TEST(openings.missed() == 400U - 32U);
    // One that has its place keeps it, and when it was written there is room again.
    for (int visitor = 100; visitor < 200; ++visitor) {
        open(visitor, "G:L399");
    }
    write();
    BOOST_TEST(of_lot("L399") > 90U);
}

BOOST_FIXTURE_TEST_CASE(threads_and_a_writer_lose_no_client, Fixture) {
    constexpr int threads = 4;
    constexpr int visitors = 500;
    std::atomic<int> left = threads;
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
            for (int i = 0; i < visitors; ++i) {
                Visitor const caller{
                    "10.0." + std::to_string(t) + "." + std::to_string(i), "agent"};
                openings.opened(clock().now(), "G:L" + std::to_string(i % 7), caller);
            }
            --left;
        });
    }
    while (left > 0)
        write();
    for (auto& worker : workers)
        worker.join();
    write();
    std::uint64_t all = 0;
    for (int lot = 0; lot < 7; ++lot) {
        all += of_lot("L" + std::to_string(lot));
    }
    BOOST_TEST(all > 1'750U);
    BOOST_TEST(all < 2'250U);
    BOOST_TEST(openings.missed() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::checks
