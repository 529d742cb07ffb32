#pragma once

#include <algorithm>
#include <memory_resource>
#include <string_view>

namespace ocop {

// A copy of `bytes` in memory of `arena`, which is not given back: it stands for as long as the
// arena does. Of an arena that gives memory back piece by piece it would be a leak.
inline std::string_view keep_in(std::pmr::memory_resource& arena, std::string_view bytes) {
    if (bytes.empty()) {
        return {};
    }
    auto* const place = static_cast<char*>(arena.allocate(bytes.size(), 1));
    std::copy(bytes.begin(), bytes.end(), place);
    return {place, bytes.size()};
}

}  // namespace ocop
