#include "store/temporary_store.hpp"

#include <boost/test/unit_test.hpp>

#include <condition_variable>
#include <future>
#include <mutex>
#include <set>

using namespace ocop;
using namespace ocop::store;

namespace {

// A store whose writer stops before each batch it signs for, until it is let on.
class HeldStore {
  public:
    HeldStore() {
        auto options = temporary_.options();
        options.env = env.env();
        options.mark.sign = [this](ByteView message) { return sign(message); };
        auto const opened = temporary_.try_open(std::move(options));
        BOOST_TEST_REQUIRE(test::reason_of(opened) == "");
    }

    ~HeldStore() {
        let_on();
        temporary_.close();
    }

    HeldStore(HeldStore const&) = delete;
    HeldStore& operator=(HeldStore const&) = delete;

    Store& store() { return *temporary_.store; }

    // From now on.
    void hold() {
        std::lock_guard const lock(mutex_);
        held_ = true;
    }

    void wait_until_one_is_held() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_; });
    }

    void let_on() {
        std::lock_guard const lock(mutex_);
        held_ = false;
        changed_.notify_all();
    }

    // What the next one is refused with.
    void refuse_one() {
        std::lock_guard const lock(mutex_);
        refusals_ = 1;
    }

    test::FaultEnv env;

  private:
    Result<crypto::Ed25519Signature> sign(ByteView message) {
        std::unique_lock lock(mutex_);
        waiting_ = held_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return !held_; });
        waiting_ = false;
        if (refusals_ > 0) {
            --refusals_;
            return Error(Errc::unavailable, "signer_down");
        }
        return test::mark_key().sign(message);
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool held_ = false;
    bool waiting_ = false;
    int refusals_ = 0;
    test::TemporaryStore temporary_;
};

// A transaction on its way.
struct Sent {
    std::future<void> ran;
    std::future<Result<Commit>> told;
};

Sent send(Store& store, Work work) {
    auto const ran = std::make_shared<std::promise<void>>();
    auto const told = std::make_shared<std::promise<Result<Commit>>>();
    Sent out{ran->get_future(), told->get_future()};
    store.transact(
        [ran, work = std::move(work)](Transaction& tx) {
            auto outcome = work(tx);
            ran->set_value();
            return outcome;
        },
        [told](Result<Commit> result) { told->set_value(std::move(result)); }
    );
    return out;
}

// Given to the writer, which is held from now on.
Sent send_held(HeldStore& held, Work work) {
    held.hold();
    auto out = send(held.store(), std::move(work));
    held.wait_until_one_is_held();
    return out;
}

Work put(std::string key, std::string value) {
    return [key = std::move(key), value = std::move(value)](Transaction& tx) -> Result<void> {
        tx.put(Space::registry, key, value);
        return {};
    };
}

std::string get(Reader const& reader, std::string_view key) {
    auto const found = reader.get(Space::registry, key);
    BOOST_TEST_REQUIRE(found.has_value());
    return *found ? **found : "(absent)";
}

std::string keys(Reader const& reader) {
    std::string out;
    auto const scanned = reader.scan(Space::registry, "", "", [&](std::string_view key, auto) {
        out += key;
        return true;
    });
    BOOST_TEST(test::slug_of(scanned) == "");
    return out;
}

}  // namespace

// While a batch is written the next transactions run over it.
BOOST_AUTO_TEST_SUITE(pipeline)

BOOST_AUTO_TEST_CASE(what_is_being_written_is_read_by_what_runs_meanwhile_and_by_nobody_else) {
    HeldStore held;
    auto& store = held.store();
    BOOST_TEST(test::slug_of(transact_now(store, put("a", "old"))) == "");
    BOOST_TEST(test::slug_of(transact_now(store, put("c", "gone soon"))) == "");
    auto first = send_held(held, [](Transaction& tx) -> Result<void> {
        tx.put(Space::registry, "a", "new");
        tx.put(Space::registry, "b", "1");
        tx.erase(Space::registry, "c");
        return {};
    });
    std::string seen;
    auto second = send(store, [&seen](Transaction& tx) -> Result<void> {
        seen = get(tx, "a") + get(tx, "b") + get(tx, "c") + keys(tx);
        tx.put(Space::registry, "d", "2");
        seen += keys(tx);
        return {};
    });
    second.ran.get();
    BOOST_TEST(seen == "new1(absent)ababd");
    BOOST_TEST(keys(*store.snapshot()) == "ac");
    BOOST_TEST(get(*store.snapshot(), "a") == "old");
    held.let_on();
    auto const one = first.told.get();
    auto const two = second.told.get();
    BOOST_TEST_REQUIRE((one.has_value() && two.has_value()));
    BOOST_TEST((one->at <= two->at));
    BOOST_TEST(keys(*store.snapshot()) == "abd");
}

