#include "store/check.hpp"
#include "store/record.hpp"
#include "store/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <future>
#include <mutex>
#include <set>
#include <thread>

using namespace ocop;
using namespace ocop::store;

namespace {

Work logged_write(int number) {
    return [number](Transaction& tx) -> Result<void> {
        auto const key = "k" + std::to_string(number);
        json::object record{{"n", number}, {"pad", std::string(2'000, 'p')}};
        auto const index =
            put_logged(tx, Space::registry, key, test::draft("s:" + key), std::move(record));
        tx.put(Space::stamps, key, std::string(3'000, 's'));
        tx.put(Space::jobs, key, "j");
        return index ? Result<void>() : index.error();
    };
}

std::set<std::string> keys(Reader const& reader, Space space) {
    std::set<std::string> out;
    auto const scanned = reader.scan(space, "", "", [&out](std::string_view key, auto) {
        out.emplace(key);
        return true;
    });
    BOOST_TEST(test::reason_of(scanned) == "");
    return out;
}

// Nothing half there: the spaces and the ledger tell of the same writes. Gives their keys.
std::set<std::string> check_whole(Store const& store) {
    auto const snapshot = store.snapshot();
    auto const written = keys(*snapshot, Space::registry);
    BOOST_TEST((keys(*snapshot, Space::stamps) == written));
    BOOST_TEST((keys(*snapshot, Space::jobs) == written));
    BOOST_TEST(snapshot->ledger_size() == written.size());
    BOOST_TEST(test::reason_of(check_ledger(*snapshot)) == "");
    BOOST_TEST(test::reason_of(check_logged(*snapshot)) == "");
    return written;
}

// Writes from several threads until something fails; gives what was acknowledged.
std::set<std::string> write_until_failure(Store& store, int threads, int each) {
    std::mutex mutex;
    std::set<std::string> acknowledged;
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t) {
        running.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                auto const number = t * 1000 + i;
                if (!transact_now(store, logged_write(number))) {
                    return;
                }
                std::lock_guard const lock(mutex);
                acknowledged.insert("k" + std::to_string(number));
            }
        });
    }
    for (auto& thread : running) {
        thread.join();
    }
    return acknowledged;
}

bool holds_all(std::set<std::string> const& all, std::set<std::string> const& some) {
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fault)

// The power goes at every sync in turn, from the very first of a new store on, and what the disk
// had of the file in question differs. What was acknowledged is there, and nothing is there by
// half.
BOOST_AUTO_TEST_CASE(asvs_2_3_3_a_power_cut_at_any_sync_loses_nothing_acknowledged) {
    int cuts = 0;
    for (int torn = 0; torn < 4; ++torn) {
        bool cut = true;
        for (auto at = static_cast<std::uint64_t>(1 + torn); cut; at += 5) {
            test::FaultEnv env;
            test::TemporaryStore temporary;
            env.faults.keep_unsynced = true;
            env.faults.cut_at = at;
            env.faults.torn = torn;
            auto options = temporary.options();
            options.env = env.env();
            std::set<std::string> acknowledged;
            if (temporary.try_open(std::move(options))) {
                acknowledged = write_until_failure(*temporary.store, 3, 5);
            }
            temporary.close();
            cut = env.faults.power_is_off;
            BOOST_TEST((cut || (acknowledged.size() == 15U && temporary.fatal == "")));
            cuts += cut ? 1 : 0;
            BOOST_TEST_CONTEXT("cut at sync " << at << ", torn " << torn) {
                auto const there = check_whole(temporary.open());
                BOOST_TEST(holds_all(there, acknowledged));
                BOOST_TEST_REQUIRE(
                    test::slug_of(transact_now(*temporary.store, logged_write(9999))) == ""
                );
                BOOST_TEST(check_whole(temporary.open()).size() == there.size() + 1);
            }
        }
    }
    BOOST_TEST(cuts > 30);
}

BOOST_AUTO_TEST_CASE(the_power_may_go_again_while_the_store_recovers) {
    test::FaultEnv first;
    test::TemporaryStore temporary;
    auto options = temporary.options();
    options.env = first.env();
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
    first.faults.keep_unsynced = true;
    first.faults.torn = 2;
    first.faults.cut_at = first.faults.syncs + 9;
    auto const acknowledged = write_until_failure(*temporary.store, 3, 30);
    temporary.close();
    for (std::uint64_t at = 1; at < 40; at += 2) {
        test::FaultEnv again;
        again.faults.keep_unsynced = true;
        again.faults.cut_at = at;
        auto retry = temporary.options();
        retry.env = again.env();
        static_cast<void>(temporary.try_open(std::move(retry)).has_value());
        temporary.close();
    }
    BOOST_TEST(holds_all(check_whole(temporary.open()), acknowledged));
}

BOOST_AUTO_TEST_CASE(an_append_or_sync_that_fails_ends_the_store_and_loses_nothing) {
    for (bool const sync : {false, true}) {
        for (std::uint64_t after = 1; after <= 8; ++after) {
            test::FaultEnv env;
            test::TemporaryStore temporary;
            auto options = temporary.options();
            options.env = env.env();
            BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
            auto& store = *temporary.store;
            auto& count = sync ? env.faults.syncs : env.faults.appends;
            (sync ? env.faults.fail_sync : env.faults.fail_append) = count + after;
            auto const acknowledged = write_until_failure(store, 1, 20);
            BOOST_TEST(acknowledged.size() < 20U);
            BOOST_TEST(!store.ready());
            BOOST_TEST(test::slug_of(transact_now(store, logged_write(1))) == "store_closing");
            BOOST_TEST(holds_all(keys(*store.snapshot(), Space::registry), acknowledged));
            temporary.close();
            BOOST_TEST(temporary.fatal != "");
            BOOST_TEST(holds_all(check_whole(temporary.open()), acknowledged));
        }
    }
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_write_that_failed_half_way_is_told_so) {
    test::FaultEnv env;
    test::TemporaryStore temporary;
    auto options = temporary.options();
    options.env = env.env();
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
    env.faults.fail_sync = env.faults.syncs + 1;
    auto const outcome = transact_now(*temporary.store, logged_write(1));
    BOOST_TEST(test::slug_of(outcome) == "outcome_unknown");
    BOOST_TEST((outcome.error().code == Errc::unknown_outcome));
}

BOOST_AUTO_TEST_CASE(a_full_disk_refuses_until_there_is_space_and_the_store_goes_on) {
    test::FaultEnv env;
    test::TemporaryStore temporary;
    auto options = temporary.options();
    options.env = env.env();
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
    auto& store = *temporary.store;
    BOOST_TEST(test::slug_of(transact_now(store, logged_write(1))) == "");
    env.faults.no_space = true;
    BOOST_TEST(test::slug_of(transact_now(store, logged_write(2))) == "storage_full");
    BOOST_TEST(!store.ready());
    BOOST_TEST(test::slug_of(transact_now(store, logged_write(3))) == "storage_full");
    BOOST_TEST((keys(*store.snapshot(), Space::registry) == std::set<std::string>{"k1"}));
    env.faults.no_space = false;
    std::string outcome;
    do {
        outcome = test::slug_of(transact_now(store, logged_write(4)));
    } while (outcome == "storage_full");
    BOOST_TEST(outcome == "");
    BOOST_TEST(store.ready());
    BOOST_TEST(temporary.fatal == "");
    auto const there = check_whole(store);
    BOOST_TEST(holds_all(there, {"k1", "k4"}));
    BOOST_TEST((check_whole(temporary.open()) == there));
}

BOOST_AUTO_TEST_CASE(too_little_free_space_refuses_before_anything_is_written) {
    test::TemporaryStore temporary;
    auto options = temporary.options();
    options.free_bytes_min = std::uint64_t{1} << 60;
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
    auto& store = *temporary.store;
    BOOST_TEST(!store.ready());
    auto const outcome = transact_now(store, logged_write(1));
    BOOST_TEST(test::slug_of(outcome) == "storage_full");
    BOOST_TEST((outcome.error().code == Errc::storage_full));
    BOOST_TEST(check_whole(store).empty());
    auto const read_only = transact_now(store, [](Transaction&) { return Result<void>(); });
    BOOST_TEST(test::slug_of(read_only) == "");
}

BOOST_AUTO_TEST_CASE(while_the_signer_is_down_writes_are_refused_with_its_error_and_reads_go_on) {
    test::TemporaryStore temporary;
    std::atomic<bool> down = false;
    auto options = temporary.options();
    options.mark.sign = [&down](ByteView message) -> Result<crypto::Ed25519Signature> {
        if (down) {
            return Error(Errc::unavailable, "signer_down");
        }
        return test::mark_key().sign(message);
    };
    BOOST_TEST_REQUIRE(test::reason_of(temporary.try_open(std::move(options))) == "");
    auto& store = *temporary.store;
    BOOST_TEST(test::slug_of(transact_now(store, logged_write(1))) == "");
    down = true;
    BOOST_TEST(test::slug_of(transact_now(store, logged_write(2))) == "signer_down");
    BOOST_TEST((check_whole(store) == std::set<std::string>{"k1"}));
    down = false;
    BOOST_TEST(test::slug_of(transact_now(store, logged_write(3))) == "");
    BOOST_TEST((check_whole(temporary.open()) == std::set<std::string>{"k1", "k3"}));
}

BOOST_AUTO_TEST_SUITE_END()
