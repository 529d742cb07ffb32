#include "cli/retention.hpp"

#include "accounts/retention.hpp"
#include "alerts/tallies.hpp"
#include "blobs/record.hpp"
#include "checks/retention.hpp"
#include "cli/ledger_day.hpp"
#include "pins/pins.hpp"
#include "reports/allowance.hpp"
#include "reports/report.hpp"

#include <ocop/base/encoding.hpp>

#include <chrono>

namespace ocop::cli {

namespace {

constexpr std::chrono::minutes look_again{30};
constexpr std::size_t receipts_at_once = 1'000;

constexpr std::size_t records_at_once = 5'000;
constexpr std::size_t tallies_at_once = 2'000;

// Where the job stands: in the accounts' sweep, then in the receipts, in the records of checks, in
// what alerts remember of them, in the contacts and photos of reports, then at the blobs.
struct State {
    accounts::SweepState accounts;
    bool receipts = false;
    std::string from;  // hex
    bool records = false;
    bool tallies = false;
    bool evidence = false;
    bool blobs = false;
};
BOOST_DESCRIBE_STRUCT(State, (), (accounts, receipts, from, records, tallies, evidence, blobs))

Result<jobs::Slice> sweep_accounts(
    store::Reader const& reader, State state, jobs::Job const& job, Instant now
) {
    auto swept = accounts::sweep(reader, state.accounts, now);
    if (!swept) {
        return swept.error();
    }
    jobs::Slice slice;
    state.accounts = std::move(swept->next);
    state.receipts = swept->finished;
    slice.state = json::write(state);
    slice.done = job.done + swept->looked_at;
    slice.work = std::move(swept->work);
    return slice;
}

Result<jobs::Slice> sweep_receipts(
    store::Reader const& reader, State state, jobs::Job const& job, Instant now
) {
    auto const from = from_hex(state.from);
    if (!from) {
        return from.error();
    }
    auto old = checks::old_receipts(reader, as_text(*from), receipts_at_once, now);
    if (!old) {
        return old.error();
    }
    jobs::Slice slice;
    state.receipts = !old->next.empty();
    state.records = old->next.empty();
    state.from = to_hex(as_bytes(old->next));
    slice.state = json::write(state);
    slice.done = job.done + old->keys.size();
    slice.work = [keys = std::move(old->keys)](store::Transaction& tx) -> Result<void> {
        checks::erase_keys(tx, keys);
        pins::erase_receipts(tx, keys);
        return {};
    };
    return slice;
}

Result<jobs::Slice> sweep_records(
    store::Reader const& reader, State state, jobs::Job const& job, Day last_old
) {
    auto const from = from_hex(state.from);
    if (!from) {
        return from.error();
    }
    auto old = checks::old_records(reader, as_text(*from), records_at_once, last_old);
    if (!old) {
        return old.error();
    }
    jobs::Slice slice;
    state.records = old->size() == records_at_once;
    state.tallies = !state.records;
    state.from = state.records ? to_hex(as_bytes(old->back())) : std::string();
    slice.state = json::write(state);
    slice.done = job.done + old->size();
    slice.work = [keys = std::move(*old)](store::Transaction& tx) -> Result<void> {
        checks::erase_keys(tx, keys);
        return {};
    };
    return slice;
}

Result<jobs::Slice> sweep_tallies(
    store::Reader const& reader, State state, jobs::Job const& job, Day today
) {
    auto const from = from_hex(state.from);
    if (!from) {
        return from.error();
    }
    auto old = alerts::old_tallies(reader, as_text(*from), tallies_at_once, today);
    if (!old) {
        return old.error();
    }
    jobs::Slice slice;
    state.tallies = !old->next.empty();
    state.evidence = old->next.empty();
    state.from = to_hex(as_bytes(old->next));
    slice.state = json::write(state);
    slice.done = job.done + old->keys.size();
    slice.work = [keys = std::move(old->keys), today](store::Transaction& tx) {
        return alerts::erase_tallies(tx, keys, today);
    };
    return slice;
}

Result<jobs::Slice> sweep_evidence(
    store::Reader const& reader, State state, jobs::Job const& job, Instant now
) {
    auto const from = from_hex(state.from);
    if (!from) {
        return from.error();
    }
    auto old = reports::old_evidence(reader, as_text(*from), receipts_at_once, now);
    if (!old) {
        return old.error();
    }
    jobs::Slice slice;
    state.evidence = !old->next.empty();
    state.blobs = old->next.empty();
    state.from = to_hex(as_bytes(old->next));
    slice.state = json::write(state);
    slice.done = job.done + old->keys.size();
    auto const today = legal_day(now);
    slice.work = [keys = std::move(old->keys), today](store::Transaction& tx) -> Result<void> {
        // The rest goes with the next slice, or tomorrow.
        auto const counts = reports::erase_counts_before(tx, today, receipts_at_once);
        return counts ? reports::erase_evidence(tx, keys) : counts.error();
    };
    return slice;
}

// Files are no part of the transaction: whatever goes before a crash is not there for the next try.
Result<jobs::Slice> sweep_files(
    store::Store const& store,
    blobs::BlobStore& blobs,
    bundles::FilterFiles& filters,
    jobs::Job const& job,
    Instant now
) {
    if (auto ok = filters.sweep(now); !ok) {
        return ok.error();
    }
    Instant const before{now.ms - blobs::unnamed_after_ms};
    auto const left = blobs::unnamed(blobs, *store.snapshot(), before);
    if (!left) {
        return left.error();
    }
    jobs::Slice slice;
    slice.finished = true;
    slice.state = job.state;
    slice.done = job.done;
    for (auto const& name : *left) {
        auto const erased = blobs.erase(name, before);
        if (!erased) {
            return erased.error();
        }
        slice.done += *erased ? 1 : 0;
    }
    return slice;
}

}  // namespace

jobs::Step retention_step(
    store::Store& store,
    blobs::BlobStore& blobs,
    bundles::FilterFiles& filters,
    Clock const& clock,
    std::int64_t record_days
) {
    return [&store, &blobs, &filters, &clock, record_days](jobs::Job const& job
           ) -> Result<jobs::Slice> {
        auto state = json::read<State>(job.state, json::Mode::lenient);
        if (!state) {
            return state.error();
        }
        auto const snapshot = store.snapshot();
        auto const now = clock.now();
        auto const last_old = checks::last_old_day(legal_day(now), record_days);
        auto slice = state->blobs      ? sweep_files(store, blobs, filters, job, now)
                     : state->evidence ? sweep_evidence(*snapshot, std::move(*state), job, now)
                     : state->tallies
                         ? sweep_tallies(*snapshot, std::move(*state), job, legal_day(now))
                     : state->records  ? sweep_records(*snapshot, std::move(*state), job, last_old)
                     : state->receipts ? sweep_receipts(*snapshot, std::move(*state), job, now)
                                       : sweep_accounts(*snapshot, std::move(*state), job, now);
        if (slice) {
            slice->total = slice->done;
        }
        return slice;
    };
}

DailyRetention::DailyRetention(
    store::Store& store, jobs::Jobs& jobs, Clock const& clock, Random& random
)
    : store_(store), jobs_(jobs), clock_(clock), random_(random), thread_([this] { run(); }) {}

DailyRetention::~DailyRetention() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void DailyRetention::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        start_todays();
        lock.lock();
        wake_.wait_for(lock, look_again, [this] { return stopping_; });
    }
}

// A day that cannot be started now is tried again with the next look.
void DailyRetention::start_todays() {
    auto const today = to_text(legal_day(clock_.now()));
    auto const start = [&](store::Transaction& tx, std::string_view kind) -> Result<void> {
        auto const id =
            jobs::start(tx, random_, {std::string(kind), today, json::value(json::object()), 0});
        return id ? Result<void>() : id.error();
    };
    auto const both = [&](store::Transaction& tx) {
        auto const first = start(tx, retention_kind);
        return first ? start(tx, ledger_day_kind) : first;
    };
    if (store::transact_now(store_, both)) {
        jobs_.wake();
    }
}

}  // namespace ocop::cli
