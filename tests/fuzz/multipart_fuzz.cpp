// libFuzzer target: a Content-Type, a line break, and a body as a form with files. What is accepted
// is the same when it is written anew as a browser writes it, and lies in what came.

#include "http/multipart.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

std::string written(std::vector<ocop::http::Part> const& parts, std::string const& boundary) {
    std::string out;
    for (auto const& part : parts) {
        out += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name + '"';
        out += part.file ? "; filename=\"\"\r\n" : "\r\n";
        out += part.content_type.empty() ? "" : "Content-Type: " + part.content_type + "\r\n";
        out += "\r\n" + std::string(part.body) + "\r\n";
    }
    return out + "--" + boundary + "--\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ocop;
    auto const text = as_text({data, size});
    auto const line = text.find('\n');
    if (line == std::string_view::npos) {
        return 0;
    }
    auto const body = text.substr(line + 1);
    auto const parts = http::parse_multipart(text.substr(0, line), body);
    if (!parts) {
        return 0;
    }
    OCOP_ASSERT(parts->size() <= http::parts_max);
    std::size_t bytes = 0;
    for (auto const& part : *parts) {
        OCOP_ASSERT(part.body.data() >= body.data());
        OCOP_ASSERT(part.body.data() + part.body.size() <= body.data() + body.size());
        OCOP_ASSERT(part.content_type.find_first_of("\r\n") == std::string::npos);
        bytes += part.body.size();
    }
    OCOP_ASSERT(bytes <= body.size());
    // Written anew, the head of a part may be some letters longer.
    std::string const boundary = "----again-0123456789";
    bool const long_head = std::any_of(parts->begin(), parts->end(), [](auto const& part) {
        return part.content_type.size() > http::part_head_bytes_max - 128;
    });
    if (long_head || body.find(boundary) != std::string_view::npos) {
        return 0;
    }
    auto const text_again = written(*parts, boundary);
    auto const again =
        http::parse_multipart("multipart/form-data; boundary=" + boundary, text_again);
    OCOP_ASSERT(again.has_value() && again->size() == parts->size());
    for (std::size_t i = 0; i < parts->size(); ++i) {
        OCOP_ASSERT((*again)[i].name == (*parts)[i].name);
        OCOP_ASSERT((*again)[i].body == (*parts)[i].body);
        OCOP_ASSERT((*again)[i].content_type == (*parts)[i].content_type);
        OCOP_ASSERT((*again)[i].file == (*parts)[i].file);
    }
    return 0;
}
