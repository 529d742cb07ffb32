#include "checks/sketch.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>
#include <set>

namespace ocop::checks {

namespace {

// Off by so much of the true number, in per cent.
double error_percent(Sketch const& sketch, std::set<std::uint64_t> const& all) {
    auto const real = static_cast<double>(all.size());
    return std::abs(static_cast<double>(sketch.estimate()) - real) / real * 100;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sketch)

BOOST_AUTO_TEST_CASE(a_sketch_counts_as_a_set_does_within_a_few_per_cent) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        std::mt19937_64 random(seed);
        Sketch sketch;
        std::set<std::uint64_t> all;
        BOOST_TEST(sketch.estimate() == 0U);
        for (int i = 1; i <= 100'000; ++i) {
            // Half of them came before.
            auto const hash = i % 2 == 0 ? *all.begin() : random();
            sketch.add(hash);
            all.insert(hash);
            bool const look = (i & (i - 1)) == 0 || i % 9'999 == 0;
            if (look && all.size() >= 16) {
                BOOST_TEST(error_percent(sketch, all) < 13, seed << " after " << all.size());
            } else if (look) {
                auto const real = static_cast<double>(all.size());
                BOOST_TEST(std::abs(static_cast<double>(sketch.estimate()) - real) <= 1);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_merge_of_two_is_the_sketch_of_both) {
    std::mt19937_64 random(1);
    for (int size : {0, 1, 7, 300, 20'000}) {
        Sketch both;
        Sketch one;
        Sketch other;
        for (int i = 0; i < size; ++i) {
            auto const hash = random();
            both.add(hash);
            (i % 3 == 0 ? one : other).add(hash);
            if (i % 5 == 0) other.add(hash);
        }
        auto merged = one;
        merged.merge(other);
        BOOST_TEST((merged == both));
        merged.merge(one);
        BOOST_TEST((merged == both));
    }
}

BOOST_AUTO_TEST_CASE(a_sketch_is_read_back_as_it_was_in_either_form) {
    std::mt19937_64 random(1);
    Sketch sketch;
    std::size_t longest = 0;
    for (int i = 0; i < 3'000; ++i) {
        auto const bytes = sketch.encode();
        longest = std::max(longest, bytes.size());
        BOOST_TEST((Sketch::decode(bytes).value() == sketch));
        sketch.add(random());
    }
    sketch.add(0);  // the highest rank there is
    BOOST_TEST((Sketch::decode(sketch.encode()).value() == sketch));
    BOOST_TEST(longest == Sketch::registers + 1);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_sketch_are_refused) {
    Sketch full;
    std::mt19937_64 random(1);
    for (int i = 0; i < 10'000; ++i)
        full.add(random());
    Sketch small;
    small.add(1);
    for (auto const& good : {full.encode(), small.encode()}) {
        for (auto const& bad :
             {std::string(), good.substr(0, good.size() - 1), good + '\0', "\3" + good.substr(1)}) {
            BOOST_TEST(!Sketch::decode(bad), bad.size());
        }
        auto high = good;
        high.back() = '\xff';
        BOOST_TEST(!Sketch::decode(high));
    }
    BOOST_TEST(!Sketch::decode(std::string("\1\4\0\1", 4)));  // there is no register 1,024
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::checks
