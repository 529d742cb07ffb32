#include "store/check.hpp"
#include "store/record.hpp"
#include "store/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <future>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

using namespace ocop;
using namespace ocop::store;

namespace {

std::string value_of(Reader const& reader, Space space, std::string_view key) {
    auto const found = reader.get(space, key);
    BOOST_TEST_REQUIRE(found.has_value());
    return *found ? **found : "(absent)";
}

// Holds up the commit thread, so that what is queued meanwhile becomes one batch.
class Gate {
  public:
    explicit Gate(Store& store) {
        store.transact(
            [this](Transaction&) {
                entered_.set_value();
                opened_.get_future().wait();
                return Result<void>();
            },
            [](Result<Commit> const&) {}
        );
        entered_.get_future().wait();
    }

    void open() { opened_.set_value(); }

  private:
    std::promise<void> entered_;
    std::promise<void> opened_;
};

// Counts what it was told; waits until all were told.
class Answers {
  public:
    Done next() {
        ++asked_;
        return [this](Result<Commit> result) {
            std::lock_guard const lock(mutex_);
            ++told_[test::slug_of(result)];
            ++count_;
            all_.notify_all();
        };
    }

    std::map<std::string, int> wait() {
        std::unique_lock lock(mutex_);
        all_.wait(lock, [this] { return count_ >= asked_; });
        return told_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable all_;
    std::map<std::string, int> told_;
    int asked_ = 0;
    int count_ = 0;
};

using Model = std::map<std::string, std::string>;

Model scanned(Reader const& reader, std::string_view prefix, std::string_view from) {
    Model out;
    std::string last;
    auto const result = reader.scan(Space::trace, prefix, from, [&](auto key, auto value) {
        BOOST_TEST((out.empty() || last < key));
        last = key;
        out.emplace(key, value);
        return true;
    });
    BOOST_TEST_REQUIRE(result.has_value());
    return out;
}

Model expected(Model const& model, std::string_view prefix, std::string_view from) {
    Model out;
    for (auto const& [key, value] : model) {
        if (key.starts_with(prefix) && key >= from) {
            out.emplace(key, value);
        }
    }
    return out;
}

std::string random_key(std::mt19937& random) {
    std::string key;
    for (auto length = random() % 4; key.size() < length;) {
        key.push_back("\0a\xFF"[random() % 3]);
    }
    return key;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transaction)

BOOST_AUTO_TEST_CASE(what_was_committed_is_there_after_a_reopen) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    auto const commit = transact_now(store, [](Transaction& tx) {
        tx.put(Space::registry, "a", "1");
        tx.put(Space::stamps, "a", "2");
        tx.append(test::draft("s"), {{"x", 1}}, -1);
        return Result<void>();
    });
    BOOST_TEST_REQUIRE(test::reason_of(commit) == "");
    BOOST_TEST(commit->ledger_size == 1);
    BOOST_TEST(commit->at.ms == temporary.clock.now().ms);
    auto const& again = temporary.open();
    auto const snapshot = again.snapshot();
    BOOST_TEST(value_of(*snapshot, Space::registry, "a") == "1");
    BOOST_TEST(value_of(*snapshot, Space::stamps, "a") == "2");
    BOOST_TEST(snapshot->ledger_size() == 1);
}

BOOST_AUTO_TEST_CASE(asvs_2_3_3_what_is_refused_or_throws_leaves_nothing_beside_others_in_a_batch) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    Gate gate(store);
    Answers answers;
    auto write = [&](std::string key, Result<void> end, bool throws) {
        auto work = [=](Transaction& tx) -> Result<void> {
            tx.put(Space::registry, key, "1");
            tx.erase(Space::registry, "good1");
            tx.append(test::draft(key), {{"x", 1}}, -1);
            if (throws) {
                throw std::runtime_error("a bug");
            }
            tx.put(Space::registry, "good1", "1");
            return end;
        };
        store.transact(work, answers.next());
    };
    write("good1", {}, false);
    write("refused", Error(Errc::conflict, "no_quota"), false);
    write("thrown", {}, true);
    write("good2", {}, false);
    gate.open();
    auto const told = answers.wait();
    BOOST_TEST((told == std::map<std::string, int>{{"", 2}, {"no_quota", 1}, {"internal", 1}}));
    auto const snapshot = store.snapshot();
    BOOST_TEST(value_of(*snapshot, Space::registry, "good1") == "1");
    BOOST_TEST(value_of(*snapshot, Space::registry, "good2") == "1");
    BOOST_TEST(value_of(*snapshot, Space::registry, "refused") == "(absent)");
    BOOST_TEST(value_of(*snapshot, Space::registry, "thrown") == "(absent)");
    BOOST_TEST(snapshot->ledger_size() == 2);
    BOOST_TEST(test::reason_of(check_ledger(*snapshot)) == "");
}

