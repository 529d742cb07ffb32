// libFuzzer target: any bytes as a trust list. A list that is read keeps the rules that a list must
// keep, since nobody here can sign one. Build as stamp_link_fuzz.cpp.

#include <ocop/base/assert.hpp>
#include <ocop/stamp/offline.hpp>
#include <ocop/stamp/trust.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace ocop::stamp;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const file = parse_trust_list(text, std::nullopt)) {
        OCOP_ASSERT(check_trust_list(file->list).has_value() && !file->root_checked);
        auto const answer = check_offline(*file, text, file->list.issued_at);
        OCOP_ASSERT(!answer.register_asked);
    }
    return 0;
}
