#pragma once

#include "store/store.hpp"
#include "tlog/audit.hpp"

// The log's files as a store keeps them, for the audit of a data folder: whole values, so that a
// byte too many shows.
namespace ocop::tlog {

// `reader` must outlive it. Reads entries in order: cheap when bundles are asked for so.
LogFiles stored_files(store::Reader const& reader);

// What else is kept of the log, beside its files: that the head is the checkpoint's, that the
// origin is the key's name, that no tile and no entry lies beyond, and that no key is another.
// Reports
//   head     the head is absent, or of another tree than the checkpoint
//   origin   another name than the key's
//   beyond   a key in the log's space that a log of this size has not
// Errors of the reader.
Result<void> check_kept(
    store::Reader const& reader,
    ledger::NoteKey const& key,
    Audited const& audited,
    std::function<void(Finding)> const& report
);

}  // namespace ocop::tlog
