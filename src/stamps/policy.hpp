#pragma once

#include <cstdint>

// What a province may set about its stamps; architecture.md and QĐ 26/2026 leave the numbers open.
namespace ocop::stamps {

struct Policy {
    // Of a declared output that nobody attested, so much counts (percent, 0 to 100).
    std::int64_t unattested_percent = 20;
    // Orders take two persons once the stamps approved within 30 legal days, for the product or by
    // the approver, come to more.
    std::int64_t large_sum = 5'000;
    // Stamps never activated lapse so many days after their lot was closed.
    std::int64_t lapse_days = 90;
    // A lot closed so many days ago without a stocktake is an alert.
    std::int64_t stocktake_days = 30;
};

}  // namespace ocop::stamps
