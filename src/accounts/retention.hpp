#pragma once

#include "store/store.hpp"

#include <ocop/base/json.hpp>

#include <cstdint>
#include <string>

// What is kept of people no longer than it is needed for; the periods are those of PRIVACY.md
// beside this file. A sweep goes through sessions, invitations, remembered answers, notices and API
// keys in slices, so that no transaction is large and a crash loses nothing but the place.
namespace ocop::accounts {

inline constexpr std::int64_t remembered_days = 7;  // answers of an Idempotency-Key
inline constexpr std::int64_t notice_days = 365;
inline constexpr std::int64_t ended_api_key_days = 30;  // after its end
inline constexpr std::int64_t sweep_records = 1'000;    // looked at in one slice

// Where a sweep stands. Begins as {}.
struct SweepState {
    std::int64_t kind = 0;
    std::string from;  // hex of the key to go on from
};
BOOST_DESCRIBE_STRUCT(SweepState, (), (kind, from))

struct Swept {
    SweepState next;
    std::uint64_t looked_at = 0;
    bool finished = false;
    store::Work work;  // erases what is over; may be empty
};

// One slice. Errors of the reads; corrupt "store_corrupt".
Result<Swept> sweep(store::Reader const& reader, SweepState const& state, Instant now);

}  // namespace ocop::accounts
