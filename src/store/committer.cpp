#include "store/committer.hpp"

#include <ocop/base/assert.hpp>

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <unistd.h>

namespace ocop::store {

namespace {

constexpr auto stalled_retry = std::chrono::milliseconds(500);
// Most batches fit, and find their memory mapped.
constexpr std::size_t batch_buffer_bytes = std::size_t{1} << 20;
constexpr int fatal_status = 70;  // sysexits.h: EX_SOFTWARE

Error const storage_full(Errc::storage_full, "storage_full");
Error const outcome_unknown(Errc::unknown_outcome, "outcome_unknown");
Error const closing(Errc::unavailable, "store_closing");

// A Done that throws has no one to tell: the process ends.
void tell(Done const& done, Result<Commit> result) noexcept {
    done(std::move(result));
}

rocksdb::Status add(
    rocksdb::WriteBatch& writes,
    rocksdb::ColumnFamilyHandle* family,
    std::string_view key,
    Overlay::Value const& value
) {
    return value ? writes.Put(family, key, *value) : writes.Delete(family, key);
}

rocksdb::Status add_all(rocksdb::WriteBatch& writes, Engine const& engine, Overlay const& overlay) {
    rocksdb::Status status;
    for (std::size_t i = 0; i < space_count; ++i) {
        auto const space = static_cast<Space>(i);
        for (auto const& [key, value] : overlay.values(space)) {
            status = status.ok() ? add(writes, engine.family(space), key, value) : status;
        }
    }
    return status;
}

}  // namespace

Committer::Committer(RocksOptions options, Paths paths, Recovered recovered)
    : options_(std::move(options)),
      paths_(std::move(paths)),
      engine_(std::move(recovered.engine)),
      mark_(std::move(recovered.mark)),
      head_(std::move(recovered.head)),
      runner_{
          *engine_,
          options_.random,
          [this](std::string const& what) {
              log_line(options_, "store: a transaction threw: " + what);
          }},
      batch_buffer_(batch_buffer_bytes) {
    publish();
    thread_ = std::thread([this] { run(); });
}

Committer::~Committer() {
    close();
}

void Committer::transact(Work work, Done done) {
    Queue::Pending pending{std::move(work), std::move(done)};
    switch (queue_.add(pending)) {
        case Queue::Added::yes:
            break;
        case Queue::Added::full:
            tell(pending.done, Error(Errc::unavailable, "store_busy"));
            break;
        case Queue::Added::closed:
            tell(pending.done, closing);
            break;
    }
}

bool Committer::ready() const {
    return state_ == State::running && !queue_.closed() && has_space();
}

void Committer::close() {
    queue_.close();
    std::lock_guard const lock(closing_);
    if (thread_.joinable()) {
        OCOP_ASSERT(thread_.get_id() != std::this_thread::get_id());
        thread_.join();
    }
}

void Committer::run() {
    while (true) {
        auto const stalled = state_ == State::stalled;
        queue_.wait(stalled ? std::optional(stalled_retry) : std::nullopt);
        if (queue_.finished()) {
            return;
        }
        if (state_ == State::stalled && !try_resume()) {
            refuse_waiting(storage_full);
        } else if (state_ == State::failed) {
            refuse_waiting(closing);
        } else {
            commit_waiting();
        }
    }
}

void Committer::commit_waiting() {
    Batch batch(std::max(options_.clock.now(), head_.at), head_.frontier, batch_buffer_);
    std::vector<Answer> answers;
    while (answers.size() < batch_transactions_max && batch.overlay.bytes() < batch_bytes_max) {
        auto pending = queue_.take();
        if (!pending) {
            break;
        }
        auto outcome = runner_.run(pending->work, batch);
        answers.push_back({std::move(pending->done), std::move(outcome)});
    }
    auto const failure = batch.overlay.empty() ? std::nullopt : write(batch);
    if (failure) {
        state_ = failure->next;
    } else if (!batch.overlay.empty()) {
        publish();
    }
    answer(answers, failure ? &*failure : nullptr);
    if (state_ == State::failed) {
        fail_fatally(fatal_);
    }
}

std::optional<Committer::Failure> Committer::write(Batch const& batch) {
    if (!has_space()) {
        return Failure{State::running, storage_full};
    }
    Head const next{head_.sequence + 1, batch.at, batch.frontier};
    // Room for the tag, family and lengths of each write.
    rocksdb::WriteBatch writes(batch.overlay.bytes() + batch.overlay.bytes() / 4);
    auto status = add_all(writes, *engine_, batch.overlay);
    auto const size = next.frontier.size();
    if (status.ok() && size / waypoint_entries != head_.frontier.size() / waypoint_entries) {
        auto const waypoint = next.frontier.encode();
        status = writes.Put(engine_->family(Space::meta), waypoint_key(size), waypoint);
    }
    if (status.ok()) {
        status = writes.Put(engine_->family(Space::meta), head_key, encode_head(next));
    }
    // In memory so far: it can fail for a bug only.
    OCOP_ASSERT(status.ok());
    return write_marked(writes, next);
}

std::optional<Committer::Failure> Committer::write_marked(rocksdb::WriteBatch& writes, Head next) {
    // Signed first: a signer that is down costs nothing but this batch.
    auto const slot = encode_mark(mark_of(next), options_.mark);
    if (!slot) {
        return Failure{State::running, slot.error()};
    }
    if (auto const status = engine_->write(writes); status.IsNoSpace()) {
        log_line(options_, "store: " + status.ToString() + "; no writes until there is space");
        return Failure{State::stalled, storage_full};
    } else if (!status.ok()) {
        fatal_ = "store: a write failed, its outcome is unknown: " + status.ToString();
        return Failure{State::failed, outcome_unknown};
    }
    if (auto const status = mark_->write(*slot); !status.ok()) {
        fatal_ = "store: the mark could not be written: " + status.ToString();
        return Failure{State::failed, outcome_unknown};
    }
    head_ = std::move(next);
    return std::nullopt;
}

// A refusal may rest on what an earlier transaction of the batch wrote, so it shares the batch's
// failure.
void Committer::answer(std::vector<Answer>& answers, Failure const* failure) {
    for (auto& [done, outcome] : answers) {
        if (failure != nullptr) {
            tell(done, failure->error);
        } else if (outcome) {
            tell(done, Commit{head_.frontier.size(), head_.at});
        } else {
            tell(done, outcome.error());
        }
    }
}

void Committer::fail_fatally(std::string const& what) {
    if (options_.on_fatal) {
        options_.on_fatal(what);
        return;
    }
    log_line(options_, what);
    ::_exit(fatal_status);
}

void Committer::refuse_waiting(Error const& error) {
    while (auto pending = queue_.take()) {
        tell(pending->done, error);
    }
}

bool Committer::has_space() const {
    auto const free = free_bytes(paths_.root);
    return free && *free >= options_.free_bytes_min;
}

bool Committer::try_resume() {
    if (!has_space() || !engine_->resume().ok()) {
        return false;
    }
    if (!reload()) {
        return false;
    }
    log_line(options_, "store: there is space again");
    state_ = State::running;
    return true;
}

// The batch that met the full disk may have been written after all: what the database says counts.
bool Committer::reload() {
    auto head = load_head(*engine_);
    if (!head || head->sequence < head_.sequence) {
        return false;
    }
    auto const checked = check_against_mark(*engine_, *head, mark_of(head_));
    auto const slot = encode_mark(mark_of(*head), options_.mark);
    if (!checked || !slot || !mark_->write(*slot).ok()) {
        return false;
    }
    head_ = std::move(*head);
    publish();
    return true;
}

void Committer::publish() {
    published_.set(std::make_shared<View>(engine_, head_.frontier.size()));
}

}  // namespace ocop::store
