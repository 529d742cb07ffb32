#pragma once

#include "prints/issued.hpp"
#include "store/store.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

// Sample data: real kinds of product, communes and value chains of Phú Thọ and Cao Bằng, fictional
// producers and lots, GTINs under GS1's demonstration prefix 952, all flagged as sample data.
namespace ocop::cli {

// Random bytes from a seed: SHA-256 of seed and a counter. The same register for the same seed; for
// sample data and tests alone. Any thread.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : seed_(seed) {}

    void fill(std::span<std::uint8_t> out) override;

  private:
    std::mutex mutex_;
    std::uint64_t const seed_;
    std::uint64_t counter_ = 0;
};

// A clock that the loader sets: history is written with the times it is said to have happened at.
// Any thread.
class HistoryClock final : public Clock {
  public:
    explicit HistoryClock(Instant start) : now_(start) {}

    Instant now() const override;
    void set(Instant now);  // never back (OCOP_ASSERT)

  private:
    mutable std::mutex mutex_;
    Instant now_;
};

// How long before today the sample history begins; the sample issuing keys' windows start here.
inline constexpr int demo_history_days = 1600;
// Length of those windows: the history and a year. That of the key that is revoked in the story is
// as long as a real one's.
inline constexpr int demo_key_days = demo_history_days + 365;
inline constexpr int demo_short_key_days = 90;

// The kids of the sample keyring, made before loading.
struct DemoKid {
    stamp::Kid kid;
    std::string_view authority;
};

std::vector<DemoKid> demo_kids();

// Writes the whole sample register: authorities, keys (as in the keyring), producers, places,
// products, trade items, certificates of 3, 4 and 5 stars in every state, lots, stamp orders. The
// store must be empty, its clock `clock` at `demo_history_days` before `today`; the clock ends at
// `today`. Everything but key bytes is the same for the same seed and day.
Result<void> load_demo(
    store::Store& store,
    HistoryClock& clock,
    Random& random,
    std::vector<std::string> const& public_keys,  // base64url points, in the order of demo_kids()
    Instant today
);

// Gives the signed link of an order's position.
using StampLink =
    std::function<Result<std::string>(prints::IssuedOrder const& order, std::int64_t position)>;

// One link for each verdict that the sample data can show, the good one first; signed ones come
// from `link`. not_found "sample_missing" when load_demo() did not fill this register,
// "serial_key_missing"; errors of the store and of `link`.
struct Sample {
    std::string verdict;  // the code that judging it gives
    std::string url;      // to be opened as it is
};

Result<std::vector<Sample>> demo_samples(
    store::Reader const& reader,
    StampLink const& link,
    stamp::SerialKeys const& serials,
    std::string_view host
);

}  // namespace ocop::cli
