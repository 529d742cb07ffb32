#pragma once

#include <string>
#include <string_view>

// Percent-encoding of URI parts (RFC 3986 §2.1).
namespace ocop::gs1 {

// In a path '+' stands for itself, in a query for a space.
enum class UriPart : unsigned char { path, query };

// Decodes `text` into `out`, which it replaces. False, with `out` unspecified, on a '%' without two
// hexadecimal digits and on %00.
bool percent_decode(std::string_view text, UriPart part, std::string& out);

// Appends `text` with all but unreserved characters escaped, upper-case digits; a space in a query
// is %20 too, which every reader takes.
void append_percent_encoded(std::string& out, std::string_view text);

// True when every byte may stand in a URI: unreserved, reserved and '%'.
bool is_uri_text(std::string_view text);

}  // namespace ocop::gs1