BOOST_AUTO_TEST_CASE(what_ran_over_a_batch_that_is_not_written_is_not_written_either) {
    HeldStore held;
    auto& store = held.store();
    auto first = send_held(held, put("a", "1"));
    auto second = send(store, put("b", "2"));
    auto refused = send(store, [](Transaction& tx) -> Result<void> {
        return get(tx, "a") == "1" ? Error(Errc::refused, "there_already") : Error();
    });
    refused.ran.get();
    held.refuse_one();
    held.let_on();
    BOOST_TEST(test::slug_of(first.told.get()) == "signer_down");
    BOOST_TEST(test::slug_of(second.told.get()) == "signer_down");
    BOOST_TEST(test::slug_of(refused.told.get()) == "signer_down");
    BOOST_TEST(keys(*store.snapshot()) == "");
    BOOST_TEST(test::slug_of(transact_now(store, [](Transaction& tx) -> Result<void> {
                   return keys(tx).empty() ? Result<void>() : Error();
               })) == "");
    BOOST_TEST(test::slug_of(transact_now(store, put("c", "3"))) == "");
    BOOST_TEST(keys(*store.snapshot()) == "c");
}

BOOST_AUTO_TEST_CASE(whoever_was_told_of_a_failure_does_not_share_it_again) {
    HeldStore held;
    for (int i = 0; i < 300; ++i) {
        held.refuse_one();
        BOOST_TEST(test::slug_of(transact_now(held.store(), put("a", "1"))) == "signer_down");
        BOOST_TEST(test::slug_of(transact_now(held.store(), put("b", "2"))) == "");
    }
}

BOOST_AUTO_TEST_CASE(a_disk_that_fills_refuses_what_ran_meanwhile_too) {
    HeldStore held;
    auto& store = held.store();
    auto first = send_held(held, put("a", "1"));
    auto second = send(store, put("b", "2"));
    second.ran.get();
    held.env.faults.no_space = true;
    held.let_on();
    BOOST_TEST(test::slug_of(first.told.get()) == "storage_full");
    BOOST_TEST(test::slug_of(second.told.get()) == "storage_full");
    BOOST_TEST(keys(*store.snapshot()) == "");
}

// What a transaction and its end hold is let go of once they are over, not with the next write.
BOOST_AUTO_TEST_CASE(what_was_told_holds_nothing_any_more) {
    test::TemporaryStore temporary;
    auto& store = temporary.open();
    std::promise<void> gone;
    auto held = std::shared_ptr<void>(nullptr, [&gone](void*) { gone.set_value(); });
    store.transact(
        [held](Transaction& tx) -> Result<void> {
            tx.put(Space::registry, "a", "1");
            return {};
        },
        [held](Result<Commit> const&) {}
    );
    held.reset();
    BOOST_TEST((gone.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready));
}

BOOST_AUTO_TEST_CASE(a_store_is_ready_again_once_the_disk_has_space_though_nobody_writes) {
    HeldStore held;
    auto& store = held.store();
    BOOST_TEST(test::slug_of(transact_now(store, put("0", "0"))) == "");
    held.env.faults.no_space = true;
    BOOST_TEST(test::slug_of(transact_now(store, put("a", "1"))) == "storage_full");
    held.env.faults.no_space = false;
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!store.ready() && std::chrono::steady_clock::now() < until) {
        std::this_thread::yield();
    }
    BOOST_TEST(store.ready());
    BOOST_TEST(test::slug_of(transact_now(store, put("b", "2"))) == "");
}

BOOST_AUTO_TEST_CASE(a_store_that_closes_writes_what_ran_meanwhile) {
    HeldStore held;
    auto& store = held.store();
    auto first = send_held(held, put("a", "1"));
    auto second = send(store, put("b", "2"));
    second.ran.get();
    auto closed = std::async(std::launch::async, [&store] { store.close(); });
    held.let_on();
    BOOST_TEST(test::slug_of(first.told.get()) == "");
    BOOST_TEST(test::slug_of(second.told.get()) == "");
    closed.get();
    BOOST_TEST(keys(*store.snapshot()) == "ab");
}

// A get that the batch remembers must not outlive what it got.
BOOST_AUTO_TEST_CASE(a_value_read_before_is_read_anew_once_a_transaction_of_the_batch_changed_it) {
    HeldStore held;
    auto& store = held.store();
    BOOST_TEST(test::slug_of(transact_now(store, put("a", "1"))) == "");
    auto first = send_held(held, put("x", ""));
    std::string seen;
    auto const look = [&seen](Transaction& tx) -> Result<void> {
        seen += get(tx, "a") + get(tx, "b") + ' ';
        return {};
    };
    auto before = send(store, look);
    auto change = send(store, [&](Transaction& tx) -> Result<void> {
        tx.erase(Space::registry, "a");
        tx.put(Space::registry, "b", "2");
        return look(tx);
    });
    auto after = send(store, look);
    after.ran.get();
    BOOST_TEST(seen == "1(absent) (absent)2 (absent)2 ");
    held.let_on();
    BOOST_TEST(test::slug_of(after.told.get()) == "");
    BOOST_TEST(test::slug_of(transact_now(store, look)) == "");
    BOOST_TEST(seen == "1(absent) (absent)2 (absent)2 (absent)2 ");
}

