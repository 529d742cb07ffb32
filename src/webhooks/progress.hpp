#pragma once

#include "events/dead_letter.hpp"
#include "events/subscription.hpp"
#include "webhooks/batch.hpp"

#include <ocop/base/random.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What becomes of a subscription after an attempt to deliver: pure changes of its record, made
// inside the transaction that stores them.
//
//   2xx                     the cursor moves; what failed before is forgotten
//   413 to several events   at once again with half as many, which stays
//   410                     the subscription ends
//   all else, no answer,    again after 1 s, 2 s, 4 s … 1 h, each a quarter shorter or longer by
//   413 to one event        chance, until 24 h have gone since the first attempt; then the batch
//                           is a dead letter and the subscription goes on behind it
//
// Three dead letters in a row, or a hundred in all, pause a subscription: no events are lost, as
// its cursor stands still. It goes on once a dead letter is delivered on request.
namespace ocop::webhooks {

inline constexpr std::int64_t first_delay_ms = 1'000;
inline constexpr std::int64_t delay_max_ms = 3'600'000;
inline constexpr std::int64_t give_up_ms = 24 * 3'600'000;

// What came of an attempt.
struct Outcome {
    std::int64_t status = 0;  // of the answer; 0: there was none
    std::string reason;       // of a failure: "http_500", or the slug of the client's error

    bool delivered() const { return status >= 200 && status < 300; }
};

// The batch that was sent.
struct Sent {
    events::EventNumber through = 0;
    Instant recorded;  // of the event `through`
    std::uint32_t events = 0;
    events::EventNumber after = 0;  // none of its events is this one or before
};

Sent sent_of(Batch const& batch);

// The wait before attempt `attempts` + 1, from the record's count of failed ones (at least 1).
std::int64_t delay_ms(std::uint32_t attempts, Random& random);

// Gives the dead letter that the attempt made, if it did.
std::optional<events::DeadLetter> record_attempt(
    events::Subscription& record,
    Outcome const& outcome,
    Sent const& sent,
    Instant now,
    Random& random
);

// Nothing (more) is in the run of a schedule, or its report was given up: the next one is planned.
void finish_run(events::Subscription& record, Instant now);

// Of a retry that somebody asked for. True when the letter is delivered and goes.
bool record_retry(
    events::Subscription& record, events::DeadLetter& letter, Outcome const& outcome, Instant now
);

// A letter in which the subscriber may see nothing any more goes without having been sent, which
// tells nothing of the receiver. Only when it was the last one does a paused subscription go on: no
// other is left whose delivery could show that it answers.
void drop_letter(events::Subscription& record);

// Nothing is sent or tried again from now on.
void end_subscription(events::Subscription& record, events::DeliveryError error);

}  // namespace ocop::webhooks
