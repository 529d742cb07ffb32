#pragma once

#include "store/store.hpp"

// Full checks of what a reader sees, for the audit and for tests; open() makes cheaper ones. Both
// read everything: seconds for a million entries. Errors: corrupt "store_corrupt", which names the
// entry or the space and key; errors of the reader.
namespace ocop::store {

// The entries are 0 to the head's size − 1 with none missing; each is an entry byte for byte; time
// never goes back; each `prev` is an earlier entry on the same subject; they hash to the head's
// root.
Result<void> check_ledger(Reader const& reader);

// Entries and logged records belong together, one to one: every logged record, in every space, is
// canonical and the one whose state its entry holds; no later entry names that one as its `prev`,
// so the record is not an older version put back; and every entry that none names so has its
// record, so none was deleted or lost its form; but for one whose kind drops its record, which has
// none. At most one entry follows another. Takes one bit per entry.
//
// Knows nothing else of what entries mean, and so nothing of keys: a whole record under another key
// is seen by tlog::check_records().
Result<void> check_logged(Reader const& reader);

// All of it: check_ledger(), then check_logged().
Result<void> check_store(Reader const& reader);

}  // namespace ocop::store
