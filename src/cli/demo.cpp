#include "cli/demo.hpp"

#include "cli/demo_history.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>

namespace ocop::cli {

void SeededRandom::fill(std::span<std::uint8_t> out) {
    std::lock_guard const lock(mutex_);
    while (!out.empty()) {
        auto const input = ByteWriter().text("OCOP-DEMO").u64(seed_).u64(counter_++).take();
        auto const block = crypto::sha256(as_bytes(input));
        auto const count = std::min(out.size(), block.size());
        std::copy_n(block.begin(), count, out.begin());
        out = out.subspan(count);
    }
}

Instant HistoryClock::now() const {
    std::lock_guard const lock(mutex_);
    return now_;
}

void HistoryClock::set(Instant now) {
    std::lock_guard const lock(mutex_);
    OCOP_ASSERT(now >= now_);
    now_ = now;
}

std::vector<DemoKid> demo_kids() {
    std::vector<DemoKid> out;
    for (auto const& row : demo::keys()) {
        out.push_back({row.kid, row.authority});
    }
    return out;
}

Result<void> load_demo(
    store::Store& store,
    HistoryClock& clock,
    Random& random,
    std::vector<std::string> const& public_keys,
    Instant today
) {
    History history(random, today);
    history.plan_makers(public_keys);
    history.plan_products();
    history.plan_certificates();
    history.plan_stamps();
    history.plan_events();
    return history.run(store, clock);
}

}  // namespace ocop::cli
