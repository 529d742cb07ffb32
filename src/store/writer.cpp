#include "store/writer.hpp"

#include <ocop/base/assert.hpp>

#include <rocksdb/write_batch.h>

#include <unistd.h>
#include <utility>

namespace ocop::store {

namespace {

constexpr int fatal_status = 70;  // sysexits.h: EX_SOFTWARE

Error const outcome_unknown(Errc::unknown_outcome, "outcome_unknown");

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

void answer(Flight& flight, Failure const* failure, Commit const& commit) {
    for (auto& [done, outcome] : flight.answers) {
        if (failure != nullptr) {
            tell(done, failure->error);
        } else if (outcome) {
            tell(done, commit);
        } else {
            tell(done, outcome.error());
        }
    }
    flight.answers.clear();
}

Writer::Writer(
    RocksOptions const& options,
    Paths const& paths,
    Recovered recovered,
    std::function<void()> landed
)
    : options_(options),
      paths_(paths),
      landed_(std::move(landed)),
      engine_(std::move(recovered.engine)),
      mark_(std::move(recovered.mark)),
      head_(std::move(recovered.head)),
      log_(std::move(recovered.log)) {
    publish({});
    thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
    {
        std::lock_guard const lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Writer::write(Flight& flight) {
    {
        std::lock_guard const lock(mutex_);
        OCOP_ASSERT(flight_ == nullptr && !ended_);
        flight_ = &flight;
        idle_ = false;
        failed_last_ = false;
    }
    changed_.notify_all();
}

void Writer::wait() const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return flight_ == nullptr; });
}

void Writer::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return flight_ != nullptr || ended_; });
        if (flight_ == nullptr) {
            return;
        }
        lock.unlock();
        land(*flight_);
        lock.lock();
        flight_ = nullptr;
        idle_ = true;
        changed_.notify_all();
        lock.unlock();
        landed_();
        lock.lock();
    }
}

void Writer::land(Flight& flight) {
    if (!flight.batch.overlay.empty()) {
        flight.failure = write_batch(flight.batch);
        if (flight.failure) {
            failed_last_ = true;
            health_ = flight.failure->next;
        } else {
            publish(flight.revisions);
        }
    }
    answer(flight, flight.failure ? &*flight.failure : nullptr, {head_.frontier.size(), head_.at});
    if (!fatal_.empty()) {
        fail_fatally(std::exchange(fatal_, {}));
    }
}

std::optional<Failure> Writer::write_batch(Batch const& batch) {
    // The commit thread may have handed it over before it saw how the one before ended.
    if (health_ != Health::running) {
        return Failure{health_, health_ == Health::stalled ? storage_full : outcome_unknown};
    }
    if (!has_space()) {
        return Failure{Health::running, storage_full};
    }
    Head next{head_.sequence + 1, batch.at, head_.frontier};
    auto edge = log_ ? std::optional(log_->edge) : std::nullopt;
    // Room for the tag, family and lengths of each write.
    rocksdb::WriteBatch writes(batch.overlay.bytes() + batch.overlay.bytes() / 4);
    auto status = add_all(writes, *engine_, batch.overlay);
    status = status.ok() ? add_leaves(writes, batch.leaves, next.frontier, edge) : status;
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
    return write_signed(writes, std::move(next), std::move(edge));
}

rocksdb::Status Writer::add_leaves(
    rocksdb::WriteBatch& writes,
    std::span<Hash const> leaves,
    ledger::Frontier& frontier,
    std::optional<ledger::TileEdge>& edge
) const {
    rocksdb::Status status;
    if (!edge) {
        for (auto const& leaf : leaves) {
            frontier.append_hash(leaf);
        }
        return status;
    }
    for (auto const& stored : edge->append(leaves)) {
        auto* const family = engine_->family(Space::ledger);
        status = status.ok() ? writes.Put(family, tile_key(stored.tile), stored.bytes) : status;
    }
    frontier = edge->frontier();
    return status;
}

std::optional<Failure> Writer::write_signed(
    rocksdb::WriteBatch& writes, Head next, std::optional<ledger::TileEdge> edge
) {
    if (edge && edge->size() != head_.frontier.size()) {
        auto const note = sign_head(*options_.log, log_->key, edge->head());
        if (!note) {
            return Failure{Health::running, note.error()};
        }
        auto const status = writes.Put(engine_->family(Space::meta), checkpoint_key, *note);
        OCOP_ASSERT(status.ok());
    }
    if (auto failure = write_marked(writes, next)) {
        return failure;
    }
    head_ = std::move(next);
    if (edge) {
        log_->edge = std::move(*edge);
    }
    return std::nullopt;
}

std::optional<Failure> Writer::write_marked(rocksdb::WriteBatch& writes, Head const& next) {
    // Signed first: a signer that is down costs nothing but this batch.
    auto const slot = encode_mark(mark_of(next), options_.mark);
    if (!slot) {
        return Failure{Health::running, slot.error()};
    }
    if (auto const status = engine_->write(writes); status.IsNoSpace()) {
        log_line(options_, "store: " + status.ToString() + "; no writes until there is space");
        return Failure{Health::stalled, storage_full};
    } else if (!status.ok()) {
        fatal_ = "store: a write failed, its outcome is unknown: " + status.ToString();
        return Failure{Health::failed, outcome_unknown};
    }
    if (auto const status = mark_->write(*slot); !status.ok()) {
        fatal_ = "store: the mark could not be written: " + status.ToString();
        return Failure{Health::failed, outcome_unknown};
    }
    return std::nullopt;
}

void Writer::fail_fatally(std::string const& what) {
    if (options_.on_fatal) {
        options_.on_fatal(what);
        return;
    }
    log_line(options_, what);
    ::_exit(fatal_status);
}

bool Writer::has_space() const {
    auto const free = free_bytes(paths_.root);
    return free && *free >= options_.free_bytes_min;
}

bool Writer::try_resume() {
    wait();
    if (!has_space() || !engine_->resume().ok()) {
        return false;
    }
    if (!reload()) {
        return false;
    }
    log_line(options_, "store: there is space again");
    health_ = Health::running;
    return true;
}

// The batch that met the full disk may have been written after all: what the database says counts.
bool Writer::reload() {
    auto head = load_head(*engine_);
    if (!head || head->sequence < head_.sequence) {
        return false;
    }
    auto const checked = check_against_mark(*engine_, *head, mark_of(head_));
    auto const slot = encode_mark(mark_of(*head), options_.mark);
    if (!checked || !slot || !mark_->write(*slot).ok()) {
        return false;
    }
    if (log_) {
        auto edge = load_edge(*engine_, *head);
        if (!edge) {
            return false;
        }
        log_->edge = std::move(*edge);
    }
    head_ = std::move(*head);
    publish({});
    return true;
}

void Writer::publish(Revisions const& revisions) {
    published_.set(std::make_shared<View>(engine_, head_.frontier.size(), revisions));
}

}  // namespace ocop::store
