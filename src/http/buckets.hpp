#pragma once

#include <ocop/base/random.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

// Token buckets: who may do how much, and when again.
namespace ocop::http {

// A bucket of `burst` tokens that regains `per_second` each second, evenly. Each at most
// number_max; 0 in either: there is no limit.
struct Allowance {
    static constexpr std::uint32_t number_max = 1'000'000;

    std::uint32_t burst = 0;
    std::uint32_t per_second = 0;

    bool limits() const { return burst > 0 && per_second > 0; }
};

// What came of asking for tokens.
struct Grant {
    bool allowed = false;
    std::uint32_t limit = 0;      // the burst
    std::uint32_t remaining = 0;  // whole tokens left
    // Whole seconds, rounded up, at least 1: refused, until the tokens asked for are there;
    // allowed, until there is one more than `remaining`.
    std::uint32_t wait_s = 1;
};

// Buckets of one allowance, by key. Any thread. The arithmetic is in integers and exact.
//
// A full bucket says nothing that a new one would not, so only the others are kept: each is
// forgotten by the first take, of any key, that comes 1/256 of burst/per_second after it is full.
// Room is for `keys_max` of them; the default, 65,536, takes at most 8 MiB. A take costs one
// SHA-256 and amortised O(1).
//
// When there is no room, no bucket that lacks tokens is ever dropped: a client could then have its
// own back full by showing up under other keys. Newcomers share one more bucket of the same
// allowance until there is room, so that what strangers may do stays bounded, and those already
// known keep their own. What that takes: a request makes its bucket lack a token for 1/per_second,
// and be kept for the 256th part above longer. With 240 at 4/s that is half a second, so filling
// the table takes some 135,000 requests a second, whatever their keys: a server so flooded answers
// 503. What this does not do: a client that holds many keys has the allowance many times. Who
// routes an IPv6 /48 is 65,536 clients; the bounds on queues and connections are for them
// (ServerLimits).
//
// Keys are kept as a hash under a secret: no key is in memory, and nobody can choose keys that
// collide in the table.
class Buckets {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    static constexpr std::size_t keys_default = 65'536;

    // `allowance` limits, and `keys_max` is not 0 (OCOP_ASSERT).
    Buckets(Allowance allowance, Random& random, std::size_t keys_max = keys_default);

    // 1 ≤ cost ≤ burst (OCOP_ASSERT). All or none of `cost` is taken. Depends on the calls so far
    // and their times, cut to milliseconds; a time before the last call's counts as that.
    Grant take(std::string_view key, TimePoint now, std::uint32_t cost = 1);

    std::size_t size() const;  // buckets kept now

  private:
    using Key = std::array<std::uint64_t, 2>;

    struct KeyHash {
        std::size_t operator()(Key const& key) const { return key[0]; }
    };

    struct Bucket {
        Key key;
        // When it is full, on a clock that counts thousandths of the tokens made since time began:
        // the one number that says how many it lacks.
        std::uint64_t full_at;
    };

    using Slot = std::list<Bucket>;

    Key key_of(std::string_view text) const;
    Grant draw(std::uint64_t& full_at, std::uint32_t cost) const;
    void keep(Key const& key, std::uint64_t full_at);
    void forget_full();
    Slot& slot_of(std::uint64_t full_at);

    Allowance const allowance_;
    std::size_t const keys_max_;
    std::uint64_t const slot_ms_;
    std::array<std::uint8_t, 16> secret_{};
    mutable std::mutex mutex_;  // guards what follows
    std::uint64_t now_ms_ = 0;
    std::uint64_t forgotten_ = 0;  // slots before this one, counted from time 0, are empty
    std::vector<Slot> slots_;      // a wheel: buckets by when they are full
    std::unordered_map<Key, Slot::iterator, KeyHash> index_;
    std::uint64_t shared_full_at_ = 0;  // the bucket of those for whom there is no room
};

}  // namespace ocop::http
