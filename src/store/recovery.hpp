#pragma once

#include "store/directory.hpp"
#include "store/engine.hpp"
#include "store/mark.hpp"
#include "store/public_log.hpp"

#include <memory>

// From a directory in any state a crash can leave it in to a database that holds everything that
// was acknowledged, or to a refusal.
namespace ocop::store {

struct Recovered {
    std::unique_ptr<Engine> engine;
    std::unique_ptr<MarkFile> mark;  // brought up to date with `head`
    Head head;
    std::optional<PublicLog> log;
};

// The caller holds the directory's lock. Errors as open_rocks_store().
Result<Recovered> recover(RocksOptions const& options, Paths const& paths);

// Refuses a database that is behind `mark`, or that held another ledger at the mark's size, or
// whose entries do not lead to its head. Hashes the entries behind the last waypoint that is not
// ahead of the mark.
Result<void> check_against_mark(Engine const& engine, Head const& head, Mark const& mark);

// Free space on the file system that holds `path`; errors: unavailable "store_unreadable".
Result<std::uint64_t> free_bytes(std::filesystem::path const& path);

void log_line(RocksOptions const& options, std::string const& line);

}  // namespace ocop::store
