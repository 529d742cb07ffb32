#include "alerts/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ocop::alerts {

namespace {

// log n!, without the global that std::lgamma writes.
double log_factorial(double n) {
    int sign = 0;
    return ::lgamma_r(n + 1, &sign);
}

}  // namespace

double binomial_tail(std::uint64_t trials, std::uint64_t hits, double share) {
    if (hits == 0) {
        return 1;
    }
    if (hits > trials) {
        return 0;
    }
    auto const n = static_cast<double>(trials);
    auto const k = static_cast<double>(hits);
    // The first term by logarithms, the others each from the one before.
    auto const first = log_factorial(n) - log_factorial(k) - log_factorial(n - k) +
                       k * std::log(share) + (n - k) * std::log1p(-share);
    double term = 1;
    double sum = 1;
    // Far below the mean the sum may be infinite: then the answer is 1.
    auto const odds = share / (1 - share);
    for (auto i = hits; i < trials; ++i) {
        auto const at = static_cast<double>(i);
        term *= (n - at) / (at + 1) * odds;
        sum += term;
        bool const falling = (n - at) * odds < at + 1;
        if (falling && term < sum * 1e-12) {
            break;
        }
    }
    return std::min(1.0, std::exp(first + std::log(sum)));
}

double run_chance(std::uint64_t length, std::uint64_t window, std::uint64_t hits, double share) {
    auto const places = length > window ? length - window + 1 : 1;
    return std::min(1.0, static_cast<double>(places) * binomial_tail(window, hits, share));
}

}  // namespace ocop::alerts
