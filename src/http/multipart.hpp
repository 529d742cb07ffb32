#pragma once

#include <ocop/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Forms with files, multipart/form-data (RFC 7578), as browsers write them, and nothing looser: no
// text before the first boundary or behind the last, no header but Content-Disposition and
// Content-Type, no folded lines, no transfer encodings. Pure; any thread.
namespace ocop::http {

inline constexpr std::size_t parts_max = 32;
inline constexpr std::size_t part_head_bytes_max = 1'024;

struct Part {
    std::string name;          // 1 to 40 of [0-9A-Za-z_-]
    bool file = false;         // a file name came with it, which nobody reads
    std::string content_type;  // as sent; empty when absent
    std::string_view body;     // in the body that was parsed
};

// Whether a Content-Type says so.
bool is_multipart(std::string_view content_type);

// In the order they came; names may come twice. malformed "multipart_malformed".
Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace ocop::http
