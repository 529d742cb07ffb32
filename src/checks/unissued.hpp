#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

// Stamps that were met with a good signature under one of our keys though no order holds them, or
// one of another product, lot or key does: only who has the key can make such a stamp. They are
// kept in memory until the next look (alerts/unissued.hpp); meeting one writes nothing.
namespace ocop::checks {

struct UnissuedStamp {
    std::string kid;
    std::string gtin;
    std::string lot;
    std::string serial;  // ten characters

    friend auto operator<=>(UnissuedStamp const&, UnissuedStamp const&) = default;
};

// What was met of one key since the last look.
struct UnissuedOfKey {
    std::uint64_t met = 0;       // times
    std::uint64_t in_order = 0;  // of them, of serials that another order holds
    std::set<UnissuedStamp> stamps;
};

class Unissued {
  public:
    static constexpr std::size_t stamps_max = 20;  // remembered of a key between two looks
    static constexpr std::size_t keys_max = 64;

    // Any thread. `in_order`: an order of something else holds the serial. Beyond the bounds stamps
    // are counted and not named, and keys not counted.
    void met(UnissuedStamp stamp, bool in_order);

    // What was met since the last call, by kid. Any thread.
    std::map<std::string, UnissuedOfKey> take();
    // What could not be told of, for the next call.
    void put_back(std::map<std::string, UnissuedOfKey> const& taken);

  private:
    void add(std::string const& kid, UnissuedOfKey const& more);

    std::mutex mutex_;  // guards keys_
    std::map<std::string, UnissuedOfKey> keys_;
};

}  // namespace ocop::checks
