#pragma once

#include "witnesses/files.hpp"

#include <ocop/base/random.hpp>
#include <ocop/base/time.hpp>
#include <ocop/ledger/witness.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

// What a witness knows of logs, kept in a folder: `key`, its Ed25519 seed; `lock`; and for each log
// `<hex SHA-256 of its origin>.checkpoint`, the last checkpoint that it cosigned, with the log's
// signature and its own. Nothing else is trusted: the witness that loses the folder is another one.
namespace ocop::witnesses {

struct BookOptions {
    std::filesystem::path folder;       // made where it is not there
    std::string name;                   // of the witness's key
    std::vector<ledger::NoteKey> logs;  // kind ed25519, whose names are the origins
    Clock const& clock;                 // must outlive the book, as must `random`
    Random& random;
    // Tests: between a checkpoint is on disk and its cosignature is given out.
    std::function<void()> kept = {};
};

// Any thread; blocks on the disk.
class Book {
  public:
    // At first makes the key. Errors, beside those of files.hpp:
    //   forbidden "key_file_open"           others may read the key
    //   corrupt   "witness_key_missing"     there are checkpoints and no key
    //   corrupt   "witness_key_unreadable"
    //   corrupt   "witness_state_differs"   a checkpoint is not signed by its log and this key
    static Result<std::unique_ptr<Book>> open(BookOptions options);

    ledger::NoteKey const& key() const { return cosigner_.key; }

    // answer_add_checkpoint(), of which what is accepted is on disk when it returns. Errors: those
    // of files.hpp and corrupt "witness_state_differs"; nothing was promised then, though the
    // checkpoint may be kept.
    Result<ledger::WitnessAnswer> add(std::string_view body);

    // The last checkpoint cosigned of the log whose origin has this SHA-256, in lower-case hex.
    // not_found "checkpoint_not_found"; errors of add().
    Result<std::string> latest(std::string_view origin_hash) const;

  private:
    struct Log {
        std::vector<ledger::NoteKey> keys;
        std::filesystem::path file;
        std::unique_ptr<std::mutex> mutex = std::make_unique<std::mutex>();  // guards the file
    };

    struct Kept {
        std::string note;
        ledger::TreeHead head;
    };

    Book(BookOptions options, FolderLock lock, ledger::Cosigner cosigner);

    Result<std::optional<Kept>> read(Log const& log) const;
    Result<ledger::WitnessAnswer> add_locked(std::string_view body, Log const* log);
    Result<void> keep(Log const& log, std::string_view body, std::string_view line) const;

    BookOptions const options_;
    FolderLock const lock_;
    ledger::Cosigner const cosigner_;
    std::map<std::string, Log, std::less<>> logs_;  // by origin
    std::map<std::string, Log const*, std::less<>> by_hash_;
};

}  // namespace ocop::witnesses
