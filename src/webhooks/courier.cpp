#include "webhooks/courier.hpp"

#include "accounts/access.hpp"
#include "accounts/account.hpp"
#include "events/named_query.hpp"
#include "webhooks/signature.hpp"

#include <ocop/base/id.hpp>
#include <ocop/epcis/query.hpp>

#include <algorithm>

namespace ocop::webhooks {

namespace {

using accounts::Principal;
using events::DeadLetter;
using events::Subscription;
using events::SubscriptionState;
using When = Next::When;

// Whose right a delivery is: that of reading the query's events oneself.
constexpr std::string_view reading_route = "GET /epcis/v2/queries/{queryName}/events";
constexpr std::int64_t owner_wait_ms = 60'000;
// A cursor this far behind what was looked at is stored though nothing was delivered, so that a
// restart does not look at all of it again.
constexpr events::EventNumber seen_unstored_max = 20'000;
constexpr std::string_view key_over = "api_key_over";
constexpr std::string_view version = "2.0.0";

// Empty: nothing may be sent on its behalf now.
Result<std::optional<Principal>> eyes_of(
    store::Reader const& reader, Subscription const& record, Instant now
) {
    auto const account = accounts::find_account(reader, record.account);
    if (!account) {
        return account.error();
    }
    auto const* const row = accounts::find_access(reading_route);
    bool const usable = *account && accounts::is_usable(**account, now) &&
                        accounts::unit_key(**account) == record.unit && row != nullptr;
    auto const reach = usable ? accounts::reach_of(*row, (**account).role) : accounts::Reach::none;
    if (reach == accounts::Reach::none) {
        return std::optional<Principal>();
    }
    return std::optional(accounts::principal_of(**account, reach));
}

// On the record as it is now; nothing when it was deleted meanwhile.
Result<void> change_found(
    store::Transaction& tx,
    std::string_view id,
    std::function<Result<void>(store::Transaction&, Subscription&)> const& change
) {
    auto record = events::find_subscription(tx, id);
    if (!record || !*record) {
        return record ? Result<void>() : record.error();
    }
    if (auto const changed = change(tx, **record); !changed) {
        return changed.error();
    }
    events::put_subscription(tx, **record);
    return {};
}

bool is_asked_for(DeadLetter const& letter) {
    return letter.retry_asked;
}

}  // namespace

struct Courier::Task {
    std::unique_ptr<store::Snapshot> snapshot;
    Subscription record;
    epcis::Query query;
    Principal who;
    events::EventNumber seen = 0;
    Instant now;
};

Result<Next> Courier::step(std::string_view id, events::EventNumber seen) const {
    Task task;
    task.snapshot = parts_.store.snapshot();
    task.now = parts_.clock.now();
    auto record = events::find_subscription(*task.snapshot, id);
    if (!record) {
        return record.error();
    }
    bool const goes_on =
        *record && ((**record).state == SubscriptionState::active || (**record).retry_asked);
    if (!goes_on) {
        return Next{When::asked, {}, seen};
    }
    task.record = std::move(**record);
    task.seen = std::max(seen, task.record.cursor);
    auto const key_good = events::is_key_good(*task.snapshot, task.record, task.now);
    if (!key_good) {
        return key_good.error();
    }
    if (!*key_good) {
        return end(task);
    }
    auto who = eyes_of(*task.snapshot, task.record, task.now);
    if (!who) {
        return who.error();
    }
    if (!*who) {
        return Next{When::barred, {task.now.ms + owner_wait_ms}, task.seen};
    }
    task.who = std::move(**who);
    auto const named = events::load_query(*task.snapshot, task.record.unit, task.record.query);
    if (!named) {
        return named.error();
    }
    auto query = events::query_of(*named);
    if (!query) {
        return query.error();
    }
    task.query = std::move(*query);
    return task.record.retry_asked ? retry(task) : deliver(task);
}

Result<Next> Courier::end(Task const& task) const {
    auto const stored = change(task.record.id, [&](store::Transaction&, Subscription& record) {
        end_subscription(record, {task.now, 0, std::string(key_over)});
        return Result<void>();
    });
    if (!stored) {
        return stored.error();
    }
    return Next{When::asked, {}, task.seen};
}

Result<Next> Courier::deliver(Task const& task) const {
    auto const& record = task.record;
    if (record.next_try && *record.next_try > task.now) {
        return Next{When::later, *record.next_try, task.seen};
    }
    bool const scheduled = record.schedule.has_value();
    if (scheduled && !record.run_at && !record.next_run) {
        return Next{When::later, Instant{INT64_MAX}, task.seen};  // no date is left
    }
    if (scheduled && !record.run_at && *record.next_run > task.now) {
        return Next{When::later, *record.next_run, task.seen};
    }
    auto limits = limits_;
    limits.events_max = std::min<std::size_t>(limits.events_max, record.batch_max);
    Wanted wanted;
    wanted.after = task.seen;
    if (scheduled) {
        wanted.recorded_until = record.run_at.value_or(task.now);
    }
    auto batch = next_batch(*task.snapshot, task.query, task.who, wanted, limits);
    if (!batch) {
        return batch.error();
    }
    if (!batch->events.empty()) {
        return send_batch(task, std::move(*batch));
    }
    if (scheduled && !batch->more) {
        return end_run(task, *batch);
    }
    if (batch->through - record.cursor > seen_unstored_max) {
        auto const stored = change(record.id, [&](store::Transaction&, Subscription& now) {
            now.cursor = std::max(now.cursor, batch->through);
            return Result<void>();
        });
        if (!stored) {
            return stored.error();
        }
    }
    return Next{batch->more ? When::at_once : When::new_events, {}, batch->through};
}

Result<Next> Courier::send_batch(Task const& task, Batch batch) const {
    auto const body = write_document(batch, task.record, task.now, limits_);
    auto const outcome = post(task.record, body);
    auto const sent = sent_of(batch);
    auto const stored = change(task.record.id, [&](store::Transaction& tx, Subscription& record) {
        if (record.schedule) {
            record.run_at = record.run_at.value_or(task.now);
        }
        auto const letter = record_attempt(record, outcome, sent, tx.now(), parts_.random);
        if (letter) {
            events::put_dead_letter(tx, *letter);
        }
        return Result<void>();
    });
    if (!stored) {
        return stored.error();
    }
    auto const seen = outcome.delivered() ? batch.through : task.seen;
    return Next{When::at_once, {}, seen, outcome.status != 0};
}

// A run of a schedule that has nothing (more) to send.
Result<Next> Courier::end_run(Task const& task, Batch const& batch) const {
    bool const reports = task.record.report_if_empty && !task.record.run_reported;
    Outcome outcome;
    if (reports) {
        Batch empty;
        outcome = post(task.record, write_document(empty, task.record, task.now, limits_));
    }
    Sent const sent{batch.through, batch.recorded, 0, batch.through};
    auto const stored = change(task.record.id, [&](store::Transaction& tx, Subscription& record) {
        record.run_at = record.run_at.value_or(task.now);
        if (reports) {
            record_attempt(record, outcome, sent, tx.now(), parts_.random);
        }
        if (!reports || outcome.delivered()) {
            record.cursor = std::max(record.cursor, sent.through);
            finish_run(record, tx.now());
        }
        return Result<void>();
    });
    if (!stored) {
        return stored.error();
    }
    return Next{When::at_once, {}, batch.through, reports && outcome.status != 0};
}

Result<Next> Courier::retry(Task const& task) const {
    auto letters = events::dead_letters_of(*task.snapshot, task.record.id);
    if (!letters) {
        return letters.error();
    }
    auto const asked = std::find_if(letters->begin(), letters->end(), is_asked_for);
    if (asked != letters->end()) {
        return retry_letter(task, std::move(*asked));
    }
    auto const stored = change(task.record.id, [](store::Transaction& tx, Subscription& record) {
        auto const now = events::dead_letters_of(tx, record.id);
        if (!now) {
            return Result<void>(now.error());
        }
        record.retry_asked = std::any_of(now->begin(), now->end(), is_asked_for);
        return Result<void>();
    });
    if (!stored) {
        return stored.error();
    }
    return Next{When::at_once, {}, task.seen};
}

Result<Next> Courier::retry_letter(Task const& task, DeadLetter letter) const {
    Wanted wanted;
    wanted.after = letter.after;
    wanted.through = letter.through;
    auto limits = limits_;
    limits.events_max = std::max<std::size_t>(letter.events, 1);
    limits.examined_max = SIZE_MAX;  // the batch was cut to size when it was made
    limits.examined_bytes_max = SIZE_MAX;
    limits.bytes_max = SIZE_MAX;
    auto batch = next_batch(*task.snapshot, task.query, task.who, wanted, limits);
    if (!batch) {
        return batch.error();
    }
    if (batch->events.empty()) {
        return drop(task, letter);
    }
    auto const outcome = post(task.record, write_document(*batch, task.record, task.now, limits));
    auto const stored = change(task.record.id, [&](store::Transaction& tx, Subscription& record) {
        auto now = letter;
        if (record_retry(record, now, outcome, tx.now())) {
            events::erase_dead_letter(tx, now);
        } else {
            events::put_dead_letter(tx, now);
        }
        return Result<void>();
    });
    if (!stored) {
        return stored.error();
    }
    return Next{When::at_once, {}, task.seen, outcome.status != 0};
}

Result<Next> Courier::drop(Task const& task, DeadLetter const& letter) const {
    auto const stored = change(task.record.id, [&](store::Transaction& tx, Subscription& record) {
        drop_letter(record);
        events::erase_dead_letter(tx, letter);
        return Result<void>();
    });
    if (!stored) {
        return stored.error();
    }
    return Next{When::at_once, {}, task.seen};
}

Outcome Courier::post(Subscription const& record, std::string body) const {
    auto const token = events::open_token(record, parts_.vault);
    if (!token) {
        return {0, std::string(token.error().slug)};
    }
    http::ClientRequest request;
    request.method = http::Method::post;
    request.url = record.dest;
    request.headers = {
        {"Content-Type", "application/json"},
        {"GS1-EPCIS-Version", std::string(version)},
        {"GS1-CBV-Version", std::string(version)},
        {"GS1-EPC-Format", record.epc_format},
        {"GS1-Query-Min-Record-Time", to_text(record.min_record_time)}};
    if (!token->empty()) {
        Attempt const attempt{parts_.clock.now(), random_id(parts_.random)};
        request.headers.push_back({"GS1-Signature", sign(*token, attempt, body)});
    }
    request.body = std::move(body);
    auto const answer = parts_.client.send(request);
    if (!answer) {
        return {0, std::string(answer.error().slug)};
    }
    return {answer->status, "http_" + std::to_string(answer->status)};
}

Result<void> Courier::change(std::string_view id, Change const& change) const {
    auto const commit = transact_now(parts_.store, [&](store::Transaction& tx) {
        return change_found(tx, id, change);
    });
    return commit ? Result<void>() : Result<void>(commit.error());
}

}  // namespace ocop::webhooks
