#pragma once

#include "store/overlay.hpp"

#include <functional>
#include <memory_resource>
#include <span>

// One transaction as it runs on the commit thread, and the batch that it becomes part of.
namespace ocop::store {

// The writes of the transactions of one batch that succeeded so far.
struct Batch {
    // Lies in `buffer` as far as that has room. It and `before` must outlive the batch.
    Batch(
        Instant time,
        std::uint64_t entries,
        std::span<std::byte> buffer,
        Overlay const* before = nullptr,
        Revisions const& spaces = {}
    )
        : arena(buffer.data(), buffer.size()),
          at(time),
          first_entry(entries),
          below(before),
          revisions(spaces) {}

    std::pmr::monotonic_buffer_resource arena;  // of the batch's overlays
    Instant at;
    std::uint64_t first_entry;  // size of the ledger without the batch
    std::vector<Hash> leaves;   // of its entries
    Overlay const* below;       // what the database may not have yet; null: nothing
    Revisions revisions;        // of what the batch lies over

    std::uint64_t ledger_size() const { return first_entry + leaves.size(); }

    Overlay overlay{arena};
    Gets gets{arena};
};

class BatchTransaction final : public Transaction {
  public:
    BatchTransaction(Engine const& engine, Batch& batch, Random& random)
        : overlay_(batch.arena),
          layers_{engine, {&overlay_, &batch.overlay, batch.below}, batch.gets},
          batch_(batch),
          random_(random) {}

    Result<std::optional<std::string>> get(Space space, std::string_view key) const override;
    Result<void> scan(
        Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const override;

    std::uint64_t revision(Space space) const override;

    Instant now() const override { return batch_.at; }

    std::uint64_t ledger_size() const override { return batch_.ledger_size() + leaves_.size(); }

    void put(Space space, std::string_view key, std::string_view value) override;
    void erase(Space space, std::string_view key) override;
    Logged append(EntryDraft draft, json::value const& record, std::int64_t prev) override;
    Logged append_text(EntryDraft draft, std::string_view record, std::int64_t prev) override;

    bool has_entries() const { return !leaves_.empty(); }

    // Gives what the transaction wrote to its batch, if it may be kept.
    Result<void> finish();

  private:
    void set(Space space, std::string_view key, Overlay::Value value);
    void fail(Error error) const;

    Overlay overlay_;
    Layers layers_;
    Batch& batch_;
    Random& random_;
    std::vector<Hash> leaves_;
    mutable std::optional<Error> failure_;  // the first
};

// Runs `work` on top of `batch` and takes its writes in, or leaves the batch as it was.
// `on_throw` is told what an exception said. `permit`, where there is one, is asked whether entries
// may be added.
struct Runner {
    Engine const& engine;
    Random& random;
    std::function<void(std::string const& what)> on_throw;
    std::function<Result<void>()> permit = {};

    Result<void> run(Work const& work, Batch& batch) const;
};

}  // namespace ocop::store
