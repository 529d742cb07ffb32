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

// Every logged record, in every space, is the one whose state its ledger entry holds.
Result<void> check_logged(Reader const& reader);

}  // namespace ocop::store
