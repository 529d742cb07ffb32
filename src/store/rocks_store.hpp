#pragma once

#include "store/store.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>
#include <ocop/crypto/ed25519.hpp>
#include <ocop/ledger/note.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rocksdb {
class Env;
}

// The embedded store: RocksDB, one thread that runs transactions
// and one that writes them, and a signed high-water mark beside the database.
// What lies on disk: FORMAT.md.
namespace ocop::store {

// Signs and reads back the high-water mark. `sign` is called on the writer's thread before each
// batch is written; when it fails, the batch is refused with its error and nothing is written.
struct MarkSigner {
    std::function<Result<crypto::Ed25519Signature>(ByteView message)> sign;
    crypto::Ed25519PublicKey public_key{};
};

// Signs the checkpoints of the public log: one for each batch that has entries, on the writer's
// thread before the batch is written; when it fails, the batch is refused with its error.
struct LogSigner {
    std::string origin;  // of a log that this begins; one that is there keeps its own
    crypto::Ed25519PublicKey public_key{};
    ledger::SignBytes sign;
    // Whether the log may grow. Asked on the commit thread for each transaction that has entries,
    // whose refusal its error is, and by ready() on any. Empty: always.
    std::function<Result<void>()> permit = {};
};

struct RocksOptions {
    // Holds db/, mark and lock; made when absent (its parent must be there). One process at a time.
    std::filesystem::path directory;
    MarkSigner mark;
    // None: the store keeps entries, no tiles and no checkpoints, which is for tests and for the
    // bench that compares with it. A log that is begun goes on, or open refuses.
    std::optional<LogSigner> log;
    Clock const& clock;  // clock, random and env must outlive the store
    Random& random;
    // With less free space on the file system, writes are refused with storage_full.
    std::uint64_t free_bytes_min = std::uint64_t{256} << 20;
    // Told once, on the writer's thread, when a write, sync or mark failed in a way that leaves its
    // outcome open. Empty: the message goes to `say` and the process ends with status 70. When it
    // returns (tests), the store refuses all writes from then on.
    std::function<void(std::string const& what)> on_fatal = {};
    rocksdb::Env* env = nullptr;  // null: the operating system's. Tests put faults here
    std::function<void(std::string_view line)> say = {};  // any thread; empty: to standard error
};

// Opens or makes the store. A crash at any point leaves a directory that this opens again with
// everything acknowledged. Refused, with the reason (both sizes where two disagree) in the fault:
//   unavailable "store_locked"        another process has it open
//   unavailable "store_unreadable"    the system or the engine failed in another way
//   corrupt     "store_corrupt"       damage that would lose acknowledged writes
//   corrupt     "store_without_mark"  a database with data and no mark beside it
//   corrupt     "store_behind_mark"   an older database than the one that the mark was signed for
//   corrupt     "store_root_differs"  the ledger's root at the mark's size is not the mark's
//   corrupt     "log_tiles_differ"        the edge tiles do not lead to the head's root
//   corrupt     "log_checkpoint_differs"  the checkpoint is not that of the head
//   corrupt     "log_key_differs"         another key or origin signed the checkpoint
//   corrupt     "log_signer_missing"      the store has a log, and `log` is absent
//   corrupt     "mark_unreadable"     both slots of the mark are damaged or signed by another key
Result<std::unique_ptr<Store>> open_rocks_store(RocksOptions options);

}  // namespace ocop::store
