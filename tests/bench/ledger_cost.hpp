#pragma once

// What the public log (tiles and a signed checkpoint beside each batch) costs the store: commits of
// one entry with it and without it, in turns, from 1, 16 and 64 clients that each wait for theirs.
namespace ocop::bench {

int compare_ledger_cost();

}  // namespace ocop::bench
