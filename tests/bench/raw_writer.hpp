#pragma once

#include "store/engine.hpp"

#include <ocop/base/time.hpp>

#include <filesystem>
#include <string>
#include <vector>

// What lies beneath a capture: the same keys and values, in the same batches, written by RocksDB
// alone with the store's settings.
namespace ocop::bench {

struct Put {
    store::Space space;
    std::string key;
    std::string value;
};

using Batch = std::vector<Put>;

// The batches with events that an EventStore in `folder` wrote, oldest first; it is closed. At most
// `count`, of those behind the first `skip`.
std::vector<Batch> batches_in(
    std::filesystem::path const& folder, std::size_t skip, std::size_t count
);

std::unique_ptr<store::Engine> open_raw(std::filesystem::path const& folder);

// Writes it, with a sync. Any thread.
void write_raw(store::Engine& engine, Batch const& batch);

}  // namespace ocop::bench
