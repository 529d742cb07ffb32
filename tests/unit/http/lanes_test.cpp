#include "http/lanes.hpp"

#include "served.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(lanes)

using namespace ocop::http;
using namespace ocop::http::test;

BOOST_AUTO_TEST_CASE(a_lane_with_many_tasks_leaves_a_thread_to_the_others) {
    Turnstile turnstile;
    Pool pool(2, 100);
    Lanes lanes(pool, {.share = 1, .lane_waiting = 100, .waiting = 100});
    for (int i = 0; i < 50; ++i) {
        BOOST_TEST(lanes.try_post("many", [&] { turnstile.pass(); }));
    }
    turnstile.await_waiting(1);
    std::promise<void> other;
    BOOST_TEST(lanes.try_post("one", [&] { other.set_value(); }));
    other.get_future().wait();
    turnstile.open();
    pool.stop();
}

BOOST_AUTO_TEST_CASE(lanes_take_turns) {
    Turnstile turnstile;
    Pool pool(1, 100);
    Lanes lanes(pool, {.share = 1, .lane_waiting = 100, .waiting = 100});
    BOOST_TEST(lanes.try_post("first", [&] { turnstile.pass(); }));
    turnstile.await_waiting(1);
    std::string order;
    std::promise<void> last;
    for (char const name : {'a', 'b', 'c'}) {
        for (int i = 0; i < 3; ++i) {
            BOOST_TEST(lanes.try_post({name}, [&, name] {
                order += name;
                if (order.size() == 9) last.set_value();
            }));
        }
    }
    turnstile.open();
    last.get_future().wait();
    pool.stop();
    BOOST_TEST(order == "abcabcabc");
}

BOOST_AUTO_TEST_CASE(what_waits_is_limited_in_a_lane_and_in_all) {
    Turnstile turnstile;
    Pool pool(1, 100);
    Lanes lanes(pool, {.share = 1, .lane_waiting = 2, .waiting = 3});
    auto const pass = [&] { turnstile.pass(); };
    BOOST_TEST(lanes.try_post("a", pass));
    turnstile.await_waiting(1);
    BOOST_TEST(lanes.try_post("a", [] {}));
    BOOST_TEST(lanes.try_post("a", [] {}));
    BOOST_TEST(!lanes.try_post("a", [] {}));
    BOOST_TEST(lanes.try_post("b", [] {}));  // has its share: waits for a thread alone
    BOOST_TEST(lanes.try_post("b", [] {}));
    BOOST_TEST(!lanes.try_post("b", [] {}));
    BOOST_TEST(lanes.waiting() == 4u);
    std::promise<void> admitted;
    lanes.post_next("a", [&] { admitted.set_value(); });
    turnstile.open();
    admitted.get_future().wait();
    pool.stop();
    BOOST_TEST(lanes.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_full_pool_takes_nothing_and_keeps_no_share) {
    Turnstile turnstile;
    Pool pool(1, 1);
    Lanes lanes(pool, {.share = 2, .lane_waiting = 1, .waiting = 1});
    BOOST_TEST(lanes.try_post("a", [&] { turnstile.pass(); }));
    turnstile.await_waiting(1);
    BOOST_TEST(lanes.try_post("b", [] {}));
    BOOST_TEST(!lanes.try_post("c", [] {}));
    BOOST_TEST(!lanes.try_post("c", [] {}));
    std::promise<void> done;
    lanes.post_next("c", [&] { done.set_value(); });
    turnstile.open();
    done.get_future().wait();
    pool.stop();
}

BOOST_AUTO_TEST_CASE(from_many_threads_each_task_runs_once_and_no_lane_passes_its_share) {
    constexpr int threads = 4;
    constexpr int each = 2'000;
    constexpr std::size_t names = 3;
    Pool pool(4, 100'000);
    Lanes lanes(pool, {.share = 2, .lane_waiting = 100'000, .waiting = 100'000});
    std::array<std::atomic<int>, names> running{};
    std::atomic<int> most{0};
    std::atomic<int> count{0};
    std::promise<void> all;
    auto const task = [&](std::size_t lane) {
        auto const now = ++running[lane];
        for (auto seen = most.load(); seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        --running[lane];
        if (++count == threads * each) all.set_value();
    };
    std::vector<std::thread> posting;
    for (int i = 0; i < threads; ++i) {
        posting.emplace_back([&] {
            for (std::size_t k = 0; k < each; ++k) {
                lanes.post_next(std::to_string(k % names), [&task, lane = k % names] {
                    task(lane);
                });
            }
        });
    }
    for (auto& thread : posting) {
        thread.join();
    }
    all.get_future().wait();
    pool.stop();
    BOOST_TEST(count == threads * each);
    BOOST_TEST(most <= 2);
    BOOST_TEST(lanes.waiting() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
