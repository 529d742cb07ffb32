// libFuzzer target: any bytes as a ledger entry and as a frontier. What is read is written again as
// the same bytes, and passes the check that a writer must pass. Build by hand:
//
//   clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -Iinclude -Isrc
//       tests/fuzz/entry_fuzz.cpp -L… -locop_ledger (and the floors below it)

#include <ocop/base/assert.hpp>
#include <ocop/ledger/entry.hpp>
#include <ocop/ledger/frontier.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace ocop::ledger;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (auto const entry = parse_entry(bytes)) {
        OCOP_ASSERT(check_entry(*entry).has_value());
        OCOP_ASSERT(encode_entry(*entry) == bytes);
    }
    if (auto frontier = Frontier::decode(bytes)) {
        OCOP_ASSERT(frontier->encode() == bytes);
        frontier->append({data, size});
        OCOP_ASSERT(Frontier::decode(frontier->encode()) == *frontier);
    }
    return 0;
}