BOOST_AUTO_TEST_CASE(a_space_has_the_same_revision_until_it_may_have_changed) {
    HeldStore held;
    auto& store = held.store();
    BOOST_TEST(test::slug_of(transact_now(store, put("a", "1"))) == "");
    auto const snapshot = store.snapshot();
    auto const registry = snapshot->revision(Space::registry);
    auto const jobs = snapshot->revision(Space::jobs);
    BOOST_TEST(registry != 0U);
    std::vector<std::uint64_t> seen;
    auto const look = [&seen](Transaction& tx) -> Result<void> {
        seen.push_back(tx.revision(Space::registry));
        seen.push_back(tx.revision(Space::jobs));
        return {};
    };
    BOOST_TEST(test::slug_of(transact_now(store, look)) == "");
    BOOST_TEST((seen == std::vector{registry, jobs}));
    // Over a batch that changes one of them, and is not written in the end.
    auto first = send_held(held, put("a", "2"));
    auto own = send(store, [&](Transaction& tx) -> Result<void> {
        tx.put(Space::jobs, "j", "");
        return look(tx);
    });
    own.ran.get();
    BOOST_TEST(seen[2] != registry);
    BOOST_TEST(seen[3] == 0U);
    held.refuse_one();
    held.let_on();
    BOOST_TEST(test::slug_of(own.told.get()) == "signer_down");
    BOOST_TEST(store.snapshot()->revision(Space::registry) == registry);
    // The number of what never was names nothing else.
    auto const wrong = seen[2];
    seen.clear();
    BOOST_TEST(test::slug_of(transact_now(store, look)) == "");
    BOOST_TEST(seen[0] != wrong);
    BOOST_TEST(test::slug_of(transact_now(store, put("a", "3"))) == "");
    auto const newest = store.snapshot()->revision(Space::registry);
    BOOST_TEST((newest != registry && newest != wrong));
    BOOST_TEST(snapshot->revision(Space::registry) == registry);
}

BOOST_AUTO_TEST_CASE(lists_and_all_other_keys_are_met_wherever_they_lie) {
    test::TemporaryStore temporary;
    auto* store = &temporary.open();
    // Numbers that differ in all their bytes.
    auto const key = [](std::string_view list, std::uint64_t number) {
        return ByteWriter().text(list).u64(number * 0x0101'0101'0101'0101).take();
    };
    std::set<std::string> all;
    auto const expected = [&all](std::string_view prefix, std::string const& from, bool of_list) {
        std::vector<std::string> out;
        for (auto at = all.lower_bound(from); at != all.end(); ++at) {
            if (at->starts_with(prefix) &&
                (!of_list || at->size() == prefix.size() + list_end_bytes)) {
                out.push_back(*at);
            }
        }
        return out;
    };
    // In files, in memory, and over a restart; lists that start alike among them.
    for (std::uint64_t round = 0; round < 4; ++round) {
        for (std::string const list : {"l", "li", "list", "m"}) {
            for (std::uint64_t i = 0; i < 50; ++i) {
                auto const made = key(list, i * 4 + round);
                test::write_one(*store, Space::event_index, made, list);
                all.insert(made);
            }
        }
        store = round % 2 == 0 ? &temporary.open() : store;
        auto const snapshot = store->snapshot();
        for (std::string const list : {"l", "li", "lis", "list", "m", "n"}) {
            for (std::uint64_t number = 0; number <= 200; number += 25) {
                std::vector<std::string> listed;
                std::vector<std::string> scanned;
                auto const from = key(list, number);
                auto const outcome = snapshot->scan_list(
                    Space::event_index,
                    list,
                    from,
                    [&](std::string_view found, std::string_view) {
                        if (found.size() == list.size() + list_end_bytes) {
                            listed.emplace_back(found);
                        }
                        return true;
                    }
                );
                BOOST_TEST(test::slug_of(outcome) == "");
                BOOST_TEST((listed == expected(list, from, true)));
                auto const whole = snapshot->scan(
                    Space::event_index,
                    list,
                    from,
                    [&scanned](std::string_view found, std::string_view) {
                        scanned.emplace_back(found);
                        return true;
                    }
                );
                BOOST_TEST(test::slug_of(whole) == "");
                BOOST_TEST((scanned == expected(list, from, false)));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
