#pragma once

namespace ocop::bench {

// Leaves hashed, tiles and roots made of a million of them, proofs made and checked, each against
// OpenSSL's SHA-256 alone over the same bytes.
int compare_ledger();

}  // namespace ocop::bench
