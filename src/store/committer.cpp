#include "store/committer.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <utility>

namespace ocop::store {

namespace {

constexpr auto stalled_retry = std::chrono::milliseconds(500);
// Most batches fit, and find their memory mapped.
constexpr std::size_t batch_buffer_bytes = std::size_t{1} << 20;

Error const closing(Errc::unavailable, "store_closing");

}  // namespace

Committer::Committer(RocksOptions options, Paths paths, Recovered recovered)
    : options_(std::move(options)),
      paths_(std::move(paths)),
      writer_(options_, paths_, std::move(recovered), [this] { queue_.wake(); }),
      runner_{
          writer_.engine(),
          options_.random,
          [this](std::string const& what) {
              log_line(options_, "store: a transaction threw: " + what);
          },
          options_.log ? options_.log->permit : nullptr},
      buffers_{
          std::vector<std::byte>(batch_buffer_bytes), std::vector<std::byte>(batch_buffer_bytes)} {
    revisions_.fill(++changes_);
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
    bool const permitted = !runner_.permit || runner_.permit();
    return permitted && writer_.health() == Health::running && !queue_.closed() &&
           writer_.has_space();
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
        wait();
        if (queue_.finished()) {
            end();
            return;
        }
        serve();
    }
}

void Committer::serve() {
    switch (writer_.health()) {
        case Health::running:
            run_waiting();
            break;
        case Health::stalled:
            end();
            if (!writer_.try_resume()) {
                refuse_waiting(storage_full);
            }
            break;
        case Health::failed:
            end();
            refuse_waiting(closing);
            break;
    }
}

void Committer::wait() {
    if (writer_.health() == Health::stalled && !next_) {
        queue_.wait_for(stalled_retry);
        return;
    }
    queue_.wait(!has_room(), [this] {
        return writer_.idle() && (next_ || writer_.health() == Health::stalled);
    });
}

bool Committer::has_room() const {
    return !next_ || (next_->answers.size() < batch_transactions_max &&
                      next_->batch.overlay.bytes() < batch_bytes_max);
}

void Committer::run_waiting() {
    while (has_room() && !(next_ && (writer_.idle() || writer_.failed_last()))) {
        auto pending = queue_.take();
        if (!pending) {
            break;
        }
        if (!next_) {
            start_flight();
        }
        auto outcome = runner_.run(pending->work, next_->batch);
        next_->answers.push_back({std::move(pending->done), std::move(outcome)});
    }
    if (next_ && writer_.failed_last()) {
        writer_.wait();
    }
    if (next_ && writer_.idle()) {
        hand_over();
    }
}

void Committer::start_flight() {
    auto const now = options_.clock.now();
    auto& buffer = buffers_[0];
    if (writer_.failed_last()) {
        writer_.wait();
    }
    if (writer_.idle()) {
        if (written_ && written_->failure) {
            forget_changes();
        }
        written_.reset();
        auto const& head = writer_.head();
        next_ = std::make_unique<Flight>(
            std::max(now, head.at), head.frontier.size(), buffer, nullptr, revisions_
        );
    } else {
        auto const& before = written_->batch;
        next_ = std::make_unique<Flight>(
            std::max(now, before.at), before.ledger_size(), buffer, &before.overlay, revisions_
        );
    }
    std::swap(buffers_[0], buffers_[1]);
}

// The writer is idle.
void Committer::hand_over() {
    auto flight = std::exchange(next_, nullptr);
    if (flight->batch.below != nullptr && written_->failure) {
        forget_changes();
        answer(*flight, &*written_->failure, {});
        return;
    }
    flight->batch.below = nullptr;
    count_changes(*flight);
    written_ = std::move(flight);
    writer_.write(*written_);
}

// After a flight that failed: what ran over it saw numbers of what never was.
void Committer::forget_changes() {
    revisions_.fill(++changes_);
}

void Committer::count_changes(Flight& flight) {
    for (std::size_t i = 0; i < space_count; ++i) {
        if (!flight.batch.overlay.values(static_cast<Space>(i)).empty()) {
            revisions_[i] = ++changes_;
        }
    }
    flight.revisions = revisions_;
}

// Until nobody waits for anything that was begun.
void Committer::end() {
    writer_.wait();
    if (next_) {
        hand_over();
        writer_.wait();
    }
}

void Committer::refuse_waiting(Error const& error) {
    while (auto pending = queue_.take()) {
        tell(pending->done, error);
    }
}

}  // namespace ocop::store
