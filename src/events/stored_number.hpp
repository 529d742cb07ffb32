#pragma once

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ocop::events {

// A u64 that is all of what is stored. Corrupt "store_corrupt" at `what` for any other bytes: read
// as 0, a damaged counter would have the first record written over.
inline Result<std::uint64_t> stored_number(std::string_view bytes, std::string what) {
    ByteReader reader(bytes);
    auto const number = reader.u64();
    if (!reader.done()) {
        return Error(Errc::corrupt, "store_corrupt", std::move(what), "is no number");
    }
    return number;
}

}  // namespace ocop::events
