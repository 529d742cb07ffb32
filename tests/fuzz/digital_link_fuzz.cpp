// libFuzzer target: reads any bytes as a Digital Link and as a request target. What is read must be
// written and read back as the same link. Build by hand:
//
//   clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -Iinclude -Isrc
//       tests/fuzz/digital_link_fuzz.cpp src/gs1/*.cpp src/base/assert.cpp src/base/result.cpp

#include <ocop/base/assert.hpp>
#include <ocop/gs1/digital_link.hpp>
#include <ocop/gs1/element_string.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace ocop::gs1;

namespace {

// Escaping makes a text up to three times as long; only what still fits can be read back.
void check_uri(std::string_view text) {
    auto const link = parse_digital_link(text);
    if (!link) {
        return;
    }
    auto const written = write_digital_link(*link);
    if (written.size() <= digital_link_bytes_max) {
        auto const again = parse_digital_link(written);
        OCOP_ASSERT(again && *again == *link);
    }
    auto const elements = parse_bracketed(bracketed(*link));
    OCOP_ASSERT(elements && elements->front() == link->key);
}

void check_target(std::string_view text) {
    auto const mark = text.find('?');
    auto const query = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
    auto const link = parse_digital_link_path(text.substr(0, mark), query);
    OCOP_ASSERT(!link || (link->host.empty() && link->key.value.size() > 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check_uri(text);
    check_target(text);
    return 0;
}
