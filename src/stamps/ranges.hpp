#pragma once

#include "store/store.hpp"

#include <ocop/stamp/serial.hpp>

#include <optional>
#include <string>
#include <utility>

// Keys of things that hold for a range of counters: tag ‖ epoch ‖ last counter. Keyed by the last
// counter, one forward seek finds the range that may hold a stamp.
namespace ocop::stamps {

std::string range_prefix(char tag, std::uint8_t epoch);
std::string range_key(char tag, std::uint8_t epoch, std::uint64_t last);

struct FoundRange {
    std::uint64_t last = 0;
    std::string value;
};

// The first range whose last counter is at or after `position`, in its epoch.
Result<std::optional<FoundRange>> seek_range(
    store::Reader const& reader, char tag, stamp::Position position
);

}  // namespace ocop::stamps
