#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

// Rates per CPU-second of this thread, two kinds of work in turn, so that a machine whose speed
// drifts shows the same ratio.
namespace ocop::bench {

inline double thread_cpu_s() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

inline constexpr int rounds = 7;
inline constexpr double round_s = 0.4;

// How often `work` (which does `batch` things a call) gets done per CPU-second in one round.
inline double rate(std::function<void()> const& work, double batch) {
    auto const start = thread_cpu_s();
    double done = 0;
    double spent = 0;
    while (spent < round_s) {
        work();
        done += batch;
        spent = thread_cpu_s() - start;
    }
    return done / spent;
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Work {
    std::string name;
    double batch;  // things done by one call
    std::function<void()> run;
};

// Prints both rates and their ratio, each the median of the rounds.
inline void compare(Work const& ours, Work const& raw) {
    std::vector<double> a;
    std::vector<double> b;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        a.push_back(rate(ours.run, ours.batch));
        b.push_back(rate(raw.run, raw.batch));
        ratios.push_back(a.back() / b.back());
    }
    std::printf("%s per CPU-second: %.0f\n", ours.name.c_str(), median(a));
    std::printf("%s per CPU-second: %.0f\n", raw.name.c_str(), median(b));
    std::printf("ratio: %.3f\n\n", median(ratios));
    std::fflush(stdout);
}

}  // namespace ocop::bench