BOOST_AUTO_TEST_CASE(a_transaction_reads_what_it_and_those_before_it_in_the_batch_wrote) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    test::write_one(store, Space::registry, "stored", "0");
    Gate gate(store);
    Answers answers;
    auto set = [](Transaction& tx) {
        tx.put(Space::registry, "a", "1");
        tx.erase(Space::registry, "stored");
        return Result<void>();
    };
    store.transact(set, answers.next());
    std::string seen;
    auto look = [&seen](Transaction& tx) {
        tx.put(Space::registry, "b", "2");
        seen = value_of(tx, Space::registry, "a") + value_of(tx, Space::registry, "b") +
               value_of(tx, Space::registry, "stored");
        return Result<void>();
    };
    store.transact(look, answers.next());
    gate.open();
    answers.wait();
    BOOST_TEST(seen == "12(absent)");
}

BOOST_AUTO_TEST_CASE(what_is_too_large_fails_its_transaction_alone) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    auto outcome = [&store](auto const& write) {
        return test::slug_of(transact_now(store, [&write](Transaction& tx) {
            write(tx);
            return Result<void>();
        }));
    };
    std::string const longest(value_bytes_max, 'x');
    BOOST_TEST(outcome([&](Transaction& tx) { tx.put(Space::jobs, "a", longest); }) == "");
    BOOST_TEST(outcome([&](Transaction& tx) {
                   tx.put(Space::jobs, "b", longest + "x");
               }) == "value_too_large");
    auto const fill = [&](Transaction& tx, std::size_t over) {
        for (int i = 0; i < 63; ++i) {
            tx.put(Space::jobs, std::string(1, static_cast<char>('!' + i)), longest);
        }
        tx.put(Space::jobs, "~", longest.substr(0, longest.size() - 64 + over));
    };
    BOOST_TEST(outcome([&](Transaction& tx) { fill(tx, 0); }) == "");
    BOOST_TEST(outcome([&](Transaction& tx) { fill(tx, 1); }) == "transaction_too_large");
    BOOST_TEST(outcome([&](Transaction& tx) {
                   auto draft = test::draft("s");
                   draft.clear["pad"] = std::string(ledger::entry_bytes_max, 'x');
                   tx.append(draft, {}, -1);
               }) == "entry_too_large");
    BOOST_TEST(value_of(*store.snapshot(), Space::jobs, "!").size() == value_bytes_max);
}

BOOST_AUTO_TEST_CASE(the_stores_own_keys_and_bad_entries_are_refused) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    auto outcome = [&store](auto const& write) {
        return test::slug_of(transact_now(store, [&write](Transaction& tx) {
            write(tx);
            return Result<void>();
        }));
    };
    BOOST_TEST(outcome([](Transaction& tx) { tx.put(Space::ledger, "e", "x"); }) == "internal");
    BOOST_TEST(outcome([](Transaction& tx) { tx.erase(Space::meta, "store.head"); }) == "internal");
    BOOST_TEST(outcome([](Transaction& tx) { tx.put(Space::meta, "schema", "1"); }) == "");
    BOOST_TEST(outcome([](Transaction& tx) {
                   tx.append(test::draft(""), {}, -1);
               }) == "entry_malformed");
    BOOST_TEST(
        outcome([](Transaction& tx) {
            tx.append(test::draft("s"), {{"x", std::numeric_limits<double>::infinity()}}, -1);
        }) == "record_malformed"
    );
    BOOST_TEST(outcome([](Transaction& tx) { tx.append(test::draft("s"), {}, 0); }) == "internal");
    BOOST_TEST(store.snapshot()->ledger_size() == 0);
}

// Random writes over three layers (stored, the batch's, the transaction's own) against a std::map.
BOOST_AUTO_TEST_CASE(scans_of_a_transaction_merge_its_writes_the_batchs_and_the_databases) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    std::mt19937 random(20261122);
    Model model;
    auto const change = [&](Transaction& tx) {
        for (int i = 0; i < 12; ++i) {
            auto const key = random_key(random);
            if (random() % 3 == 0) {
                tx.erase(Space::trace, key);
                model.erase(key);
            } else {
                auto const value = std::to_string(random() % 1000);
                tx.put(Space::trace, key, value);
                model[key] = value;
            }
            auto const prefix = random_key(random);
            auto const from = prefix + random_key(random);
            BOOST_TEST((scanned(tx, prefix, from) == expected(model, prefix, from)));
            BOOST_TEST((scanned(tx, "", "") == model));
        }
        return Result<void>();
    };
    for (int round = 0; round < 30; ++round) {
        Gate gate(store);
        Answers answers;
        store.transact(change, answers.next());
        store.transact(change, answers.next());
        gate.open();
        answers.wait();
        BOOST_TEST((scanned(*store.snapshot(), "", "") == model));
    }
}

