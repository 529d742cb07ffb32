#pragma once

namespace ocop::bench {

// A log of a million entries, orders and events, checked as `ocoptrace audit` does: hashes, tiles,
// rules; from memory, one thread.
int audit_million();

}  // namespace ocop::bench
