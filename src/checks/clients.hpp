#pragma once

#include "store/store.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>

#include <array>
#include <cstdint>
#include <string>

// Telling buyers apart for statistics, and for one day only: a client is a MAC of address and user
// agent under the day's random key, and the key is erased when its day is over. After that nobody,
// with the whole store in hand, can say which client of one day is which of another, or try out
// addresses against the hashes. Behind a carrier's NAT two buyers with the same kind of phone look
// like one.
//
// At rest, space checks: 'k' ‖ u16 day (since 1970) → 32 random bytes.
namespace ocop::checks {

using DayKey = std::array<std::uint8_t, 32>;
using Client = std::uint64_t;

// Who calls. Lives as long as the request and is never stored.
struct Visitor {
    std::string address;  // as limits count it: an IPv4 address or an IPv6 /64
    std::string agent;    // its User-Agent; the first agent_bytes_max bytes count
};

inline constexpr std::size_t agent_bytes_max = 512;

DayKey new_day_key(Random& random);

// The first 64 bits of HMAC-SHA-256(key; address 00 agent).
Client client_of(DayKey const& key, Visitor const& visitor);

// The day's key, which is `fresh` if it had none. corrupt "store_corrupt"; errors of the read.
Result<DayKey> use_day_key(store::Transaction& tx, Day day, DayKey const& fresh);

// Errors of the read.
Result<void> erase_day_keys_before(store::Transaction& tx, Day day);

// Days since 1970 as the keys here have them: up to 2149.
std::uint16_t day_number(Day day);
Day day_of(std::uint16_t number);

}  // namespace ocop::checks
