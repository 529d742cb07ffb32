// libFuzzer target: any bytes as JSON. What is read is written in canonical form and reads the
// same; with fewer values allowed, the same or nothing.

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>
#include <ocop/base/json.hpp>

#include <cstddef>
#include <cstdint>

namespace {

using namespace ocop;

bool has_double(json::value const& v) {
    if (auto const* a = v.if_array()) {
        for (auto const& element : *a) {
            if (has_double(element)) {
                return true;
            }
        }
    }
    if (auto const* o = v.if_object()) {
        for (auto const& member : *o) {
            if (has_double(member.value())) {
                return true;
            }
        }
    }
    return v.is_double();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const value = json::parse(as_text({data, size}));
    if (!value) {
        OCOP_ASSERT(!value.error().slug.empty());
        return 0;
    }
    auto const bounded = json::parse(as_text({data, size}), {.values_max = 40});
    OCOP_ASSERT(bounded ? *bounded == *value : bounded.error().slug == "json_too_many_values");
    if (!has_double(*value)) {
        auto const text = json::canonical(*value);
        auto const again = json::parse(text, {.bytes_max = text.size()});
        OCOP_ASSERT(again && json::canonical(*again) == text);
    }
    return 0;
}
