#pragma once

#include <ocop/ledger/checkpoint.hpp>
#include <ocop/ledger/rules.hpp>
#include <ocop/ledger/tile.hpp>
#include <ocop/stamp/answer.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

// The check of a whole log, wherever its files are: that its checkpoint is signed, that entries and
// tiles lead to it hash by hash, that it goes on from an older checkpoint, and that its entries
// keep the business rules (ocop/ledger/rules.hpp). Knows nothing of the store. One thread.
namespace ocop::tlog {

// What was found wrong. `id` is a rule's, or one of:
//   checkpoint   absent, malformed, not signed by the log's key, or of more entries than asked for
//   bundle       entries that are missing, malformed, or too many: the audit ends there
//   unreachable  a file that could not be asked for (Errc::unavailable), which is nobody's lie: the
//                audit ends there
//   stopped      findings_max were found: the audit ends there
//   tile         a tile that is missing or is not what the entries make it
//   root         the entries do not lead to the checkpoint's root
//   old          the log does not go on from the older checkpoint
//   answer       a signed answer that the log contradicts (answer.hpp), or of a longer log
struct Finding {
    std::string id;
    std::optional<std::uint64_t> entry;  // where it is about one
    std::string words;

    friend bool operator==(Finding const&, Finding const&) = default;
};

// "range entry 812: counters 5 to 9 were issued before"
std::string to_text(Finding const& finding);

// The log's files: FORMAT.md, "The log as files".
struct LogFiles {
    // Of the whole: an error is a finding; `unavailable` when nobody could be asked.
    std::function<Result<std::string>()> read_checkpoint;
    std::function<Result<std::string>(ledger::TilePath const&)> read;
};

struct LogAudit {
    ledger::NoteKey key;                  // kind ed25519, named as the origin
    std::vector<ledger::TreeHead> older;  // that the log must go on from, each
    // Tiles that a log of this size has full were looked at before, and are not read.
    std::uint64_t tiles_known = 0;
    std::uint64_t entries_max = 100'000'000;  // a checkpoint of more is refused
    // A log that is wrong throughout is not read to its end.
    std::uint64_t findings_max = 1'000;
    std::optional<stamp::SignedAnswer> answer = {};  // that is held against the log
    std::function<void(Finding)> report;
    std::function<void(std::uint64_t done, std::uint64_t size)> progress = {};
    // Each entry, in order, before it is judged; may be empty.
    std::function<void(std::uint64_t index, std::string_view entry)> visit = {};
    // What the rules made of all entries, if they led to the checkpoint's root; may be empty.
    std::function<void(ledger::RuleReplay const&)> replayed = {};
};

struct Audited {
    std::string note;  // the checkpoint
    ledger::TreeHead head;
    bool demo = false;  // of sample data
    std::vector<ledger::LargeSum> large_sums = {};
};

// Reports what is wrong; gives the checkpoint where it could be read and all entries led to it.
std::optional<Audited> audit_log(LogFiles const& files, LogAudit const& audit);

}  // namespace ocop::tlog
