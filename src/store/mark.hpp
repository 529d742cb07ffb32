#pragma once

#include "store/layout.hpp"
#include "store/rocks_store.hpp"

#include <rocksdb/env.h>

#include <filesystem>
#include <memory>
#include <optional>

// The high-water mark: what the store last acknowledged, signed, in a file beside the database. It
// is how open() knows a database that lost writes, whatever the reason, from one that did not.
namespace ocop::store {

struct Mark {
    std::uint64_t sequence = 0;
    std::uint64_t size = 0;  // of the ledger
    Hash root{};

    friend bool operator==(Mark const&, Mark const&) = default;
};

Mark mark_of(Head const& head);

// Bytes of a slot, and of the part that is signed. FORMAT.md.
inline constexpr std::size_t mark_slot_bytes = 124;
inline constexpr std::size_t mark_signed_bytes = 60;
inline constexpr std::size_t mark_slot_distance = 4096;

// The slot's bytes; errors of the signer.
Result<std::string> encode_mark(Mark const& mark, MarkSigner const& signer);
// Absent when the bytes are anything but a slot signed by `key`.
std::optional<Mark> parse_mark(std::string_view slot, crypto::Ed25519PublicKey const& key);

// Two slots written in turn, so that one torn write leaves the other. One thread.
class MarkFile {
  public:
    struct Opened {
        std::unique_ptr<MarkFile> file;
        Mark mark;  // the newer of the slots that can be read
    };

    // Errors: corrupt "mark_unreadable"; unavailable "store_unreadable".
    static Result<Opened> open(
        std::filesystem::path const& path, crypto::Ed25519PublicKey const& key, rocksdb::Env& env
    );
    // Makes the file, on disk when this returns, with `slot` in it.
    static Result<void> create(
        std::filesystem::path const& path, std::string const& slot, rocksdb::Env& env
    );

    // Writes over the older slot; on disk when it returns.
    rocksdb::Status write(std::string const& slot);

  private:
    MarkFile(std::unique_ptr<rocksdb::RandomRWFile> file, std::size_t next_slot)
        : file_(std::move(file)), next_slot_(next_slot) {}

    std::unique_ptr<rocksdb::RandomRWFile> file_;
    std::size_t next_slot_;
};

}  // namespace ocop::store
