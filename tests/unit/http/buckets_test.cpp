#include "http/buckets.hpp"

#include <ocop/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <barrier>
#include <map>
#include <random>
#include <thread>

// Method: each bucket against a naive one that adds up tokens, over random takes at random times;
// what a full table does, with tables of a few places.
BOOST_AUTO_TEST_SUITE(buckets)

using namespace ocop::http;

namespace {

Buckets::TimePoint at(std::int64_t ms) {
    return Buckets::TimePoint(std::chrono::milliseconds(ms));
}

// A bucket as it is defined: an amount that grows. All amounts are multiples of 1/1000 token, so
// counting those is exact.
struct Naive {
    std::int64_t thousandths = 0;
    std::int64_t at_ms = 0;

    Grant take(Allowance allowance, std::int64_t now, std::int64_t cost) {
        auto const made = (now - at_ms) * allowance.per_second;
        thousandths = std::min(std::int64_t{allowance.burst} * 1000, thousandths + made);
        at_ms = now;
        Grant out;
        out.limit = allowance.burst;
        out.allowed = thousandths >= cost * 1000;
        if (out.allowed) thousandths -= cost * 1000;
        auto const whole = thousandths / 1000;
        out.remaining = static_cast<std::uint32_t>(whole);
        auto const awaited = out.allowed ? whole + 1 : cost;
        while (thousandths + out.wait_s * std::int64_t{allowance.per_second} * 1000 < awaited * 1000
        ) {
            ++out.wait_s;
        }
        return out;
    }
};

struct Reference {
    Allowance allowance;
    std::map<std::string, Naive> all;

