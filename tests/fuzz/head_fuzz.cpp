// libFuzzer target: any bytes as the start of a connection. Whatever comes in, a header block is
// found, refused or waited for, and what the guard admits has one length and one of our hosts.

#include "http/guard.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop;
    static http::Hosts const hosts({"id.ocop.vn", "localhost:8443"});
    auto const text = as_text({data, size});
    http::BlockScan scan(16 * 1024);
    auto const found = scan.scan(text);
    auto const* const block = std::get_if<http::Block>(&found);
    if (block == nullptr) {
        return 0;
    }
    OCOP_ASSERT(block->begin < block->end && block->end <= text.size());
    auto const parsed = http::parse_head(text.substr(block->begin, block->end - block->begin));
    if (auto const* const head = std::get_if<http::Head>(&parsed)) {
        auto const judged = http::check_head(*head, hosts);
        if (std::holds_alternative<http::Admitted>(judged)) {
            OCOP_ASSERT(head->target.starts_with('/'));
        }
    }
    return 0;
}
