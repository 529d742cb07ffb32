#include "http/buckets.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/crypto/hash.hpp>

#include <algorithm>
#include <cstring>
#include <string>

namespace ocop::http {

namespace {

constexpr std::uint64_t token = 1'000;  // in its thousandths
constexpr std::uint64_t slots_of_window = 256;

Allowance checked(Allowance allowance) {
    OCOP_ASSERT(allowance.limits());
    OCOP_ASSERT(allowance.burst <= Allowance::number_max);
    OCOP_ASSERT(allowance.per_second <= Allowance::number_max);
    return allowance;
}

// Time to fill an empty bucket.
std::uint64_t window_ms(Allowance const& allowance) {
    return std::uint64_t{allowance.burst} * 1'000 / allowance.per_second + 1;
}

std::uint64_t ms_of(Buckets::TimePoint now) {
    using std::chrono::milliseconds;
    auto const ms = std::chrono::floor<milliseconds>(now.time_since_epoch()).count();
    return static_cast<std::uint64_t>(std::max<milliseconds::rep>(ms, 0));
}

std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) {
    return (a + b - 1) / b;
}

}  // namespace

Buckets::Buckets(Allowance allowance, Random& random, std::size_t keys_max)
    : allowance_(checked(allowance)),
      keys_max_(keys_max),
      slot_ms_(window_ms(allowance) / slots_of_window + 1),
      // What lies ahead of the present slot, that slot, and one for rounding up.
      slots_(slots_of_window + 2) {
    OCOP_ASSERT(keys_max > 0);
    random.fill(secret_);
}

Grant Buckets::take(std::string_view key, TimePoint now, std::uint32_t cost) {
    OCOP_ASSERT(cost > 0 && cost <= allowance_.burst);
    auto const hashed = key_of(key);
    std::lock_guard const lock(mutex_);
    now_ms_ = std::max(now_ms_, ms_of(now));
    forget_full();
    auto const found = index_.find(hashed);
    if (found == index_.end()) {
        if (index_.size() >= keys_max_) return draw(shared_full_at_, cost);
        std::uint64_t full_at = 0;
        auto const grant = draw(full_at, cost);
        keep(hashed, full_at);
        return grant;
    }
    auto const bucket = found->second;
    auto& before = slot_of(bucket->full_at);
    auto const grant = draw(bucket->full_at, cost);
    auto& after = slot_of(bucket->full_at);
    after.splice(after.end(), before, bucket);
    return grant;
}

std::size_t Buckets::size() const {
    std::lock_guard const lock(mutex_);
    return index_.size();
}

Buckets::Key Buckets::key_of(std::string_view text) const {
    std::string whole(as_text(secret_));
    whole += text;
    auto const hash = crypto::sha256(as_bytes(whole));
    Key out{};
    std::memcpy(out.data(), hash.data(), sizeof out);
    return out;
}

Grant Buckets::draw(std::uint64_t& full_at, std::uint32_t cost) const {
    auto const rate = std::uint64_t{allowance_.per_second};
    auto const now = now_ms_ * rate;
    auto const missing = full_at > now ? full_at - now : 0;
    auto const price = cost * token;
    auto left = allowance_.burst * token - missing;
    Grant out;
    out.limit = allowance_.burst;
    out.allowed = left >= price;
    if (out.allowed) {
        full_at = now + missing + price;
        left -= price;
    }
    out.remaining = static_cast<std::uint32_t>(left / token);
    auto const awaited = out.allowed ? (out.remaining + 1) * token : price;
    out.wait_s = static_cast<std::uint32_t>(divide_up(awaited - left, rate * token));
    return out;
}

void Buckets::keep(Key const& key, std::uint64_t full_at) {
    auto& slot = slot_of(full_at);
    slot.push_back({key, full_at});
    try {
        index_.emplace(key, std::prev(slot.end()));
    } catch (...) {
        slot.pop_back();
        throw;
    }
}

void Buckets::forget_full() {
    auto const present = now_ms_ / slot_ms_;
    auto const passed = std::min<std::uint64_t>(present - forgotten_, slots_.size());
    for (auto i = present - passed; i < present; ++i) {
        auto& slot = slots_[i % slots_.size()];
        for (auto const& bucket : slot) {
            index_.erase(bucket.key);
        }
        slot.clear();
    }
    forgotten_ = present;
}

Buckets::Slot& Buckets::slot_of(std::uint64_t full_at) {
    auto const full_ms = divide_up(full_at, allowance_.per_second);
    return slots_[full_ms / slot_ms_ % slots_.size()];
}

}  // namespace ocop::http
