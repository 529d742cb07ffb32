#pragma once

#include <filesystem>

namespace ocop::bench {

// The pages and the API over a register of stamps behind the real HTTPS server, until standard
// input ends; then writes how many records of checks there are to "records" in `folder`. The links
// of stamps to ask for are in "links".
int serve_checks(std::filesystem::path const& folder);

// Lookups of pages without and with 2,000 checks a second beside them, in turn, and whether every
// acknowledged check is in the store.
int compare_checks();

}  // namespace ocop::bench
