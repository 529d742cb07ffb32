#include "stamps/ranges.hpp"

namespace ocop::stamps {

std::string range_prefix(char tag, std::uint8_t epoch) {
    return ByteWriter().u8(static_cast<std::uint8_t>(tag)).u8(epoch).take();
}

std::string range_key(char tag, std::uint8_t epoch, std::uint64_t last) {
    return ByteWriter().text(range_prefix(tag, epoch)).u64(last).take();
}

Result<std::optional<FoundRange>> seek_range(
    store::Reader const& reader, char tag, stamp::Position position
) {
    std::optional<FoundRange> found;
    auto const prefix = range_prefix(tag, position.epoch);
    auto const from = range_key(tag, position.epoch, position.counter);
    auto const scanned = reader.scan(
        store::Space::stamps,
        prefix,
        from,
        [&](std::string_view key, std::string_view value) {
            found = FoundRange{ByteReader(key.substr(prefix.size())).u64(), std::string(value)};
            return false;
        }
    );
    if (!scanned) {
        return scanned.error();
    }
    return found;
}

}  // namespace ocop::stamps
