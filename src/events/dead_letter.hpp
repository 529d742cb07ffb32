#pragma once

#include "events/subscription.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Batches of events that a subscriber did not take in all the time they were offered. They name the
// events by number: what is sent on a retry is what the query finds among these then.
//
// At rest, space events (no leaves):
//   'x' ‖ dead letter id                                     → the dead letter (JSON)
//   'X' ‖ "s" ‖ subscription id ‖ 00 ‖ dead letter id         → empty: of a subscription
//   'X' ‖ "u" ‖ unit ‖ 00 ‖ dead letter id                    → empty: of a unit
// An id begins with its time, so that ids sort by age.
namespace ocop::events {

inline constexpr std::uint32_t dead_letters_max = 100;  // of a subscription: then it pauses
inline constexpr std::uint32_t dead_in_a_row_max = 3;   // nothing delivered between: then too

struct DeadLetter {
    std::int64_t v = 1;
    std::string id;
    std::string unit;
    std::string query;
    std::string subscription;
    std::string dest;
    EventNumber after = 0;    // events after this one
    EventNumber through = 0;  // up to this one
    std::uint32_t events = 0;
    std::uint32_t attempts = 0;
    Instant created_at;
    std::optional<DeliveryError> last_error;
    bool retry_asked = false;
};
BOOST_DESCRIBE_STRUCT(
    DeadLetter,
    (),
    (v,
     id,
     unit,
     query,
     subscription,
     dest,
     after,
     through,
     events,
     attempts,
     created_at,
     last_error,
     retry_asked)
)

std::string new_dead_letter_id(Random& random, Instant at);

void put_dead_letter(store::Transaction& tx, DeadLetter const& record);
void erase_dead_letter(store::Transaction& tx, DeadLetter const& record);

// not_found "dead_letter_not_found", also of another unit.
Result<DeadLetter> load_dead_letter(
    store::Reader const& reader, std::string_view unit, std::string_view id
);

Result<std::vector<DeadLetter>> dead_letters_of(
    store::Reader const& reader, std::string_view subscription
);

struct DeadLetterPage {
    std::vector<DeadLetter> letters;
    std::optional<std::string> next;
};

// The oldest first, after `after` (an id), at most `limit`.
Result<DeadLetterPage> list_dead_letters(
    store::Reader const& reader, std::string_view unit, std::string_view after, std::size_t limit
);

// Asks for one more attempt, which the deliverer makes. Errors of load_dead_letter(); conflict
// "subscription_ended".
Result<DeadLetter> ask_retry(store::Transaction& tx, std::string_view unit, std::string_view id);

}  // namespace ocop::events
