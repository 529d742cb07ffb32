#pragma once

#include <string_view>

// What a client takes, and what it has already: header lists of RFC 9110. Any thread.
namespace ocop::http {

// Whether Accept-Encoding names the coding, or "*", and not with a weight of 0 (§12.5.3).
bool accepts_coding(std::string_view header, std::string_view coding);

// Whether If-None-Match has the tag, which is given with its quotes, or is "*"; compared weakly
// (§13.1.2). Tags of ours hold no comma.
bool names_tag(std::string_view header, std::string_view tag);

}  // namespace ocop::http
