// libFuzzer target: any text as the URL of an outbound request. What is accepted has one reading:
// put together again from its parts it is the same, and no host is an address that goes unseen.

#include "http/url.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop;
    auto const url = http::parse_url(as_text({data, size}));
    if (!url) {
        return 0;
    }
    OCOP_ASSERT(url->port != 0 && url->target.starts_with('/'));
    OCOP_ASSERT(url->target.find_first_of("#\\ \r\n\t") == std::string::npos);
    OCOP_ASSERT(url->address == http::parse_ip(url->host));
    auto const scheme = std::string(url->plain ? "http" : "https");
    auto const again = http::parse_url(scheme + "://" + url->authority() + url->target);
    OCOP_ASSERT(again.has_value());
    OCOP_ASSERT(again->host == url->host && again->port == url->port);
    OCOP_ASSERT(again->plain == url->plain && again->target == url->target);
    return 0;
}
