#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Where stamps and quotas stand after the entries so far: what whoever keeps sums and states beside
// the log can hold them against.
namespace ocop::ledger {

// Stamps of one order that are in one state, up to `last`; from behind the run before.
struct LoggedRun {
    std::int64_t last = 0;
    std::string_view state;  // FORMAT.md, `stamps`; or "issued"

    friend bool operator==(LoggedRun const&, LoggedRun const&) = default;
};

struct LoggedOrder {
    std::string order;
    std::uint64_t entry = 0;      // of its issue
    std::vector<LoggedRun> runs;  // of positions 1 to the order's count
};

// Counters that were issued, one after the other.
struct LoggedRange {
    std::int64_t epoch = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

struct LoggedQuota {
    std::string quota;
    std::int64_t taken = 0;
};

struct LoggedState {
    std::vector<LoggedOrder> orders;  // that are issued
    std::vector<LoggedRange> ranges;  // ascending; those that touch are one
    std::vector<LoggedQuota> quotas;
};

}  // namespace ocop::ledger
