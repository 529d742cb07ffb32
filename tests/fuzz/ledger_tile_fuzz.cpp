// libFuzzer target: any bytes as a tile's path and as a bundle of entries. A path has one spelling;
// a bundle, written again from its entries, gives the same bytes.

#include <ocop/base/assert.hpp>
#include <ocop/ledger/tile.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop::ledger;
    auto const text = ocop::as_text({data, size});
    if (auto const path = parse_tile_path(text)) {
        OCOP_ASSERT(to_text(*path) == text);
        OCOP_ASSERT(path->width >= 1 && path->width <= tile_width);
    }
    for (std::uint64_t width = 0; width <= 4; ++width) {
        auto const entries = parse_bundle(text, width);
        if (!entries) {
            continue;
        }
        OCOP_ASSERT(entries->size() == width);
        std::string bundle;
        for (auto const entry : *entries) {
            append_to_bundle(bundle, entry);
        }
        OCOP_ASSERT(bundle == text);
    }
    return 0;
}
