#include "alerts/statistics.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace ocop::alerts {

namespace {

// The tail as it is written down: every term by its own product.
double naive_tail(std::uint64_t trials, std::uint64_t hits, double share) {
    double sum = 0;
    for (auto i = hits; i <= trials; ++i) {
        double term = 1;
        for (std::uint64_t j = 0; j < i; ++j) {
            term *= static_cast<double>(trials - j) / static_cast<double>(j + 1) * share;
        }
        sum += term * std::pow(1 - share, static_cast<double>(trials - i));
    }
    return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(the_binomial_tail_is_the_sum_of_its_terms) {
    for (std::uint64_t trials = 0; trials <= 40; ++trials) {
        for (std::uint64_t hits = 0; hits <= trials + 1; ++hits) {
            for (double const share : {0.001, 0.02, 0.3, 0.5, 0.9}) {
                auto const naive = hits > trials ? 0 : naive_tail(trials, hits, share);
                BOOST_TEST(
                    std::abs(binomial_tail(trials, hits, share) - naive) <= 1e-9 * naive,
                    trials << ' ' << hits << ' ' << share
                );
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_tail_of_many_trials_is_a_probability_that_falls) {
    double before = 1;
    for (std::uint64_t hits = 0; hits <= 3'000; hits += 100) {
        auto const tail = binomial_tail(1'000'000, hits, 0.001);
        BOOST_TEST(tail >= 0.0);
        BOOST_TEST(tail <= before * (1 + 1e-8));
        before = tail;
    }
    BOOST_TEST(std::abs(binomial_tail(1'000'000, 1'000, 0.001) - 0.5) < 0.02);
    BOOST_TEST(before < 1e-100);
}

BOOST_AUTO_TEST_CASE(a_run_is_as_unlikely_as_its_best_window_times_the_windows) {
    BOOST_TEST(run_chance(10, 16, 8, 0.01) == binomial_tail(16, 8, 0.01));
    BOOST_TEST(run_chance(115, 16, 8, 0.01) == 100 * binomial_tail(16, 8, 0.01));
    BOOST_TEST(run_chance(1'000'000, 16, 2, 0.5) == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ocop::alerts
