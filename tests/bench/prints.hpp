#pragma once

namespace ocop::bench {

// Makes packages for print houses, A4 sheets, of 5,000 and of 50,000 labels, as a worker does, and
// prints by how much the process's resident memory rose above what it was before, at its peak. 1
// when the long run took more than half as much again as the short one, and 8 MB.
int show_print_memory();

}  // namespace ocop::bench
