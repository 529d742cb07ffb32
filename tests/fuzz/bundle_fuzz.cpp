// libFuzzer target: any bytes as a filter file, as a bundle's body and as a bundle. What is read is
// written again as it was, and a filter that was read may be asked for any key. Build as
// stamp_link_fuzz.cpp.

#include <ocop/base/assert.hpp>
#include <ocop/bundle/bundle.hpp>
#include <ocop/bundle/filter.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace ocop::bundle;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (auto const filters = parse_filters(bytes)) {
        OCOP_ASSERT(write_filters(*filters) == bytes);
        for (auto const& filter : *filters) {
            for (std::uint64_t key = 0; key < 64; ++key) {
                filter.has(key << 44 | key);
            }
        }
    }
    if (auto const body = read_body(bytes)) {
        auto const text = write_body(*body);
        OCOP_ASSERT(text && read_body(*text) && *read_body(*text) == *body);
    }
    if (auto const file = read_bundle(bytes, std::nullopt)) {
        OCOP_ASSERT(!file->trust.root_checked);
    }
    return 0;
}