    Grant take(std::string const& key, std::int64_t now, std::uint32_t cost) {
        auto const full = std::int64_t{allowance.burst} * 1000;
        auto const bucket = all.try_emplace(key, Naive{full, now}).first;
        return bucket->second.take(allowance, now, cost);
    }
};

std::string text_of(Grant const& grant) {
    return std::to_string(grant.allowed) + " of " + std::to_string(grant.limit) + " left " +
           std::to_string(grant.remaining) + " wait " + std::to_string(grant.wait_s);
}

ocop::crypto::SystemRandom source;

int allowed_of(Buckets& table, std::string const& key, Buckets::TimePoint now, int tries) {
    int out = 0;
    for (int i = 0; i < tries; ++i) {
        out += table.take(key, now).allowed ? 1 : 0;
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_bucket_starts_full_and_says_when_to_come_back) {
    Buckets table({240, 4}, source);
    auto const first = table.take("a", at(0));
    BOOST_TEST(text_of(first) == "1 of 240 left 239 wait 1");
    BOOST_TEST(allowed_of(table, "a", at(0), 500) == 239);
    BOOST_TEST(text_of(table.take("a", at(0))) == "0 of 240 left 0 wait 1");
    BOOST_TEST(text_of(table.take("a", at(249))) == "0 of 240 left 0 wait 1");
    BOOST_TEST(text_of(table.take("a", at(250))) == "1 of 240 left 0 wait 1");
    BOOST_TEST(text_of(table.take("a", at(250), 240)) == "0 of 240 left 0 wait 60");
    BOOST_TEST(text_of(table.take("b", at(250), 240)) == "1 of 240 left 0 wait 1");
    BOOST_TEST(table.take("a", at(60'250), 240).allowed);
}

BOOST_AUTO_TEST_CASE(every_bucket_agrees_with_a_naive_one) {
    for (unsigned seed = 0; seed < 40; ++seed) {
        std::mt19937 random(seed);
        auto const pick = [&](std::uint32_t least, std::uint32_t most) {
            return std::uniform_int_distribution<std::uint32_t>(least, most)(random);
        };
        Allowance const allowance{pick(1, 30), pick(1, seed % 2 == 0 ? 5 : 3000)};
        Buckets table(allowance, source);
        Reference reference{allowance, {}};
        std::int64_t now = pick(0, 1'000'000'000);
        for (int i = 0; i < 1000; ++i) {
            // Now and then a pause in which all are full and forgotten.
            auto const pause = pick(0, 99);
            now += pause < 60 ? 0 : pause < 98 ? pick(0, 700) : pick(0, 100'000);
            auto const key = std::to_string(pick(0, 9));
            auto const cost = pick(0, 3) == 0 ? pick(1, allowance.burst) : 1;
            BOOST_TEST_REQUIRE(
                text_of(table.take(key, at(now), cost)) == text_of(reference.take(key, now, cost)),
                "seed " << seed << " step " << i
            );
        }
    }
}

BOOST_AUTO_TEST_CASE(threads_share_exactly_the_burst) {
    constexpr int threads = 8;
    constexpr int burst = 40'000;
    Buckets table({burst, 1}, source);
    std::atomic<int> shared{0};
    std::atomic<int> own{0};
    std::barrier start(threads);
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t) {
        all.emplace_back([&, t] {
            auto const mine = "thread " + std::to_string(t);
            start.arrive_and_wait();
            for (int i = 0; i < burst / 4; ++i) {
                shared += table.take("all", at(5)).allowed ? 1 : 0;
                own += table.take(mine, at(5), 5).allowed ? 1 : 0;
            }
        });
    }
    for (auto& thread : all) {
        thread.join();
    }
    BOOST_TEST(shared == burst);
    BOOST_TEST(own == threads * burst / 5);
    BOOST_TEST(table.size() == threads + 1U);
}

BOOST_AUTO_TEST_CASE(full_buckets_are_forgotten) {
    Buckets table({100, 10}, source);
    for (int i = 0; i < 1000; ++i) {
        table.take(std::to_string(i), at(0), 1);
    }
    table.take("drained", at(0), 100);
    BOOST_TEST(table.size() == 1001u);
    table.take("later", at(100 + 40));
    BOOST_TEST(table.size() == 2u);
    table.take("later", at(10'000 + 40));
    BOOST_TEST(table.size() == 1u);
    // However long nobody came.
    table.take("other", at(1'000'000'000));
    BOOST_TEST(table.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_full_table_drops_no_bucket_that_lacks_tokens) {
    Buckets table({10, 1}, source, 50);
    BOOST_TEST(allowed_of(table, "attacker", at(0), 20) == 10);
    // Other names of the same attacker, more than there is room for.
    int strangers = 0;
    for (int i = 0; i < 10'000; ++i) {
        strangers += table.take("name " + std::to_string(i), at(0)).allowed ? 1 : 0;
    }
    BOOST_TEST(table.size() == 50u);
    BOOST_TEST(strangers == 49 + 10);
    BOOST_TEST(!table.take("attacker", at(0)).allowed);
    // Who was there before keeps a bucket of their own.
    BOOST_TEST(allowed_of(table, "name 7", at(0), 20) == 9);
    // A second on, those with one token missing are full, and there is room again.
    BOOST_TEST(allowed_of(table, "newcomer", at(1040), 20) == 10);
    BOOST_TEST(allowed_of(table, "attacker", at(1040), 20) == 1);
    BOOST_TEST(table.size() == 3u);
}

BOOST_AUTO_TEST_CASE(time_that_goes_back_gives_and_takes_nothing) {
    Buckets table({2, 1}, source);
    BOOST_TEST(allowed_of(table, "a", at(5000), 3) == 2);
    BOOST_TEST(!table.take("a", at(0)).allowed);
    BOOST_TEST(!table.take("a", at(-1000)).allowed);
    BOOST_TEST(!table.take("a", at(5999)).allowed);
    BOOST_TEST(table.take("a", at(6000)).allowed);
}

BOOST_AUTO_TEST_CASE(the_largest_numbers_fit) {
    auto const most = Allowance::number_max;
    auto const late = std::int64_t{100} * 365 * 24 * 3'600'000;
    for (auto const allowance : {Allowance{most, 1}, Allowance{1, most}, Allowance{most, most}}) {
        Buckets table(allowance, source);
        Reference reference{allowance, {}};
        for (auto const now : {late, late, late + 1, late + 999'999, 2 * late}) {
            BOOST_TEST(
                text_of(table.take("a", at(now), allowance.burst)) ==
                text_of(reference.take("a", now, allowance.burst))
            );
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
