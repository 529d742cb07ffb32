#pragma once

#include "store/directory.hpp"
#include "store/engine.hpp"

#include <ocop/crypto/ed25519.hpp>

#include <optional>

// A store opened for looking at it alone, while no process has it open: nothing is repaired, moved
// or written but the engine's own notes. Any thread.
namespace ocop::store {

class ReadOnlyStore {
  public:
    // `directory` as RocksOptions::directory. With `mark_key`, the database must be that of the
    // mark beside it or one batch ahead. Errors as open_rocks_store(), but those of the log; a
    // database that the engine would have to repair is corrupt "store_corrupt".
    static Result<ReadOnlyStore> open(
        std::filesystem::path const& directory,
        std::optional<crypto::Ed25519PublicKey> const& mark_key,
        rocksdb::Env* env = nullptr
    );

    Reader const& reader() const { return *engine_; }

  private:
    ReadOnlyStore() = default;

    std::unique_ptr<DirectoryLock> lock_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace ocop::store