BOOST_AUTO_TEST_CASE(a_scan_may_stop_and_may_write_to_what_it_sees) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    for (auto const* key : {"a", "b", "c"}) {
        test::write_one(store, Space::trace, key, "1");
    }
    int seen = 0;
    auto const commit = transact_now(store, [&seen](Transaction& tx) {
        tx.put(Space::trace, "b", "2");
        return tx.scan(Space::trace, "", "", [&](std::string_view key, std::string_view value) {
            tx.erase(Space::trace, key);
            tx.put(Space::trace, std::string(key) + "'", value);
            return ++seen < 2;
        });
    });
    BOOST_TEST(test::reason_of(commit) == "");
    auto const all = scanned(*store.snapshot(), "", "");
    BOOST_TEST(seen == 2);
    BOOST_TEST(all.count("a") == 0U);
    BOOST_TEST(all.at("a'") == "1");
    BOOST_TEST(all.at("c") == "1");
}

BOOST_AUTO_TEST_CASE(a_snapshot_does_not_see_what_comes_later) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    test::write_one(store, Space::trace, "a", "1");
    auto const before = store.snapshot();
    test::write_one(store, Space::trace, "a", "2");
    test::write_one(store, Space::trace, "b", "2");
    BOOST_TEST((scanned(*before, "", "") == Model{{"a", "1"}}));
    BOOST_TEST(value_of(*before, Space::trace, "a") == "1");
    BOOST_TEST((scanned(*store.snapshot(), "", "") == Model{{"a", "2"}, {"b", "2"}}));
}

BOOST_AUTO_TEST_CASE(time_does_not_go_back_with_the_clock_nor_over_a_restart) {
    test::TemporaryStore temporary;
    auto const first = test::write_one(temporary.open(), Space::jobs, "a", "1");
    temporary.clock.advance_ms(-5000);
    auto const second = test::write_one(temporary.open(), Space::jobs, "a", "2");
    BOOST_TEST(second.at.ms == first.at.ms);
    temporary.clock.advance_ms(5001);
    auto const third = test::write_one(*temporary.store, Space::jobs, "a", "3");
    BOOST_TEST(third.at.ms == first.at.ms + 1);
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_at_once_and_everybody_is_told_once) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    Gate gate(store);
    Answers answers;
    for (int i = 0; i < 4100; ++i) {
        auto work = [i](Transaction& tx) {
            tx.put(Space::jobs, std::to_string(i), "x");
            return Result<void>();
        };
        store.transact(work, answers.next());
    }
    gate.open();
    auto const told = answers.wait();
    BOOST_TEST((told == std::map<std::string, int>{{"", 4096}, {"store_busy", 4}}));
}

BOOST_AUTO_TEST_CASE(close_finishes_what_is_queued_and_refuses_what_comes_after) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    Gate gate(store);
    Answers answers;
    auto const count = [](Transaction& tx) {
        tx.append(test::draft("s"), {}, -1);
        return Result<void>();
    };
    for (int i = 0; i < 100; ++i) {
        store.transact(count, answers.next());
    }
    auto closed = std::async(std::launch::async, [&store] { store.close(); });
    while (store.ready()) {
        std::this_thread::yield();
    }
    store.transact(count, answers.next());
    gate.open();
    closed.wait();
    BOOST_TEST((answers.wait() == std::map<std::string, int>{{"", 100}, {"store_closing", 1}}));
    BOOST_TEST(store.snapshot()->ledger_size() == 100);
    store.close();
}

BOOST_AUTO_TEST_CASE(five_hundred_refused_transactions_in_a_batch_cost_little) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    auto const batch_time = [&store](bool refuse) {
        Gate gate(store);
        Answers answers;
        for (int i = 0; i < 512; ++i) {
            auto work = [i, refuse](Transaction& tx) -> Result<void> {
                for (int k = 0; k < 20; ++k) {
                    tx.put(
                        Space::stamps, std::to_string(i) + "/" + std::to_string(k), "0123456789"
                    );
                }
                return refuse ? Result<void>(Error(Errc::conflict, "no")) : Result<void>();
            };
            store.transact(work, answers.next());
        }
        auto const start = std::chrono::steady_clock::now();
        gate.open();
        answers.wait();
        return std::chrono::steady_clock::now() - start;
    };
    auto const kept = batch_time(false);
    auto const refused = batch_time(true);
    BOOST_TEST((refused < 2 * kept + std::chrono::milliseconds(50)));
}

BOOST_AUTO_TEST_SUITE_END()
