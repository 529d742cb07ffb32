#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Percent-encoding of URI parts (RFC 3986 §2.1).
namespace ocop::gs1 {

// In a path '+' stands for itself, in a query for a space.
enum class UriPart : unsigned char { path, query };

// Decodes `text` into `out`, which it replaces. False, with `out` unspecified, on a '%' without two
// hexadecimal digits and on %00.
bool percent_decode(std::string_view text, UriPart part, std::string& out);

// Where the first of two characters stands, or the size. Signatures make long queries, for which
// string_view::find_first_of, one memchr a character, is five times slower.
inline std::size_t find_either(std::string_view text, char one, char other) {
    std::size_t i = 0;
    while (i < text.size() && text[i] != one && text[i] != other) {
        ++i;
    }
    return i;
}

// True when every byte may stand in a URI: unreserved, reserved and '%'.
bool is_uri_text(std::string_view text);

}  // namespace ocop::gs1
