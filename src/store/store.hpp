#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/result.hpp>
#include <ocop/ledger/entry.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// The one place where state lives: ordered byte keys in named spaces, serialisable transactions,
// and a ledger entry beside each change. Nothing of the engine shows here, so that another engine
// can take its place: keys compare as bytes, values are ≤ 64 KiB, a transaction is ≤ 4 MiB.
namespace ocop::store {

// On disk: never renumber or rename, only append. What lies where: ARCHITECTURE.md, table of keys.
enum class Space : std::uint8_t {
    meta,
    registry,
    stamps,
    events,
    event_index,
    trace,
    checks,
    inspections,
    accounts,
    jobs,
    audit,
    ledger,
};

inline constexpr std::size_t space_count = 12;
inline constexpr std::size_t list_end_bytes = 8;
inline constexpr std::size_t value_bytes_max = 64 * 1024;
inline constexpr std::size_t transaction_bytes_max = 4 * 1024 * 1024;

// Consistent reads. Views given to a visitor live for that call only.
class Reader {
  public:
    // Return false to stop.
    using Visit = std::function<bool(std::string_view key, std::string_view value)>;

    virtual ~Reader() = default;

    // Absent is an empty optional. Corrupt "store_corrupt" when a checksum fails.
    virtual Result<std::optional<std::string>> get(Space space, std::string_view key) const = 0;

    // Visits the keys that start with `prefix` and are ≥ `from`, in byte order. An empty `from`
    // starts at the prefix. Errors as get(); the visitor has then seen a part. In a transaction the
    // visitor may write; whether this scan still meets what it wrote is not said.
    virtual Result<void> scan(
        Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const = 0;

    // scan() of a list: of keys that are `prefix` ‖ list_end_bytes bytes, as is `from`. Costs less
    // where the store is large and the list short. Whether it meets longer or shorter keys that
    // start with `prefix` too is not said.
    virtual Result<void> scan_list(
        Space space, std::string_view prefix, std::string_view from, Visit const& visit
    ) const {
        return scan(space, prefix, from, visit);
    }

    // Names what the space holds: two readers of one store that give the same number read the same
    // there. 0 names nothing. Not kept over a restart. A Work that reads it may run over what is
    // refused in the end, so what it names must not outlive the Work.
    virtual std::uint64_t revision(Space /*space*/) const { return 0; }
};

// The number of each space.
using Revisions = std::array<std::uint64_t, space_count>;

// A consistent point in time. Any thread; keep it short, it holds old versions alive.
class Snapshot : public Reader {
  public:
    // Entries in the ledger at this point.
    virtual std::uint64_t ledger_size() const = 0;
};

// What an entry says besides the record: the store adds id, time, prev and state.
struct EntryDraft {
    std::string kind;
    std::string actor;
    std::string subject;
    json::object clear;
};

// Reads see the transaction's own writes and those of transactions before it. Valid during the
// call of the Work it was given to, on that thread. What goes wrong in put, erase or append (a
// limit passed, an entry that check_entry() refuses, a reserved key, a record with an infinity) or
// in a read refuses the transaction at its end, whatever the Work returns. Space `ledger` and the
// keys of `meta` that start with "store." are the store's own.
class Transaction : public Reader {
  public:
    // The batch's time: the same for the whole transaction, never earlier than the one before.
    virtual Instant now() const = 0;
    // Entries in the ledger so far, this transaction's included: the index the next one gets.
    virtual std::uint64_t ledger_size() const = 0;
    virtual void put(Space space, std::string_view key, std::string_view value) = 0;
    virtual void erase(Space space, std::string_view key) = 0;

    // Appends to the ledger; gives the index. `record` is the new state of the subject, hashed with
    // a fresh salt; `prev` the index of the subject's entry before, −1 for none.
    struct Logged {
        ledger::EntryIndex index;
        ledger::Salt salt;
    };

    virtual Logged append(EntryDraft draft, json::value const& record, std::int64_t prev) = 0;
    // The same of a record that is RFC 8785 text already, and so is written once; whoever calls
    // answers for its form.
    virtual Logged append_text(EntryDraft draft, std::string_view record, std::int64_t prev) = 0;
};

// Reads and decides only: everything costly was done before. May run more than once, and has no
// effect outside the transaction. An Error refuses the transaction: nothing of it is kept, other
// transactions are not touched. An exception counts as Error internal "internal".
using Work = std::function<Result<void>(Transaction&)>;

struct Commit {
    std::uint64_t ledger_size = 0;  // entries in the ledger once the batch is in
    Instant at;
};

// Called exactly once, on a thread of the store, after the batch is on disk (or was refused): may
// only post elsewhere, and may not throw. What never reached the queue ("store_busy",
// "store_closing") is told on the calling thread, before transact() returns.
using Done = std::function<void(Result<Commit>)>;

class Store {
  public:
    virtual ~Store() = default;

    // Any thread.
    virtual std::unique_ptr<Snapshot> snapshot() const = 0;

    // Queues `work`; any thread, never blocks on the disk. Besides the errors of `work`, `done`
    // gets: unavailable "store_busy" (queue full) or "store_closing"; too_large
    // "transaction_too_large", "value_too_large" or "entry_too_large"; storage_full "storage_full";
    // unknown_outcome "outcome_unknown" (a write failed half-way; the process is about to exit);
    // what the signer of the mark or the log, or LogSigner::permit, says when it fails.
    virtual void transact(Work work, Done done) = 0;

    // Whether writes are accepted now, for /readyz.
    virtual bool ready() const = 0;

    // Refuses new transactions, finishes those queued and stops its threads. Reads go on
    // until the store is destroyed, which closes it first; snapshots go before the store. Any
    // thread, but not from within a Work or a Done; more than once is harmless.
    virtual void close() = 0;
};

// transact() for callers without an event loop: start-up, command line, tests. Blocks, so never
// inside a Work or a Done.
Result<Commit> transact_now(Store& store, Work work);

}  // namespace ocop::store
