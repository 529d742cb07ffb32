#include "webhooks/progress.hpp"

#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <array>

namespace ocop::webhooks {

namespace {

using events::DeadLetter;
using events::Subscription;
using events::SubscriptionState;

constexpr std::int64_t gone = 410;
constexpr std::int64_t payload_too_large = 413;

void move_cursor(Subscription& record, Sent const& sent) {
    if (sent.through > record.cursor) {
        record.cursor = sent.through;
        record.min_record_time = std::max(record.min_record_time, sent.recorded);
    }
}

void forget_failures(Subscription& record) {
    record.attempts = 0;
    record.failing_since.reset();
    record.next_try.reset();
}

DeadLetter bury(Subscription& record, Sent const& sent, Instant now, Random& random) {
    DeadLetter letter;
    letter.id = events::new_dead_letter_id(random, now);
    letter.unit = record.unit;
    letter.query = record.query;
    letter.subscription = record.id;
    letter.dest = record.dest;
    // A retry looks at no more than this batch did.
    letter.after = std::max(record.cursor, sent.after);
    letter.through = sent.through;
    letter.events = sent.events;
    letter.attempts = record.attempts;
    letter.created_at = now;
    letter.last_error = record.last_error;
    ++record.dead_letters;
    ++record.dead_in_a_row;
    if (record.dead_in_a_row >= events::dead_in_a_row_max ||
        record.dead_letters >= events::dead_letters_max) {
        record.state = SubscriptionState::paused;
    }
    return letter;
}

void remove_letter(Subscription& record) {
    record.dead_letters -= std::min(record.dead_letters, 1U);
}

void resume(Subscription& record) {
    if (record.state == SubscriptionState::paused) {
        record.state = SubscriptionState::active;
    }
}

}  // namespace

Sent sent_of(Batch const& batch) {
    return {
        batch.through,
        batch.recorded,
        static_cast<std::uint32_t>(batch.events.size()),
        batch.events.empty() ? batch.through : batch.events.front().number - 1};
}

std::int64_t delay_ms(std::uint32_t attempts, Random& random) {
    constexpr std::uint32_t doublings_max = 12;  // 2^12 s is past the hour
    auto const doublings = std::min(std::max(attempts, 1U) - 1, doublings_max);
    auto const base = std::min(first_delay_ms << doublings, delay_max_ms);
    std::array<std::uint8_t, 2> dice{};
    random.fill(dice);
    auto const chance = std::int64_t{ByteReader(as_text(dice)).u16()};  // 0 to 65535
    return base * 3 / 4 + base / 2 * chance / 65'535;
}

std::optional<DeadLetter> record_attempt(
    Subscription& record, Outcome const& outcome, Sent const& sent, Instant now, Random& random
) {
    if (outcome.delivered()) {
        move_cursor(record, sent);
        forget_failures(record);
        record.last_error.reset();
        record.dead_in_a_row = 0;
        record.last_notified_at = now;
        record.run_reported = record.run_at.has_value();
        return std::nullopt;
    }
    events::DeliveryError const error{now, outcome.status, outcome.reason};
    if (outcome.status == gone) {
        end_subscription(record, error);
        return std::nullopt;
    }
    record.last_error = error;
    if (outcome.status == payload_too_large && sent.events > 1) {
        record.batch_max = sent.events / 2;
        return std::nullopt;
    }
    ++record.attempts;
    record.failing_since = record.failing_since.value_or(now);
    auto const next = Instant{now.ms + delay_ms(record.attempts, random)};
    if (next.ms - record.failing_since->ms < give_up_ms) {
        record.next_try = next;
        return std::nullopt;
    }
    std::optional<DeadLetter> letter;
    if (sent.events > 0) {
        letter = bury(record, sent, now, random);
    } else {
        finish_run(record, now);  // an empty report is worth no letter
    }
    move_cursor(record, sent);
    forget_failures(record);
    return letter;
}

void finish_run(Subscription& record, Instant now) {
    record.run_at.reset();
    record.run_reported = false;
    auto const schedule =
        record.schedule ? events::parse_schedule(*record.schedule) : Error(Errc::corrupt, "");
    record.next_run = schedule ? events::next_run(*schedule, now) : std::nullopt;
}

bool record_retry(Subscription& record, DeadLetter& letter, Outcome const& outcome, Instant now) {
    letter.retry_asked = false;
    if (outcome.delivered()) {
        remove_letter(record);
        resume(record);
        record.dead_in_a_row = 0;
        record.last_notified_at = now;
        return true;
    }
    ++letter.attempts;
    events::DeliveryError const error{now, outcome.status, outcome.reason};
    letter.last_error = error;
    if (outcome.status == gone) {
        end_subscription(record, error);
    }
    return false;
}

void drop_letter(Subscription& record) {
    remove_letter(record);
    if (record.dead_letters == 0) {
        resume(record);
    }
}

void end_subscription(Subscription& record, events::DeliveryError error) {
    forget_failures(record);
    record.state = SubscriptionState::ended;
    record.retry_asked = false;
    record.last_error = std::move(error);
}

}  // namespace ocop::webhooks
