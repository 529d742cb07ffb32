#include "store/temporary_store.hpp"

#include <ocop/base/encoding.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <thread>

using namespace ocop;
using namespace ocop::store;

namespace {

// value() throws on a failed read: Boost.Test's macros are for one thread at a time.
int number(Reader const& reader, std::string_view key) {
    auto const found = reader.get(Space::accounts, key).value();
    return found ? static_cast<int>(parse_decimal(*found, 100'000).value()) : 0;
}

void set_number(Transaction& tx, std::string_view key, int value) {
    tx.put(Space::accounts, key, std::to_string(value));
}

template <class Body>
void in_threads(int count, Body const& body) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&body, i] { body(i); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

int count_keys(Reader const& reader, std::string_view prefix) {
    int count = 0;
    reader
        .scan(
            Space::accounts,
            prefix,
            "",
            [&count](auto, auto) {
                ++count;
                return true;
            }
        )
        .value();
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(serialisability)

BOOST_AUTO_TEST_CASE(no_increment_is_lost) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    in_threads(8, [&store](int) {
        for (int i = 0; i < 100; ++i) {
            transact_now(store, [](Transaction& tx) {
                set_number(tx, "counter", number(tx, "counter") + 1);
                return Result<void>();
            }).value();
        }
    });
    BOOST_TEST(number(*store.snapshot(), "counter") == 800);
}

BOOST_AUTO_TEST_CASE(every_snapshot_sees_whole_transfers) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    constexpr int accounts = 6;
    auto const opened = transact_now(store, [](Transaction& tx) {
        for (int i = 0; i < accounts; ++i) {
            set_number(tx, std::to_string(i), 100);
        }
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::slug_of(opened) == "");
    std::atomic<int> refused = 0;
    std::atomic<int> torn = 0;
    in_threads(6, [&](int thread) {
        std::mt19937 random(static_cast<unsigned>(thread));
        for (int i = 0; i < 100; ++i) {
            auto const from = std::to_string(random() % accounts);
            auto const to = std::to_string(random() % accounts);
            auto const amount = static_cast<int>(random() % 80);
            auto const done = transact_now(store, [&](Transaction& tx) -> Result<void> {
                set_number(tx, from, number(tx, from) - amount);
                set_number(tx, to, number(tx, to) + amount);
                bool const covered = number(tx, from) >= 0;
                return covered ? Result<void>() : Error(Errc::refused, "no_money");
            });
            refused += done ? 0 : 1;
            auto const snapshot = store.snapshot();
            int sum = 0;
            for (int k = 0; k < accounts; ++k) {
                auto const balance = number(*snapshot, std::to_string(k));
                torn += balance < 0 ? 1 : 0;
                sum += balance;
            }
            torn += sum != 100 * accounts ? 1 : 0;
        }
    });
    BOOST_TEST(refused > 0);
    BOOST_TEST(torn == 0);
}

// Two on call, each may go only while the other stays: under snapshot isolation both leave.
BOOST_AUTO_TEST_CASE(write_skew_cannot_happen) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    for (int round = 0; round < 40; ++round) {
        auto const reset = transact_now(store, [](Transaction& tx) {
            set_number(tx, "on_call/0", 1);
            set_number(tx, "on_call/1", 1);
            return Result<void>();
        });
        BOOST_TEST_REQUIRE(test::slug_of(reset) == "");
        std::atomic<int> gone = 0;
        in_threads(2, [&](int who) {
            auto const left = transact_now(store, [who](Transaction& tx) -> Result<void> {
                if (number(tx, "on_call/0") + number(tx, "on_call/1") < 2) {
                    return Error(Errc::refused, "last_one");
                }
                set_number(tx, "on_call/" + std::to_string(who), 0);
                return {};
            });
            gone += left ? 1 : 0;
        });
        BOOST_TEST(gone == 1);
        auto const snapshot = store.snapshot();
        BOOST_TEST(number(*snapshot, "on_call/0") + number(*snapshot, "on_call/1") == 1);
    }
}

// A rule over a range ("at most ten") against writers that add keys nobody has read.
BOOST_AUTO_TEST_CASE(phantoms_cannot_happen) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    std::atomic<int> accepted = 0;
    in_threads(8, [&](int thread) {
        for (int i = 0; i < 10; ++i) {
            auto const done = transact_now(store, [&](Transaction& tx) -> Result<void> {
                if (count_keys(tx, "slot/") >= 10) {
                    return Error(Errc::refused, "full");
                }
                set_number(tx, "slot/" + std::to_string(thread) + "/" + std::to_string(i), 1);
                return {};
            });
            accepted += done ? 1 : 0;
        }
    });
    BOOST_TEST(accepted == 10);
    BOOST_TEST(count_keys(*store.snapshot(), "slot/") == 10);
}

// A unique name: of many that insert it if absent, one wins.
BOOST_AUTO_TEST_CASE(an_absent_key_is_taken_once) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    std::atomic<int> winners = 0;
    in_threads(8, [&](int thread) {
        for (int i = 0; i < 20; ++i) {
            auto const key = "name/" + std::to_string(i);
            auto const done = transact_now(store, [&](Transaction& tx) -> Result<void> {
                if (number(tx, key) != 0) {
                    return Error(Errc::conflict, "taken");
                }
                set_number(tx, key, thread + 1);
                return {};
            });
            winners += done ? 1 : 0;
        }
    });
    BOOST_TEST(winners == 20);
}

BOOST_AUTO_TEST_SUITE_END()
