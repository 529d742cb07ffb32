// libFuzzer target: any bytes as what a person says of stamps: positions, scans, a PIN. What is
// read writes back to what reads the same.

#include "stamps/selection.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/stamp/pin.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

using namespace ocop;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = as_text({data, size});
    if (auto const positions = stamps::parse_positions(text)) {
        OCOP_ASSERT(!positions->empty() && positions->size() <= stamps::ranges_max);
        for (auto const& each : *positions) {
            OCOP_ASSERT(1 <= each.first && each.first <= each.last);
            OCOP_ASSERT(each.last <= stamps::order_count_max);
        }
        auto const again = stamps::parse_positions(stamps::to_text(*positions));
        OCOP_ASSERT(again && *again == *positions);
    }
    if (auto const pin = stamp::parse_pin(text)) {
        OCOP_ASSERT(pin->size() == stamp::pin_digits);
        auto const again = stamp::parse_pin(stamp::group_pin(*pin));
        OCOP_ASSERT(again && *again == *pin);
    }
    stamp::SerialKeys keys;
    keys.add(0, crypto::AesKey{1});
    stamps::Selection selection;
    selection.scans = std::vector<std::string>{std::string(text)};
    if (auto const scanned = stamps::read_scans(keys, selection)) {
        OCOP_ASSERT(scanned->stamps.size() == 1 && scanned->stamps.front().epoch == 0);
    }
    return 0;
}
