// libFuzzer target: any bytes as a stamp link, a typed serial, digits and a host. What is read
// keeps the bounds its header promises, and what is written again reads the same. Build by hand:
//
//   clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -Iinclude -Isrc
//       tests/fuzz/stamp_link_fuzz.cpp -L… -locop_stamp (and the floors below it)

#include <ocop/base/assert.hpp>
#include <ocop/stamp/host.hpp>
#include <ocop/stamp/link.hpp>
#include <ocop/stamp/payload.hpp>
#include <ocop/stamp/serial.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace ocop::stamp;

namespace {

void check_link(std::string_view text) {
    auto const link = read_link(text);
    if (!link) {
        return;
    }
    OCOP_ASSERT(link->gtin.size() == 14);
    OCOP_ASSERT(!link->lot || is_lot(*link->lot));
    OCOP_ASSERT(!link->serial || *link->serial < serial_end);
    if (!link->digits) {
        return;
    }
    OCOP_ASSERT(is_stamp_shaped(text));
    auto const signature = decode_stamp_digits(*link->digits);
    if (signature && check_stamp_host(link->host)) {
        Stamp const stamp{link->gtin, *link->lot, *link->serial};
        auto const again = read_link(write_stamp_url(link->host, stamp, *signature));
        OCOP_ASSERT(again && *again == *link);
    }
}

void check_texts(std::string_view text) {
    if (auto const serial = parse_typed_serial(text)) {
        OCOP_ASSERT(*parse_typed_serial(format_typed_serial(*serial)) == *serial);
    }
    if (auto const signature = decode_stamp_digits(text)) {
        OCOP_ASSERT(encode_stamp_digits(*signature) == text);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static std::vector<std::string> const hosts{"id.ocop.vn", "localhost:8443"};
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check_link(text);
    check_texts(text);
    auto const line = text.find('\n');
    if (line != std::string_view::npos) {
        auto const link =
            read_link_target(text.substr(0, line), text.substr(line + 1), "id.ocop.vn");
        OCOP_ASSERT(!link || link->host == "id.ocop.vn");
    }
    auto const found = classify_host(authority_of(text), hosts);
    OCOP_ASSERT(classify_host(authority_of(text), hosts) == found);
    return 0;
}
